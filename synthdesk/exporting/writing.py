"""New rows, and the original ones where wanted, in a file that is read again before it counts as written."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from synthdesk.domain.exporting import ORIGIN, ExportOptions, FileFormat
from synthdesk.domain.results import WrittenFile
from synthdesk.domain.schema import Column, NumberStyle, Schema
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.exporting import problems
from synthdesk.exporting.codebook import codebook
from synthdesk.exporting.csv_files import write_csv
from synthdesk.exporting.databases import write_database
from synthdesk.exporting.parquet_files import write_parquet
from synthdesk.exporting.spelling import ISO_DAY, ISO_MOMENT, shows_time, spelled, typed
from synthdesk.exporting.statistics_files import write_statistics_file
from synthdesk.exporting.target import whole_file
from synthdesk.exporting.workbooks import write_workbook

ORIGINAL, SYNTHETIC = "original", "synthetic"


def write(
    batches: Iterable[pl.DataFrame],
    *,
    schema: Schema,
    source: Source,
    target: ExportOptions,
    original: pl.DataFrame | None,
    report: Callable[[int], None],
) -> WrittenFile:
    """Write a table, read it again, compare every cell, and only then put it in its place.

    Args:
        batches: New rows as VALUES, all with the same columns; at least one batch.
        schema: How the source spells values.
        source: The dialect of the source.
        target: Where and how to write.
        original: The real rows as texts of the source with the columns of the new rows, or None; a column that
            tells them apart is added where the target asks for them.
        report: Told the rows written so far.

    Raises:
        UserError: The file cannot be written or does not read back the same; what was there is kept.
    """
    table = _Table(batches, schema, original, mark=target.with_original)
    path = Path(target.path)
    rows = 0
    with whole_file(path) as temporary:
        for count in _write(temporary, table, source, target):
            if count < 0:
                raise problems.differs()
            rows = count
            report(rows)
        digest, size = _digest(temporary), temporary.stat().st_size
    if target.codebook:
        _write_codebook(path, table)
    return WrittenFile(str(path), rows, len(table.names), size, digest)


class _Table:
    """The rows to write in pieces, with the column that tells original from synthetic where both are there."""

    def __init__(
        self, batches: Iterable[pl.DataFrame], schema: Schema, original: pl.DataFrame | None, *, mark: bool
    ) -> None:
        self._batches = iter(batches)
        self._first = next(self._batches)
        self._original = original
        self.schema = schema
        self.origin = free_name(ORIGIN, self._first.columns) if mark else None
        self.names = [*self._first.columns, *([self.origin] if self.origin else [])]

    def parts(self) -> Iterator[tuple[pl.DataFrame, str]]:
        """Yield the pieces as they are: "texts" of the source, or "values"."""
        if self._original is not None:
            yield self._original.select(self._first.columns), "texts"
        yield self._first, "values"
        for batch in self._batches:
            yield batch, "values"

    def values(self) -> Iterator[pl.DataFrame]:
        """Yield the pieces as VALUES, with the origin column."""
        for part, what in self.parts():
            yield self.marked(typed(part, self.schema) if what == "texts" else part, what)

    def marked(self, part: pl.DataFrame, what: str) -> pl.DataFrame:
        """Return a piece with its origin, where the table tells it."""
        if self.origin is None:
            return part
        return part.with_columns(pl.lit(ORIGINAL if what == "texts" else SYNTHETIC).alias(self.origin))


def _write(path: Path, table: _Table, source: Source, target: ExportOptions) -> Iterator[int]:
    if target.file_format is FileFormat.EXCEL:
        return write_workbook(path, table.names, table.values(), table.schema)
    if target.file_format is FileFormat.PARQUET:
        return write_parquet(path, table.values())
    if target.file_format is FileFormat.SQLITE:
        return write_database(path, table.names, table.values(), table.schema)
    if target.file_format is not FileFormat.CSV:
        return write_statistics_file(path, table.names, table.values(), table.schema, target.file_format)
    if target.excel_decimal:
        return _write_for_excel(path, table, target.excel_decimal)
    texts = _texts(table, plain=target.plain)
    options = ImportOptions() if target.plain else source.options
    return write_csv(path, table.names, texts, table.schema, options)


def _write_for_excel(path: Path, table: "_Table", decimal: str) -> Iterator[int]:
    """Write a CSV file that a double click opens in the Excel of a country with this decimal sign."""
    schema = Schema(tuple(_as_excel_reads(column, decimal) for column in table.schema))
    texts = (spelled_all(part, schema, table.origin) for part in table.values())
    options = ImportOptions(encoding="utf-8-sig", delimiter=";" if decimal == "," else ",")
    return write_csv(path, table.names, texts, schema, options)


def _as_excel_reads(column: Column, decimal: str) -> Column:
    pattern = column.date_pattern and (ISO_MOMENT if shows_time(column) else ISO_DAY)
    number = column.number and NumberStyle(decimal=decimal, decimals=column.number.decimals)
    return replace(column, number=number, date_pattern=pattern, missing=())


def spelled_all(part: pl.DataFrame, schema: Schema, origin: str | None) -> pl.DataFrame:
    """Return VALUES as texts, the origin column (if any) as it is."""
    own = spelled(part.select(n for n in part.columns if n != origin), schema, plain=False)
    return own if origin is None else own.with_columns(part[origin])


def _texts(table: _Table, *, plain: bool) -> Iterator[pl.DataFrame]:
    for part, what in table.parts():
        if what == "texts":
            own = spelled(typed(part, table.schema), table.schema, plain=True) if plain else part
        else:
            own = spelled(part, table.schema, plain=plain)
        yield table.marked(own, what)


def codebook_path(path: Path) -> Path:
    """Return where the codebook of the file `path` lies: "stays.csv" has "stays_codebook.csv"."""
    return path.with_name(f"{path.stem}_codebook.csv")


def _write_codebook(path: Path, table: _Table) -> None:
    with whole_file(codebook_path(path)) as temporary:
        temporary.write_text(codebook(table.names, table.schema, table.origin), encoding="utf-8")


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return `wanted`, or "wanted_2" ... where that is taken."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
