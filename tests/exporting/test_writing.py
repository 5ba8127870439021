"""Written files hold what was asked for, spelled as in the source, or nothing is written."""

import csv
import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from synthdesk.domain.cells import format_number
from synthdesk.domain.errors import UserError
from synthdesk.domain.exporting import ExportOptions, FileFormat
from synthdesk.domain.results import WrittenFile
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.exporting.spelling import spelled, typed
from synthdesk.exporting.writing import write

SCHEMA = Schema(
    (
        Column("größe", ColumnKind.NUMBER, number=NumberStyle(",", ".", 2, fixed=True)),
        Column("alter", ColumnKind.WHOLE_NUMBER, number=NumberStyle(), missing=("-99",)),
        Column("tag", ColumnKind.DATETIME, date_pattern="%d.%m.%Y"),
        Column("wort", ColumnKind.CATEGORY),
    )
)
SOURCE = Source("/data/a.csv", "0" * 64, ImportOptions("cp1252", ";", ",", 1), 2, "text")
VALUES = pl.DataFrame(
    {
        "größe": [1234.5, None],
        "alter": [41, None],
        "tag": [datetime(2024, 3, 1), None],
        "wort": [" Ärztin", "=1+1"],
    },
    schema={"größe": pl.Float64, "alter": pl.Int64, "tag": pl.Datetime("us"), "wort": pl.String},
)
ORIGINAL = pl.DataFrame({"größe": ["0,50"], "alter": ["-99"], "tag": ["31.12.2023"], "wort": ["Arzt"]})


def _write(
    path: Path, file_format: FileFormat, original: pl.DataFrame | None = None, **target: Any
) -> WrittenFile:
    options = ExportOptions(str(path), file_format, with_original=original is not None, **target)
    return write(
        [VALUES, VALUES],
        schema=SCHEMA,
        source=SOURCE,
        target=options,
        original=original,
        report=lambda _: None,
    )


def test_that_csv_is_spelled_as_in_the_source(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    written = _write(path, FileFormat.CSV)
    lines = path.read_text(encoding="cp1252").splitlines()
    assert lines[:3] == ["größe;alter;tag;wort", "1.234,50;41;01.03.2024; Ärztin", ";-99;;'=1+1"]
    assert (written.rows, written.columns, written.bytes) == (4, 4, path.stat().st_size)
    assert written.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_that_a_table_of_fixed_width_is_written_with_a_sign_between_cells(tmp_path: Path) -> None:
    source = replace(SOURCE, options=ImportOptions("cp1252", "fixed", ",", 1))
    target = ExportOptions(str(tmp_path / "new.csv"), FileFormat.CSV)
    write([VALUES], schema=SCHEMA, source=source, target=target, original=None, report=lambda _: None)
    assert (tmp_path / "new.csv").read_text(encoding="cp1252").splitlines()[0] == "größe;alter;tag;wort"


def test_that_plain_csv_is_read_by_any_program(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    _write(path, FileFormat.CSV, plain=True)
    assert path.read_text(encoding="utf-8").splitlines()[1:3] == ["1234.5,41,2024-03-01, Ärztin", ",,,'=1+1"]


def test_that_original_rows_come_first_and_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    _write(path, FileFormat.CSV, ORIGINAL)
    with path.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][-1] == "origin"
    assert rows[1] == ["0,50", "-99", "31.12.2023", "Arzt", "original"]
    assert [row[-1] for row in rows[2:]] == ["synthetic"] * 4


def test_that_a_taken_name_is_not_used_for_the_origin(tmp_path: Path) -> None:
    schema = Schema((Column("origin", ColumnKind.CATEGORY),))
    frame = pl.DataFrame({"origin": ["x", "y"]})
    target = ExportOptions(str(tmp_path / "o.csv"), FileFormat.CSV, with_original=True)
    write([frame], schema=schema, source=SOURCE, target=target, original=frame, report=lambda _: None)
    assert (tmp_path / "o.csv").read_text().splitlines()[0] == "origin;origin_2"


def test_that_a_workbook_holds_numbers_dates_and_words(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    _write(path, FileFormat.EXCEL, ORIGINAL)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[1] == [0.5, "", datetime(2023, 12, 31).date(), "Arzt", "original"]
    assert rows[2] == [1234.5, 41, datetime(2024, 3, 1).date(), " Ärztin", "synthetic"]
    assert rows[3] == ["", "", "", "=1+1", "synthetic"]


def test_that_parquet_keeps_the_types(tmp_path: Path) -> None:
    path = tmp_path / "new.parquet"
    _write(path, FileFormat.PARQUET)
    assert pl.read_parquet(path).equals(pl.concat([VALUES, VALUES]))


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_that_the_same_rows_give_the_same_table_again(tmp_path: Path, file_format: FileFormat) -> None:
    first, second = (_write(tmp_path / f"{n}.{file_format}", file_format) for n in "ab")
    assert (first.rows, first.columns) == (second.rows, second.columns)
    # These carry the time they were made.
    if file_format not in (FileFormat.EXCEL, FileFormat.SPSS, FileFormat.STATA, FileFormat.SAS):
        assert first.sha256 == second.sha256


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_that_a_target_that_cannot_be_written_is_told_and_nothing_is_left(
    tmp_path: Path, file_format: FileFormat
) -> None:
    with pytest.raises(UserError, match="The folder is not there"):
        _write(tmp_path / "gone" / "new.x", file_format)
    with pytest.raises(UserError, match="This is a folder"):
        _write(tmp_path, file_format)
    assert list(tmp_path.iterdir()) == []


def test_that_too_many_rows_for_a_sheet_are_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"old")
    rows = pl.DataFrame({"wort": ["x"] * 1_048_576})
    target = ExportOptions(str(path), FileFormat.EXCEL)
    with pytest.raises(UserError, match="Too many rows for Excel"):
        write([rows], schema=SCHEMA, source=SOURCE, target=target, original=None, report=lambda _: None)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_that_an_error_while_rows_are_made_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("old")

    def batches():
        yield VALUES
        raise RuntimeError

    target = ExportOptions(str(path), FileFormat.CSV)
    with pytest.raises(RuntimeError):
        write(batches(), schema=SCHEMA, source=SOURCE, target=target, original=None, report=lambda _: None)
    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])


