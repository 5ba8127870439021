"""Where a table came from, and how its file is to be read."""

from dataclasses import dataclass, field, replace
from pathlib import Path

FIXED_WIDTH = "fixed"
"""In place of a delimiter: the columns stand below each other, filled up with blanks."""

PASTED_FOLDER = "pasted"
"""Folder inside that of an open project in which pasted tables are, each in a folder of its own."""

PIPED = "standard input"
"""Name of a table that was not pasted but piped into the program."""


def is_pasted(path: Path) -> bool:
    """Return whether `path` is that of a pasted table, which is kept only while its project is open."""
    return path.parent.parent.name == PASTED_FOLDER


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file; `None` means "find out". What was found is returned filled in.

    Attributes:
        encoding: Python codec name of a text file, "utf-8", "cp1252" ...
        delimiter: One character between cells of a text file, or `FIXED_WIDTH`.
        decimal: Decimal sign of the numbers, "." or ",".
        heading_row: 1-based line or sheet row that holds the column names, 0 when there is none.
        sheet: Name of the sheet of a workbook.
        answers: Answers to questions of the import, (question key, choice key), sorted by key.
        dictionary: Absolute path of the data dictionary that describes the columns.
        columns: Names of the columns to read, () for all.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    heading_row: int | None = None
    sheet: str | None = None
    answers: tuple[tuple[str, str], ...] = field(default=())
    dictionary: str | None = None
    columns: tuple[str, ...] = ()

    def answer(self, key: str) -> str | None:
        """Return the choice key given to question `key`, or None when it is open."""
        return dict(self.answers).get(key)

    def with_answer(self, key: str, choice: str) -> "ImportOptions":
        """Return options in which question `key` is answered by `choice`."""
        answers = dict(self.answers) | {key: choice}
        return replace(self, answers=tuple(sorted(answers.items())))


@dataclass(frozen=True, slots=True)
class Source:
    """The file a project was made from, as it was when it was read.

    Attributes:
        path: Absolute path of the file.
        sha256: Hex digest of its bytes, to notice that it changed since.
        options: How it was read, everything filled in.
        rows: Number of data rows, >= 0.
        file_kind: What its content (not its name) says it is: "text", "workbook", "parquet", "spss", "stata", "sas",
            "database", "arff", "html" ...
    """

    path: str
    sha256: str
    options: ImportOptions
    rows: int
    file_kind: str
