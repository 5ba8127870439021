"""One nasty file and what the import has to make of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """A file and its expected result.

    Attributes:
        number: Number in the list of nasty cases.
        what: What is nasty about it, in words.
        data: The file.
        rows: Rows of the table; None when it is refused.
        columns: Names of the columns; None leaves them open.
        kinds: Kinds of some columns.
        values: First values of some columns, None for missing; a text that stays one as it stands.
        asked: Keys of all questions, sorted.
        remark: Part of a remark.
        error: Title of the refusal.
    """

    number: int
    what: str
    data: bytes
    rows: int | None = None
    columns: tuple[str, ...] | None = None
    kinds: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[object]] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    remark: str = ""
    error: str = ""


def lines(*rows: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    """Return a file of these lines."""
    return (end.join(rows) + end).encode(encoding)


def column(name: str, values: list[object]) -> bytes:
    """Return a file of a running number and one column."""
    return lines(f"row;{name}", *(f"{i};{value}" for i, value in enumerate(values, 1)))
