"""Text files as columns of texts: CSV, TSV and their relatives."""

import csv
import io
from collections.abc import Iterator
from itertools import zip_longest

import polars as pl

from synthdesk.importing import problems
from synthdesk.importing.dialects import Dialect, separator_hint
from synthdesk.importing.naming import column_names

SMALL_BYTES = 2_000_000
"""Up to this size Python's own csv module reads the file: fast enough, and it takes ragged rows."""


def decoded(data: bytes, encoding: str) -> str:
    """Return `data` as text; `UserError` when some bytes are no letters in `encoding`."""
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise problems.wrong_encoding(encoding) from error
    return text.removeprefix("\ufeff").rstrip("\x1a\x00")


def read_rows(text: str, dialect: Dialect, limit: int | None = None) -> pl.DataFrame:
    """Return the table in `text` as columns of texts, null for empty cells.

    Rows with fewer cells than the heading end in nulls; cells beyond the heading get columns of their own,
    so that nothing is lost or shifted. Records without any text are passed over.

    Args:
        text: The decoded file.
        dialect: How it is cut.
        limit: Read at most this many rows of data.
    """
    table = None
    if limit is None and len(text) > SMALL_BYTES:
        table = _read_fast(text, dialect)
    if table is None:
        table = _read_slowly(text, dialect, limit)
    return _without_empty_last_columns(table)


def _records(text: str, dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)


def _read_slowly(text: str, dialect: Dialect, limit: int | None) -> pl.DataFrame:
    heading: list[str] = []
    rows: list[list[str]] = []
    hint = separator_hint(text) is not None
    for number, row in enumerate(_records(text, dialect), 1):
        if number == dialect.heading_row:
            heading = row
        if number <= dialect.heading_row or not any(row) or (hint and number == 1):
            continue
        rows.append(row)
        if limit is not None and len(rows) >= limit:
            break
    width = max([len(heading), *map(len, rows)])
    names = column_names(heading, width)
    columns = list(zip_longest(*rows, fillvalue="")) or [()] * width
    columns += [()] * (width - len(columns))
    return pl.DataFrame(
        {
            name: pl.Series([cell or None for cell in column], dtype=pl.String)
            for name, column in zip(names, columns, strict=True)
        }
    )


def _read_fast(text: str, dialect: Dialect) -> pl.DataFrame | None:
    """Return what `_read_slowly` would, by polars; None for a text that is not quite regular."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)
    heading: list[str] = []
    for _ in range(dialect.heading_row):
        heading = next(records)
    lines = records.line_num
    body = io.StringIO(text, newline="")
    for _ in range(lines):
        body.readline()
    rest = text[body.tell() :] if lines else text
    width = max(len(heading), len(next(iter(_records(rest, dialect)), [])))
    if not width or "\r" in rest.replace("\r\n", "\n"):
        return None
    names = column_names(heading, width)
    try:
        table = pl.read_csv(
            rest.encode(),
            has_header=False,
            separator=dialect.delimiter,
            schema=dict.fromkeys(names, pl.String),
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    table = table.with_columns(pl.all().replace("", None))
    return table.filter(~pl.all_horizontal(pl.all().is_null()))


def _without_empty_last_columns(table: pl.DataFrame) -> pl.DataFrame:
    """Drop nameless columns at the end that hold nothing (each row ended in a separator)."""
    names = list(table.columns)
    while len(names) > 1 and names[-1] == f"Column {len(names)}" and table[names[-1]].is_null().all():
        names.pop()
    return table.select(names)
