"""Files of every kind are read by their content; what cannot be read is told in a sentence."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from synthdesk.domain.errors import UserError
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.schema import ColumnKind
from synthdesk.domain.source import ImportOptions
from synthdesk.importing.describing import describe
from synthdesk.importing.proof import read_back
from synthdesk.importing.proposing import propose
from synthdesk.importing.reading import preview_of, read_preview, read_texts
from synthdesk.importing.typing import to_values, with_kind

TEXT = "id;größe;tag\n1;1,80;01.02.2024\n2;1,75;15.02.2024\n3;;28.02.2024\n"


def _workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    book.add_worksheet("empty")
    sheet = book.add_worksheet("stays")
    sheet.write(0, 0, "Report of the ward")
    sheet.write_row(2, 0, ["id", "weight", "day", "ok"])
    for row in range(5):
        sheet.write_row(3 + row, 0, [row + 1, 70.5 + row])
        sheet.write_datetime(3 + row, 2, datetime(2024, 3, 1 + row), day)
        sheet.write_boolean(3 + row, 3, row % 2 == 0)
    book.close()
    return path


def test_that_a_text_file_is_read_with_everything_found(read) -> None:
    table = read(TEXT, encoding="cp1252")
    options = table.source.options
    assert (options.encoding, options.delimiter, options.decimal, options.heading_row) == (
        "cp1252",
        ";",
        ",",
        1,
    )
    assert table.frame.to_dict(as_series=False) == {
        "id": ["1", "2", "3"],
        "größe": ["1,80", "1,75", None],
        "tag": ["01.02.2024", "15.02.2024", "28.02.2024"],
    }
    assert table.source.sha256 == hashlib.sha256(TEXT.encode("cp1252")).hexdigest()
    assert table.source.rows == 3


def test_that_options_of_the_user_are_kept(read) -> None:
    table = read("a,b;c\n1,2;3\n4,5;6\n", delimiter=",")
    assert table.frame.columns == ["a", "b;c"]


def test_that_a_sheet_is_read_below_its_title(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "stays.csv")  # the content decides, not the name
    table = read_texts(path, ImportOptions(), report=lambda _: None)
    assert (table.source.file_kind, table.source.options.sheet, table.source.options.heading_row) == (
        "workbook",
        "stays",
        3,
    )
    assert table.frame.row(0) == ("1", "70.5", "2024-03-01", "TRUE")
    assert table.sheets == ("empty", "stays")


def test_that_parquet_is_read_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame({"a": [1, None], "b": ["x", "01"]}).write_parquet(path)
    table = read_texts(path, ImportOptions(), report=lambda _: None)
    assert (table.source.file_kind, table.frame.rows()) == ("parquet", [("1", "x"), (None, "01")])


def test_that_the_preview_of_a_long_file_shows_its_first_rows(write) -> None:
    path = write("n;x\n" + "".join(f"{i};{i / 2}\n" for i in range(100_000)))
    preview = read_preview(path, ImportOptions())
    assert (len(preview.rows), preview.rows[199]) == (200, ("199", "99.5"))
    assert preview.names == ("n", "x")
    assert preview.options.decimal == "."


def test_that_preview_and_whole_table_show_the_same_rows(write) -> None:
    path = write(TEXT)
    table = read_texts(path, ImportOptions(), report=lambda _: None)
    preview = read_preview(path, ImportOptions())
    assert preview_of(table, preview.kinds) == preview


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"", "The file is empty"),
        (b"  \n \n", "The file is empty"),
        (b"a,b,c\n", "The table has no rows"),
        (bytes(range(256)) * 50, "This is not a table"),
        (b"PK\x03\x04 this is no workbook", "The file is damaged"),
        (b"PAR1 this is no parquet file", "The file is damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "The file is protected by a password",
        ),
    ],
)
def test_that_a_file_that_is_no_table_is_told_in_a_sentence(write, content: bytes, title: str) -> None:
    with pytest.raises(UserError) as error:
        read_texts(write(content), ImportOptions(), report=lambda _: None)
    assert str(error.value.title) == title
    assert str(error.value.remedy)


def test_that_missing_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="The file is not there"):
        read_preview(tmp_path / "gone.csv", ImportOptions())
    with pytest.raises(UserError, match="This is a folder"):
        read_preview(tmp_path, ImportOptions())


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may read everything")
def test_that_a_file_without_permission_is_told_in_a_sentence(write) -> None:
    path = write(TEXT)
    path.chmod(0)
    with pytest.raises(UserError, match="cannot be opened"):
        read_preview(path, ImportOptions())


def test_that_a_wrong_encoding_or_sheet_is_told_in_a_sentence(write, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="text encoding does not fit"):
        read_preview(write("ü;b\n1;2\n", encoding="cp1252"), ImportOptions(encoding="utf-8"))
    with pytest.raises(UserError, match="The sheet is not there"):
        read_preview(_workbook(tmp_path / "s.xlsx"), ImportOptions(sheet="other"))


def test_that_repeated_and_empty_headings_get_names(read) -> None:
    assert read("a,,a\n1,2,3\n4,5,6\n").frame.columns == ["a", "Column 2", "a (2)"]


def test_that_values_facts_and_proof_agree_with_the_texts(read) -> None:
    table = read("n;x\n" + "".join(f"{i};{i / 2:.1f}\n" for i in range(30)) + "31;-\n")
    schema = propose(table.frame, table.source.options).schema
    values = to_values(table.frame, schema)
    assert (values["x"].null_count(), values["x"].sum()) == (1, 217.5)
    (facts,) = describe(table.frame, schema, PreprocessPlan(), ["x"])
    assert (facts.rows, facts.missing, facts.distinct, facts.lowest, facts.middle, facts.highest) == (
        31, 1, 30, "0.0", "7.0", "14.5"
    )  # fmt: skip
    assert read_back(table.frame, schema) == (62, 62)


def test_that_misfits_of_a_chosen_kind_are_counted_and_shown(read) -> None:
    table = read("n;m\n" + "".join(f"{i};{i % 7}\n" for i in range(30)) + "x;1\ny;2\n")
    schema = propose(table.frame, table.source.options).schema
    number = with_kind(table.frame["n"], schema["n"], ColumnKind.WHOLE_NUMBER, ".")
    (facts,) = describe(table.frame, schema.with_columns([number]), PreprocessPlan(), ["n"])
    assert (facts.misfits, set(facts.misfit_examples), facts.missing) == (2, {"x", "y"}, 2)
    assert read_back(table.frame, schema.with_columns([number])) == (64, 62)


def test_that_a_pasted_table_that_is_gone_is_to_be_pasted_again(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not kept"):
        read_preview(tmp_path / "pasted" / "1" / "Pasted table", ImportOptions())
