"""CSV files, in the spelling of the source or plain."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from synthdesk.domain.schema import Schema
from synthdesk.domain.source import FIXED_WIDTH, ImportOptions
from synthdesk.exporting.fingerprint import Fingerprint

_ROWS_A_PIECE = 10_000
_FORMULA = r"^(?:[=@\t\r]|[+-][^0-9.,\s])"


def write_csv(
    path: Path, names: list[str], parts: Iterable[pl.DataFrame], schema: Schema, options: ImportOptions
) -> Iterator[int]:
    """Write and re-read a CSV file; yield the rows written so far, and -1 at the end when the two differ.

    Args:
        path: File to write.
        names: Headings.
        parts: Pieces of the table as texts, null for empty cells.
        schema: Which columns are numbers or dates.
        options: Encoding (UTF-8 when None) and delimiter (comma when None).
    """
    encoding, delimiter = options.encoding or "utf-8", options.delimiter or ","
    if delimiter == FIXED_WIDTH:  # new cells may be longer than the old columns are wide
        delimiter = ";" if options.decimal == "," else ","
    written = Fingerprint()
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(names)
        for part in parts:
            for piece in harmless(part, schema).fill_null("").iter_slices(_ROWS_A_PIECE):
                rows = piece.rows()
                writer.writerows(rows)
                written.add_texts(rows)
            yield written.rows
    if not _reads_back(path, encoding, delimiter, names, written):
        yield -1


def harmless(texts: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Return texts in which no word starts a formula in a spreadsheet: an apostrophe goes before it.

    Numbers and dates are left as they are (OWASP, CSV injection; a leading sign followed by a digit is a
    number to every spreadsheet).
    """
    words = [n for n in texts.columns if n not in schema.names or not _is_measure(schema, n)]
    if not words:
        return texts
    checked = [
        pl.when(pl.col(name).str.contains(_FORMULA)).then("'" + pl.col(name)).otherwise(name).alias(name)
        for name in words
    ]
    return texts.with_columns(checked)


def _is_measure(schema: Schema, name: str) -> bool:
    return schema[name].number is not None or schema[name].date_pattern is not None


def _reads_back(path: Path, encoding: str, delimiter: str, names: list[str], written: Fingerprint) -> bool:
    again = Fingerprint()
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        if next(reader) != names:
            return False
        while rows := [row or [""] for row in islice(reader, _ROWS_A_PIECE)]:
            again.add_texts(rows)
    return again == written
