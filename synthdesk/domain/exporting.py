"""What new rows are made, and in which file they are written."""

from dataclasses import dataclass
from enum import StrEnum

ORIGIN = "origin"
"""Name of the column that tells original from synthetic rows ("origin_2" ... when it is taken)."""

FILLED = "filled"
"""Name of the column that tells which cells of a real row were filled ("filled_2" ... when it is taken)."""


class FileFormat(StrEnum):
    """A file format for export; the value is the extension."""

    CSV = "csv"
    EXCEL = "xlsx"
    PARQUET = "parquet"
    SPSS = "sav"
    STATA = "dta"
    SAS = "xpt"
    SQLITE = "sqlite"


FEW_REAL_ROWS = 30
"""A group of fewer real rows can hardly be learned: new rows repeat it with small changes."""


@dataclass(frozen=True, slots=True)
class GroupCount:
    """So many new rows, >= 0, that all have `values`, (column, value) pairs spelled as in the source."""

    values: tuple[tuple[str, str], ...]
    rows: int


@dataclass(frozen=True, slots=True)
class RowRequest:
    """Which rows are wanted.

    Attributes:
        rows: Number of new rows, >= 1; exactly as many are made.
        where: (column, value) pairs that hold in every new row; values spelled as in the source.
        balance: Name of a category column whose values all get equal counts, or None.
        counts: Wanted numbers of rows by group, of one column or several; they are met exactly, and `rows` is
            their sum. () sets none.
        top_up: Whether only so many rows are made that each group of `balance` gets as many rows as its
            largest has in the real table, together with the real ones; `rows` is not looked at then.
        within: Name of a second category column: groups are then filled up to the largest within each of its
            values, so that none of these gets the others' share; None fills up in the whole table.
        seed: Start of the random numbers; the same request and model give the same rows.
    """

    rows: int
    where: tuple[tuple[str, str], ...] = ()
    balance: str | None = None
    seed: int = 1
    counts: tuple[GroupCount, ...] = ()
    top_up: bool = False
    within: str | None = None


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Where the rows go.

    Attributes:
        path: The file to write; its extension is that of `file_format`.
        file_format: Format of the file.
        with_original: Whether the real rows come first, with a column `ORIGIN`.
        without_held_out: Whether the real rows that the model did not learn stay out of the file, so that they
            can test what is learned from it.
        plain: CSV only: True writes UTF-8, comma, decimal dot and ISO dates; False spells everything as
            in the source (separator, decimal sign, date pattern, encoding).
        excel_decimal: CSV only: the decimal sign of the country whose Excel is to open the file, "." or ",";
            written with a byte order mark, ISO dates, and ";" between cells where "," is the decimal sign.
            "" writes no such file.
        codebook: Whether a codebook and the recipe are put beside the file.
    """

    path: str
    file_format: FileFormat
    with_original: bool = False
    plain: bool = False
    excel_decimal: str = ""
    codebook: bool = False
    without_held_out: bool = False
