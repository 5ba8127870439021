"""SQLite databases: one table, with numbers as numbers, dates as ISO 8601 and words as words."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import polars as pl

from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.exporting.fingerprint import Fingerprint
from synthdesk.exporting.spelling import ISO_DAY, ISO_MOMENT, shows_time

TABLE = "synthetic_data"
_TYPES = {ColumnKind.WHOLE_NUMBER: "INTEGER", ColumnKind.NUMBER: "REAL"}


def write_database(
    path: Path, names: list[str], parts: Iterable[pl.DataFrame], schema: Schema
) -> Iterator[int]:
    """Write and re-read a database; yield the rows written so far, and -1 at the end when the two differ."""
    written = Fingerprint()
    with contextlib.closing(sqlite3.connect(path)) as database:
        declared = ", ".join(f"{_quoted(name)} {_type(name, schema)}" for name in names)
        database.execute(f"CREATE TABLE {TABLE} ({declared})")
        places = ", ".join("?" for _ in names)
        for part in parts:
            rows = [
                [_cell(cell, name, schema) for cell, name in zip(row, names, strict=True)]
                for row in part.iter_rows()
            ]
            for row in rows:
                written.add(row)
            database.executemany(f"INSERT INTO {TABLE} VALUES ({places})", rows)  # a fixed name
            yield written.rows
        database.commit()
    if not _reads_back(path, written):
        yield -1


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _type(name: str, schema: Schema) -> str:
    return _TYPES.get(schema[name].kind, "TEXT") if name in schema.names else "TEXT"


def _cell(cell: object, name: str, schema: Schema) -> object:
    if not isinstance(cell, datetime):
        return cell
    return cell.strftime(ISO_MOMENT if shows_time(schema[name]) else ISO_DAY)


def _reads_back(path: Path, written: Fingerprint) -> bool:
    again = Fingerprint()
    with contextlib.closing(sqlite3.connect(path)) as database:
        for row in database.execute(f"SELECT * FROM {TABLE} ORDER BY rowid"):  # a fixed name
            again.add(row)
    return again == written
