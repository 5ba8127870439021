"""The gate of export and import: what is written in any format is read again as it was.

    python -m tests.gates.round_trip --tables 2000

Each table is a made CSV file (see `csv_generator`), imported with the true answers; its values are written in
every format and imported again by somebody who answers truly. Two exceptions: rows without any value are left
out before (text files do not tell them from empty lines), and texts that a spreadsheet would run as a formula
come back from CSV files with the apostrophe that keeps them from it.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from synthdesk.domain.cells import format_datetime, format_number
from synthdesk.domain.errors import UserError
from synthdesk.domain.exporting import ExportOptions, FileFormat
from synthdesk.domain.schema import Column, Schema
from synthdesk.domain.source import Source
from synthdesk.exporting.naming import allowed_names
from synthdesk.exporting.writing import write
from synthdesk.importing.typing import column_values, to_values
from tests.gates.csv_generator import Imported, NotReadError, answered
from tests.gates.csv_made import MadeFile, made_file

WAYS = {
    "CSV as the source": (FileFormat.CSV, {}),
    "CSV, international": (FileFormat.CSV, {"plain": True}),
    "CSV for Excel, comma": (FileFormat.CSV, {"excel_decimal": ","}),
    "CSV for Excel, point": (FileFormat.CSV, {"excel_decimal": "."}),
    **{kind.name.title(): (kind, {}) for kind in FileFormat if kind is not FileFormat.CSV},
}
_LONGEST = {FileFormat.SPSS: 64, FileFormat.STATA: 32, FileFormat.SAS: 32}


def judged(made: MadeFile, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield how each way of writing the table and reading it again ended: the way, and "same" or what differs."""
    read, _ = answered(made)
    schema = Schema(tuple(read.columns))
    values = to_values(read.frame, schema)
    values = values.filter(pl.any_horizontal(pl.all().is_not_null()))
    source = Source("made", "", read.options, values.height, "text")
    for way, (kind, wanted) in WAYS.items():
        target = ExportOptions(str(folder / f"table.{kind}"), kind, **wanted)
        try:
            write(
                [values],
                schema=schema,
                source=source,
                target=target,
                original=None,
                report=lambda _rows: None,
            )
            yield way, _difference(made, schema, values, target)
        except (UserError, NotReadError) as error:
            yield way, f"refused: {error}"


def _difference(made: MadeFile, schema: Schema, values: pl.DataFrame, target: ExportOptions) -> str:
    """Return "same", or the first cell that is read differently."""
    names = list(schema.names)
    longest = _LONGEST.get(target.file_format)
    if longest:
        names = allowed_names(names, longest, ascii_only=target.file_format is FileFormat.SAS)
    path = Path(target.path)
    style = made.style | {"extra": ""}
    if target.plain or target.excel_decimal:
        style |= {"encoding": "utf-8", "delimiter": ";" if target.excel_decimal == "," else ","}
    columns = [replace(column, name=name) for column, name in zip(made.columns, names, strict=True)]
    told = MadeFile(path.read_bytes(), columns, style)
    again, _ = answered(told, path)
    if [c.name for c in again.columns] != names or again.frame.height != values.height:
        return f"{again.frame.shape} {[c.name for c in again.columns]}"
    return next(_cells_that_differ(schema, values, again), "same")


def _cells_that_differ(schema: Schema, values: pl.DataFrame, again: Imported) -> Iterator[str]:
    for column, other in zip(schema, again.columns, strict=True):
        for old, new in zip(values[column.name], column_values(again.frame[other.name], other), strict=True):
            if not _are_same(old, column, new, other):
                yield f"{column.name}: {old!r} is read as {new!r}"


def _are_same(old: object, column: Column, new: object, other: Column) -> bool:
    """Return whether two cells are the same, although one column may hold values and the other texts."""
    if old is None or new is None:
        return old is new
    if isinstance(old, str) and isinstance(new, str):
        return new in (old, f"'{old}" if old[:1] in "=@+-" else old)
    if type(old) is type(new) or (isinstance(old, int | float) and isinstance(new, int | float)):
        return old == new
    return not _spellings(old, column).isdisjoint(_spellings(new, other))


def _spellings(value: object, column: Column) -> set[str]:
    """Return how a cell may be written."""
    if isinstance(value, int | float) and column.number is not None:
        return {format_number(value, column.number), repr(float(value)).removesuffix(".0")}
    if isinstance(value, datetime) and column.date_pattern is not None:
        iso = value.isoformat(sep=" ")
        return {format_datetime(value, column.date_pattern), iso, iso.removesuffix(" 00:00:00")}
    return {str(value)}


def main() -> int:
    """Write and read the tables, print how they ended; 1 when something was not the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop earlier after this time")
    given = parser.parse_args()
    ends: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
    faults: list[str] = []
    began, tables = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.tables):
            if time.monotonic() - began > given.minutes * 60:
                break
            seed = given.seed * 1_000_000 + number
            tables += 1
            for way, end in judged(made_file(seed), Path(folder)):
                ends[way][end.split(":")[0] if end.startswith("refused") else end[:4]] += 1
                if end != "same":
                    faults.append(f"{seed}, {way}: {end}")
    for way, counts in ends.items():
        sys.stdout.write(f"{way:<22} {counts['same']:,} of {tables:,} the same\n")
    sys.stdout.write(f"seed {given.seed}, {time.monotonic() - began:.0f} s, {len(faults)} not the same\n")
    sys.stdout.writelines(f"{fault}\n" for fault in faults[:60])
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
