"""What was measured of whole rows: told apart, lost and invented values, subgroups, distances."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedScores:
    """The scores of SDMetrics by its definitions, 0-1; None where no column or pair is defined.

    Attributes:
        shapes: Column Shapes: mean over columns.
        trends_all_pairs: Column Pair Trends, mean over all pairs.
        trends_related_pairs: The same over pairs whose real correlation is above 0.5 or association above 0.3.
        related_pairs, pairs: How many such pairs, and pairs in all, there are.
    """

    shapes: float | None
    trends_all_pairs: float | None
    trends_related_pairs: float | None
    related_pairs: int
    pairs: int


@dataclass(frozen=True, slots=True)
class ColumnDetail:
    """What of one column was lost or invented.

    Attributes:
        name: Name of the column.
        values: Different real values of a category column, else 0.
        lost: Real values that no synthetic row has.
        invented: Synthetic values that no real row has; `rows_invented` is the share of rows with one.
        range_reached: How much of the middle 99 % of the real numbers the synthetic ones span, 0-1; None for
            categories.
    """

    name: str
    values: int = 0
    lost: int = 0
    invented: int = 0
    rows_invented: float = 0.0
    range_reached: float | None = None


@dataclass(frozen=True, slots=True)
class Detection:
    """How well a classifier tells synthetic from real rows.

    Attributes:
        area: Area under the curve; 0.5 is guessing, 1 always right.
        given_away_by: Columns it needs most, and the area that is lost without each; most first.
    """

    area: float
    given_away_by: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """One group of rows, real against synthetic, by all columns but the one it is a group of.

    Attributes:
        group: Its name, "sex = f".
        real_share, synthetic_share: Share of rows that belong to it, 0-1.
        similarity: Mean similarity of the columns within the group, 0-1.
        within_reach: The same for other real rows of the group.
        worst_column: The column that differs most within the group.
        real_words, synthetic_words: One plain fact of it each, "61.2 ± 14.0" or "f 52 %".
    """

    group: str
    real_share: float
    synthetic_share: float
    similarity: float
    within_reach: float
    worst_column: str
    real_words: str = ""
    synthetic_words: str = ""


@dataclass(frozen=True, slots=True)
class Closeness:
    """Distances to the nearest learned row, of synthetic and of held-out rows; similarity, no measure of privacy.

    Attributes:
        middle, middle_of_real: Median distance (distance to the closest record, DCR).
        low, low_of_real: The distance that 5 % of the rows are nearer than.
        ratio, ratio_of_real: Median of that distance by the one to the second nearest row (NNDR), 0-1.
    """

    middle: float
    middle_of_real: float
    low: float
    low_of_real: float
    ratio: float
    ratio_of_real: float
