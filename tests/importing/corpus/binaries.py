"""Cases 91 to 105: workbooks and files of statistics programs, made here."""

import io
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pyreadstat
import xlsxwriter


def workbook(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    """Return a workbook that `fill` wrote."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    fill(book)
    book.close()
    return out.getvalue()


def several_sheets(book: xlsxwriter.Workbook) -> None:
    """Write a hidden sheet, an empty one, and the table."""
    hidden = book.add_worksheet("secret")
    hidden.write_row(0, 0, ["x", "y"])
    hidden.write_row(1, 0, [1, 2])
    book.add_worksheet("empty").activate()
    table = book.add_worksheet("table")
    for row, cells in enumerate([["a", "b"], [1, "x"], [2, "y"]]):
        table.write_row(row, 0, cells)
    hidden.hide()


def merged_heading(book: xlsxwriter.Workbook) -> None:
    """Write a title, group headings over merged cells, and names that repeat below them."""
    sheet = book.add_worksheet()
    sheet.merge_range("A1:E1", "Ward 7")
    sheet.write(1, 0, "Patient")
    sheet.merge_range("B2:C2", "Admission")
    sheet.merge_range("D2:E2", "Discharge")
    sheet.write_row(2, 0, ["id", "weight", "pulse", "weight", "pulse"])
    for row in range(5):
        sheet.write_row(3 + row, 0, [row + 1, 70.5 + row, 60 + row, 71.5 + row, 64 + row])


def dates_of_1904(book: xlsxwriter.Workbook) -> None:
    """Write dates in a workbook that counts from 1904."""
    sheet = book.add_worksheet()
    shown = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write(0, 0, "day")
    for row in range(3):
        sheet.write_datetime(row + 1, 0, datetime(2024, 3, 1 + row), shown)


def texts_and_numbers(book: xlsxwriter.Workbook) -> None:
    """Write numbers as texts, moments some of which fall on midnight, and an error."""
    sheet = book.add_worksheet()
    shown = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, ["code", "when"])
    for row in range(4):
        sheet.write_string(row + 1, 0, f"0{row}")
        sheet.write_datetime(row + 1, 1, datetime(2024, 3, 1, 12 * (row % 2)), shown)


def bomb() -> bytes:
    """Return a workbook whose only sheet unpacks to 200 MB of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for _ in range(200):
                member.write(bytes(1_000_000))
    return out.getvalue()


def entity_bomb() -> bytes:
    """Return a workbook whose XML names a thousand million laughs."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><worksheet><sheetData>&a9;</sheetData></worksheet>'
    )
    out = io.BytesIO()
    source = workbook(several_sheets)
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet3.xml") else old.read(name))
    return out.getvalue()


def statistics(folder: Path, kind: str) -> Path:
    """Write a file of SPSS or Stata with labels and declared missing values."""
    frame = pl.DataFrame(
        {
            "sex": [1.0, 2.0, 9.0, 1.0],
            "age": [34.0, 51.0, 29.0, 77.0],
            "day": [date(2024, 3, i) for i in range(1, 5)],
        }
    )
    labels = {
        "variable_value_labels": {"sex": {1: "male", 2: "female", 9: "refused"}},
        "column_labels": ["Sex", "Age", "Day"],
    }
    path = folder / f"table.{kind}"
    if kind in ("sav", "zsav"):
        pyreadstat.write_sav(
            frame, path, missing_ranges={"sex": [9]}, row_compress=False, compress=kind == "zsav", **labels
        )
    elif kind == "dta":
        pyreadstat.write_dta(frame, path, **labels)
    elif kind == "por":
        pyreadstat.write_por(frame, path, column_labels=labels["column_labels"])
    else:
        pyreadstat.write_xport(frame, path, column_labels=labels["column_labels"])
    return path


def database() -> bytes:
    """Return a database with a table without rows and one with two."""
    with sqlite3.connect(":memory:") as base:
        base.execute('CREATE TABLE "empty one" (a)')
        base.execute("CREATE TABLE stays (id INTEGER, ward TEXT, crp REAL)")
        base.executemany("INSERT INTO stays VALUES (?, ?, ?)", [(1, "A", 1.5), (2, None, 2.0)])
        base.commit()
        return bytes(base.serialize())


def nested_parquet() -> bytes:
    """Return a Parquet file with a list, a number and a moment."""
    out = io.BytesIO()
    frame = pl.DataFrame(
        {"a": [1, 2], "l": [[1], [2, 3]], "t": [datetime(2024, 1, 1), datetime(2024, 1, 2, 3)]}
    )
    frame.write_parquet(out)
    return out.getvalue()
