"""Files of other programs: what they keep is there when they are read again."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from synthdesk.domain.errors import UserError
from synthdesk.domain.exporting import ExportOptions, FileFormat
from synthdesk.domain.results import WrittenFile
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.exporting import statistics_files
from synthdesk.exporting.naming import allowed_names
from synthdesk.exporting.writing import write

SCHEMA = Schema(
    (
        Column(
            "Größe (cm)",
            ColumnKind.NUMBER,
            number=NumberStyle(",", "", 1),
            missing=("-9",),
            label="Body height",
        ),
        Column("sex", ColumnKind.CATEGORY, value_labels=(("1", "male"), ("2", "female")), label="Sex"),
        Column("day", ColumnKind.DATETIME, date_pattern="%d.%m.%Y"),
        Column("seen", ColumnKind.DATETIME, date_pattern="%d.%m.%Y %H:%M"),
        Column("word", ColumnKind.CATEGORY),
    )
)
SOURCE = Source("/data/a.csv", "0" * 64, ImportOptions("cp1252", ";", ",", 1), 2, "text")
VALUES = pl.DataFrame(
    {
        "Größe (cm)": [171.5, None, 0.1],
        "sex": ["1", "2", None],
        "day": [datetime(2024, 3, 1), None, datetime(1912, 1, 31)],
        "seen": [datetime(2024, 3, 1, 23, 59), None, datetime(2000, 1, 1)],
        "word": ["Ärztin", "=1+1", None],
    },
    schema_overrides={"day": pl.Datetime("us"), "seen": pl.Datetime("us")},
)


def written(path: Path, **target: Any) -> WrittenFile:
    options = ExportOptions(str(path), FileFormat(path.suffix[1:]), **target)
    return write(
        [VALUES, VALUES.head(1)],
        schema=SCHEMA,
        source=SOURCE,
        target=options,
        original=None,
        report=lambda _: None,
    )


def test_that_spss_keeps_labels_codes_for_missing_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "new.sav"
    assert written(path).rows == 4
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True, output_format="polars")
    assert frame.columns == ["Größe_cm", "sex", "day", "seen", "word"]
    assert meta.column_names_to_labels["Größe_cm"] == "Body height"
    assert meta.variable_value_labels["sex"] == {1.0: "male", 2.0: "female"}
    assert frame["Größe_cm"].to_list() == [171.5, -9.0, 0.1, 171.5]
    assert meta.missing_ranges["Größe_cm"] == [{"lo": -9.0, "hi": -9.0}]
    assert frame["day"][0] == datetime(2024, 3, 1).date()
    assert frame["seen"][0] == datetime(2024, 3, 1, 23, 59)
    assert meta.file_label == "Synthetic data"


def test_that_stata_keeps_labels_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "new.dta"
    written(path)
    frame, meta = pyreadstat.read_dta(str(path), output_format="polars")
    assert meta.column_names_to_labels["sex"] == "Sex"
    assert meta.variable_value_labels["sex"] == {1: "male", 2: "female"}
    assert frame["day"][2] == datetime(1912, 1, 31).date()
    assert frame["word"].to_list()[:2] == ["Ärztin", "=1+1"]


def test_that_sas_transport_files_keep_values_and_labels_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "new.xpt"
    written(path)
    frame, meta = pyreadstat.read_xport(str(path), output_format="polars")
    assert frame.height == 4
    assert meta.column_names_to_labels["sex"] == "Sex"


def test_that_sqlite_keeps_types_and_spells_dates_by_the_standard(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    written(path)
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT * FROM synthetic_data").fetchall()
    assert rows[0] == (171.5, "1", "2024-03-01", "2024-03-01 23:59:00", "Ärztin")
    assert rows[1] == (None, "2", None, None, "=1+1")


def test_that_parquet_is_written_in_pieces_and_leaves_none_behind(tmp_path: Path) -> None:
    path = tmp_path / "new.parquet"
    written(path)
    assert pl.read_parquet(path).equals(pl.concat([VALUES, VALUES.head(1)]))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("decimal", "line"),
    [
        (",", "171,5;1;2024-03-01;2024-03-01 23:59:00;Ärztin"),
        (".", "171.5,1,2024-03-01,2024-03-01 23:59:00,Ärztin"),
    ],
)
def test_that_csv_for_excel_follows_the_country(tmp_path: Path, decimal: str, line: str) -> None:
    path = tmp_path / "new.csv"
    written(path, excel_decimal=decimal)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[1] == line
    assert lines[2].endswith("'=1+1")


def test_that_workbooks_hold_labels_on_a_second_sheet(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    written(path)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Synthetic data", "Labels"]
    rows = book.get_sheet_by_name("Labels").to_python()
    assert rows[1] == ["Größe (cm)", "Body height", "", ""]
    assert rows[3] == ["sex", "Sex", "1", "male"]


def test_that_a_codebook_lies_beside_the_file(tmp_path: Path) -> None:
    written(tmp_path / "new.csv", codebook=True)
    lines = (tmp_path / "new_codebook.csv").read_text("utf-8").splitlines()
    assert lines[1] == "Größe (cm),Body height,number,1,,-9,,"
    assert "sex,,,,,,2,female" in lines


def test_that_too_many_rows_for_a_statistics_program_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics_files, "MOST_ROWS", 3)
    with pytest.raises(UserError, match="At most 3 rows"):
        written(tmp_path / "new.sav")
    assert list(tmp_path.iterdir()) == []


def test_that_names_fit_every_program() -> None:
    assert allowed_names(["a b", "a.b", "A_B", "ok", "9", "%"], 32) == [
        "a_b",
        "a_b_2",
        "A_B_3",
        "ok",
        "v9",
        "v",
    ]
    assert allowed_names(["Größe é", "中"], 32, ascii_only=True) == ["Grosse_e", "v"]
    assert allowed_names(["x" * 40, "x" * 41], 8) == ["x" * 8, "x" * 6 + "_2"]


@pytest.mark.parametrize("suffix", ["sav", "dta"])
def test_that_words_with_an_order_become_codes_in_this_order(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"new.{suffix}"
    pain = Column("pain", ColumnKind.CATEGORY, order=("mild", "severe", "worst"))
    grade = Column("grade", ColumnKind.CATEGORY, order=("1", "2"))
    values = pl.DataFrame({"pain": ["worst", "Other", None, "mild"], "grade": ["2", "1", None, "1"]})
    target = ExportOptions(str(path), FileFormat(suffix), codebook=True)
    write(
        [values],
        schema=Schema((pain, grade)),
        source=SOURCE,
        target=target,
        original=None,
        report=lambda _: None,
    )
    read = pyreadstat.read_sav if suffix == "sav" else pyreadstat.read_dta
    frame, meta = read(str(path), output_format="polars")
    assert frame["pain"].fill_nan(None).to_list() == [3, 4, None, 1]
    assert frame["grade"].fill_nan(None).to_list() == [2, 1, None, 1]
    assert meta.variable_value_labels["pain"] == {1: "mild", 2: "severe", 3: "worst", 4: "Other"}
    if suffix == "sav":
        assert meta.variable_measure["pain"] == "ordinal"
    assert "pain,,,,,,severe,level 2 of 3" in (tmp_path / "new_codebook.csv").read_text("utf-8")
