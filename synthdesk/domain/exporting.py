"""What new rows are made, and in which file they are written."""

from dataclasses import dataclass
from enum import StrEnum

ORIGIN = "origin"
"""Name of the column that tells original from synthetic rows ("origin_2" ... when it is taken)."""


class FileFormat(StrEnum):
    """A file format for export; the value is the extension."""

    CSV = "csv"
    EXCEL = "xlsx"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class RowRequest:
    """Which rows are wanted.

    Attributes:
        rows: Number of new rows, >= 1; exactly as many are made.
        where: (column, value) pairs that hold in every new row; values spelled as in the source.
        balance: Name of a category column whose values all get equal counts, or None.
        seed: Start of the random numbers; the same request and model give the same rows.
    """

    rows: int
    where: tuple[tuple[str, str], ...] = ()
    balance: str | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Where the rows go.

    Attributes:
        path: The file to write; its extension is that of `file_format`.
        file_format: Format of the file.
        with_original: Whether the real rows come first, with a column `ORIGIN`.
        plain: CSV only: True writes UTF-8, comma, decimal dot and ISO dates; False spells everything as
            in the source (separator, decimal sign, date pattern, encoding).
    """

    path: str
    file_format: FileFormat
    with_original: bool = False
    plain: bool = False