@settings(deadline=None)
@given(
    st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=20),
    st.integers(0, 5),
    st.booleans(),
    st.sampled_from([(".", ""), (",", ""), (",", ".")]),
)
def test_that_columns_are_spelled_as_single_cells_are(
    numbers: list[float], decimals: int, fixed: bool, signs: tuple[str, str]
) -> None:
    style = NumberStyle(*signs, decimals, fixed)
    values = [round(number, decimals) for number in numbers]
    schema = Schema((Column("x", ColumnKind.NUMBER, number=style),))
    texts = spelled(pl.DataFrame({"x": values}), schema, plain=False)
    assert texts["x"].to_list() == [format_number(value, style) for value in values]
    assert typed(texts, schema)["x"].to_list() == [value + 0.0 for value in values]


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=8), min_size=1, max_size=9
    )
)
def test_that_words_survive_a_csv_file(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    path = tmp_path_factory.mktemp("csv") / "w.csv"
    schema = Schema((Column("a", ColumnKind.CATEGORY), Column("b", ColumnKind.CATEGORY)))
    frame = pl.DataFrame({"a": words, "b": words})
    target = ExportOptions(str(path), FileFormat.CSV, plain=True)
    assert write(
        [frame], schema=schema, source=SOURCE, target=target, original=None, report=lambda _: None
    ).rows == len(words)


@pytest.mark.parametrize("decimals", [9, 13, 15, 16, 17])
def test_that_numbers_with_all_their_digits_can_be_read_again(decimals: int) -> None:
    # 32-bit floats, as Stata keeps them
    column = Column("x", ColumnKind.NUMBER, number=NumberStyle(decimals=decimals))
    values = pl.Series("x", [23.9, 1.1, 162.8, 0.012, -4.4], dtype=pl.Float32).cast(pl.Float64)
    texts = spelled(pl.DataFrame([values]), Schema((column,)), plain=True)
    again = typed(texts, Schema((column,)))["x"]
    assert again.null_count() == 0
    assert again.to_list() == pytest.approx(values.to_list(), rel=1e-7, abs=10.0**-decimals)
