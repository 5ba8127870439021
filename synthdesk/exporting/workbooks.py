"""Excel workbooks: numbers as numbers, dates as dates, words as words (never as formulas)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import polars as pl
import xlsxwriter
from python_calamine import CalamineWorkbook

from synthdesk.domain.schema import Schema
from synthdesk.exporting import problems
from synthdesk.exporting.fingerprint import Fingerprint
from synthdesk.exporting.spelling import shows_time

SHEET = "Synthetic data"
LABELS = "Labels"


def write_workbook(
    path: Path, names: list[str], parts: Iterable[pl.DataFrame], schema: Schema
) -> Iterator[int]:
    """Write and re-read a workbook; yield the rows written so far, and -1 at the end when the two differ.

    Raises:
        UserError: More rows than a sheet holds.
    """
    written = Fingerprint()
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        sheet = book.add_worksheet(SHEET)
        heading = book.add_format({"bold": True})
        sheet.write_row(0, 0, names, heading)
        sheet.freeze_panes(1, 0)
        formats = [_date_format(book, schema, name) for name in names]
        for part in parts:
            if written.rows + part.height >= problems.EXCEL_ROWS:
                raise problems.too_many_rows(written.rows + part.height)
            for row in part.iter_rows():
                written.add(row)
                _write_row(sheet, written.rows, row, formats)
            yield written.rows
        _write_labels(book, heading, names, schema)
    finally:
        book.close()
    if not _reads_back(path, len(names), written):
        yield -1


def _write_labels(book: xlsxwriter.Workbook, heading: object, names: list[str], schema: Schema) -> None:
    """Write a second sheet with the labels of columns and codes, where there are any."""
    known = [schema[name] for name in names if name in schema.names]
    if not any(column.label or column.described_values for column in known):
        return
    sheet = book.add_worksheet(LABELS)
    sheet.write_row(0, 0, ["Column", "Label", "Code", "Meaning"], heading)
    rows = [(c.name, c.label, *pair) for c in known for pair in (("", ""), *c.described_values)]
    for number, row in enumerate((row for row in rows if any(row[1:])), start=1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text)


def _date_format(book: xlsxwriter.Workbook, schema: Schema, name: str) -> object:
    if name not in schema.names or schema[name].date_pattern is None:
        return None
    return book.add_format(
        {"num_format": "yyyy-mm-dd hh:mm:ss" if shows_time(schema[name]) else "yyyy-mm-dd"}
    )


def _write_row(
    sheet: "xlsxwriter.worksheet.Worksheet", number: int, row: tuple[object, ...], formats: list[object]
) -> None:
    for place, (cell, shown) in enumerate(zip(row, formats, strict=True)):
        if isinstance(cell, datetime):
            sheet.write_datetime(number, place, cell, shown)
        elif isinstance(cell, int | float):
            sheet.write_number(number, place, cell)
        elif cell:
            sheet.write_string(number, place, str(cell))


def _reads_back(path: Path, width: int, written: Fingerprint) -> bool:
    again = Fingerprint()
    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name(SHEET).iter_rows()
    next(rows, None)
    for row in rows:
        again.add([*row, *[""] * (width - len(row))])
    while again.rows < written.rows:
        again.add([""] * width)
    return again == written
