"""Tables of SQLite files as columns of texts."""

import sqlite3
from contextlib import closing

import polars as pl

from synthdesk.importing import problems
from synthdesk.importing.naming import column_names
from synthdesk.importing.sheet_texts import cell_text

_HEADER = b"SQLite format 3\x00"


def read_database(
    data: bytes, table: str | None, limit: int | None
) -> tuple[str, tuple[str, ...], pl.DataFrame]:
    """Return the table read (the first with rows when None), the names of all, and its texts.

    The bytes are copied into memory: nothing is written, no journal is replayed, no extension is loaded.

    Raises:
        UserError: The file is damaged, holds no table, or none of that name.
    """
    with closing(sqlite3.connect(":memory:")) as base:
        try:
            base.deserialize(data)
            found = base.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
            )
            names = tuple(str(row[0]) for row in found)
            if table is not None and table not in names:
                raise problems.no_such_sheet(table)
            chosen = table or next((n for n in names if base.execute(_select(n, 1)).fetchone()), None)
            if chosen is None:
                raise problems.empty()
            cursor = base.execute(_select(chosen, limit))
            heading = column_names([part[0] for part in cursor.description], len(cursor.description))
            rows = cursor.fetchall()
        except (sqlite3.Error, OverflowError) as error:
            raise problems.broken() from error
    columns = list(zip(*rows, strict=True)) or [()] * len(heading)
    return (
        chosen,
        names,
        pl.DataFrame(
            [
                pl.Series(name, [_text(v) for v in c], dtype=pl.String)
                for name, c in zip(heading, columns, strict=True)
            ]
        ),
    )


def _select(table: str, limit: int | None) -> str:
    quoted = table.replace('"', '""')
    return f'SELECT * FROM "{quoted}"' + (f" LIMIT {limit:d}" if limit is not None else "")


def _text(value: object) -> str | None:
    if value is None or isinstance(value, bytes):
        return None
    return cell_text(value) or None
