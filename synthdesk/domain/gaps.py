"""Which columns are missing together, in the real table and in the synthetic one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GapPattern:
    """The share of rows (0-1) in which exactly `columns` are missing; () is a row without gaps.

    `synthetic` is None as long as there is no model.
    """

    columns: tuple[str, ...]
    real: float
    synthetic: float | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of a table.

    Attributes:
        rows: Real rows.
        columns: Columns with gaps and the share of real rows in which each is missing (0-1), most first.
        patterns: The most frequent patterns of both tables, most frequent real one first.
        others: Different patterns that are not listed.
        distance: Total variation between the patterns of real and of synthetic rows, 0-1; None without a model.
        between_halves: The same between two halves of the real rows, each as many as were compared above.
    """

    rows: int
    columns: tuple[tuple[str, float], ...] = ()
    patterns: tuple[GapPattern, ...] = ()
    others: int = 0
    distance: float | None = None
    between_halves: float | None = None
