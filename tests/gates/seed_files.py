"""Whole small files of each format that the import reads, as seeds for damaged ones."""

import gzip
import io
import random
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pyreadstat
import xlsxwriter

ROWS = 40
TEXT_FORMATS = ("csv", "semicolon", "tab", "quoted", "utf16", "gzip", "zip", "arff", "html")
BINARY_FORMATS = ("xlsx", "ods", "sav", "zsav", "por", "dta", "xpt", "parquet", "sqlite")


def table(seed: int = 1) -> pl.DataFrame:
    """Return a small table of patients: numbers, words, dates, missing values."""
    chance = random.Random(seed)
    words = ["internal medicine", "surgery", "Größe", 'said "no"', "a; b", "E11.9"]
    days = [date(2023, 1, 1) + timedelta(days=chance.randrange(700)) for _ in range(ROWS)]
    return pl.DataFrame(
        {
            "patient": [f"P{1000 + i}" for i in range(ROWS)],
            "age": [chance.randrange(18, 95) for _ in range(ROWS)],
            "crp": [
                None if chance.random() < 0.1 else round(chance.gammavariate(2, 8), 2) for _ in range(ROWS)
            ],
            "ward": [chance.choice(words) for _ in range(ROWS)],
            "admitted": days,
            "died": [chance.choice(["yes", "no"]) for _ in range(ROWS)],
        }
    )


def seed_file(what: str, folder: Path) -> bytes:
    """Return the bytes of a whole file of the format `what`."""
    return _MAKERS[what](table(), folder / f"seed_{what}")


def _text(frame: pl.DataFrame, delimiter: str, quotes: str = "necessary") -> str:
    return frame.write_csv(separator=delimiter, quote_style=quotes)  # type: ignore[arg-type]


def _semicolon(frame: pl.DataFrame, _: Path) -> bytes:
    comma = frame.with_columns(pl.col("crp").cast(pl.String).str.replace(".", ",", literal=True))
    return (
        ("Report of the ward\n\n" + _text(comma, ";") + "\n*** end ***\n")
        .replace("\n", "\r\n")
        .encode("cp1252")
    )


def _zip(frame: pl.DataFrame, _: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", _text(frame, ","))
    return out.getvalue()


def _arff(frame: pl.DataFrame, _: Path) -> bytes:
    head = (
        "% made\n@relation stays\n@attribute patient string\n@attribute age numeric\n@attribute crp numeric\n"
    )
    head += "@attribute ward string\n@attribute admitted string\n@attribute died {yes,no}\n@data\n"
    rows = frame.with_columns(pl.col("ward").str.replace_all('"', "", literal=True)).rows()
    cells = (["?" if v is None else f"'{v}'" if isinstance(v, str) else str(v) for v in row] for row in rows)
    return (head + "".join(",".join(row) + "\n" for row in cells)).encode()


def _html(frame: pl.DataFrame, _: Path) -> bytes:
    rows = [frame.columns, *frame.rows()]
    body = "".join(
        "<tr>" + "".join(f"<td>{v if v is not None else ''}</td>" for v in row) + "</tr>\n" for row in rows
    )
    return f"<html><body><table border=1>{body}</table></body></html>".encode()


def _xlsx(frame: pl.DataFrame, path: Path) -> bytes:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("stays")
    for place, row in enumerate([frame.columns, *frame.rows()]):
        sheet.write_row(place, 0, row)
    book.add_worksheet("hidden").hide()
    book.close()
    return path.read_bytes()


def _ods(frame: pl.DataFrame, _: Path) -> bytes:
    rows = [frame.columns, *frame.rows()]
    body = "".join("<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows)
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{spaces}:office:1.0" '
        f'xmlns:table="{spaces}:table:1.0" xmlns:text="{spaces}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="stays">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{spaces}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    shown = str(value).replace("&", "&amp;").replace("<", "&lt;")
    return f'<table:table-cell office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'


def _statistics(write: Callable[..., None], **options: object) -> "Maker":
    def made(frame: pl.DataFrame, path: Path) -> bytes:
        write(frame, str(path), **options)
        return path.read_bytes()

    return made


def _portable(frame: pl.DataFrame, path: Path) -> bytes:
    pyreadstat.write_por(frame.with_columns(pl.col("ward").str.replace("Größe", "size")), str(path))
    return path.read_bytes()


def _parquet(frame: pl.DataFrame, _: Path) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="uncompressed")
    return out.getvalue()


def _sqlite(frame: pl.DataFrame, path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as base:
        base.execute(
            "CREATE TABLE stays (patient TEXT, age INTEGER, crp REAL, ward TEXT, admitted TEXT, died TEXT)"
        )
        rows = [tuple(str(v) if isinstance(v, date) else v for v in row) for row in frame.rows()]
        base.executemany("INSERT INTO stays VALUES (?, ?, ?, ?, ?, ?)", rows)
        base.commit()
    return path.read_bytes()


Maker = Callable[[pl.DataFrame, Path], bytes]
_LABELS: dict[str, object] = {
    "column_labels": ["patient", "age in years", "CRP", "ward", "day", "died"],
    "variable_value_labels": {"age": {99: "unknown"}},
}
_MAKERS: dict[str, Maker] = {
    "csv": lambda frame, _: _text(frame, ",").encode(),
    "semicolon": _semicolon,
    "tab": lambda frame, _: b"\xef\xbb\xbf" + _text(frame, "\t").encode(),
    "quoted": lambda frame, _: _text(frame, ",", "always").encode(),
    "utf16": lambda frame, _: _text(frame, "\t").encode("utf-16"),
    "gzip": lambda frame, _: gzip.compress(_text(frame, "|").encode()),
    "zip": _zip,
    "arff": _arff,
    "html": _html,
    "xlsx": _xlsx,
    "ods": _ods,
    "sav": _statistics(pyreadstat.write_sav, missing_ranges={"age": [99]}, **_LABELS),
    "zsav": _statistics(pyreadstat.write_sav, compress=True, **_LABELS),
    "por": _portable,
    "dta": _statistics(pyreadstat.write_dta, **_LABELS),
    "xpt": _statistics(pyreadstat.write_xport, column_labels=_LABELS["column_labels"]),
    "parquet": _parquet,
    "sqlite": _sqlite,
}
