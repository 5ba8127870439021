"""The nasty cases 91 to 111: workbooks, files of statistics programs, and places of files."""

import os
from pathlib import Path
from time import process_time

import pytest

from synthdesk.domain.errors import UserError
from synthdesk.domain.source import ImportOptions
from synthdesk.importing.file_kinds import FileKind
from synthdesk.importing.formats import ReadBytes, read_bytes
from synthdesk.importing.proposing import propose
from synthdesk.importing.reading import read_texts
from synthdesk.importing.typing import to_values
from tests.importing.corpus import binaries


def _read(data: bytes, **options: str) -> ReadBytes:
    return read_bytes(data, ImportOptions(**options))


def test_that_91_the_sheet_with_the_table_is_taken_and_the_others_are_told() -> None:
    read = _read(binaries.workbook(binaries.several_sheets))
    assert (read.options.sheet, read.frame.rows()) == ("table", [("1", "x"), ("2", "y")])
    assert "2 more sheets, which are not read (hidden: 1)" in " ".join(map(str, read.remarks))
    assert _read(binaries.workbook(binaries.several_sheets), sheet="secret").frame.rows() == [("1", "2")]


def test_that_92_merged_group_headings_tell_repeated_names_apart() -> None:
    read = _read(binaries.workbook(binaries.merged_heading))
    assert read.frame.columns == [
        "id",
        "Admission weight",
        "Admission pulse",
        "Discharge weight",
        "Discharge pulse",
    ]
    assert read.frame.row(0) == ("1", "70.5", "60", "71.5", "64")


def test_that_94_and_98_texts_stay_texts_and_moments_are_spelled_alike() -> None:
    read = _read(binaries.workbook(binaries.texts_and_numbers))
    assert read.frame["code"].to_list() == ["00", "01", "02", "03"]
    assert read.frame["when"].to_list()[:2] == ["2024-03-01 00:00:00", "2024-03-01 12:00:00"]


def test_that_66_workbooks_that_count_from_1904_give_the_same_days() -> None:
    for options in ({}, {"date_1904": True}):
        read = _read(binaries.workbook(binaries.dates_of_1904, **options))
        assert read.frame["day"].to_list() == ["2024-03-01", "2024-03-02", "2024-03-03"]


def test_that_99_a_bomb_is_refused_at_once() -> None:
    data, began = binaries.bomb(), process_time()
    with pytest.raises(UserError, match="packed so tightly"):
        _read(data)
    assert process_time() - began < 5


def test_that_99_entities_of_xml_are_not_expanded() -> None:
    began = process_time()
    read = _read(binaries.entity_bomb())
    assert (read.options.sheet, process_time() - began < 5) == ("secret", True)


@pytest.mark.parametrize("kind", ["sav", "zsav", "dta"])
def test_that_100_and_102_labels_and_declared_missing_values_are_kept(tmp_path: Path, kind: str) -> None:
    path = binaries.statistics(tmp_path, kind)
    table = read_texts(path, ImportOptions(), report=lambda _: None)
    (question,) = table.questions
    assert (question.key, question.proposal) == ("labels", "labels")
    column = propose(table.frame, table.source.options, table.known).schema["sex"]
    assert (column.label, column.value_labels) == ("Sex", (("1", "male"), ("2", "female"), ("9", "refused")))
    assert column.missing == (("refused",) if kind != "dta" else ())
    assert table.frame["sex"].to_list() == ["male", "female", "refused", "male"]
    assert table.frame["day"].to_list()[0] == "2024-03-01"


def test_that_103_codes_are_shown_when_they_are_wanted(tmp_path: Path) -> None:
    path = binaries.statistics(tmp_path, "sav")
    table = read_texts(path, ImportOptions().with_answer("labels", "codes"), report=lambda _: None)
    schema = propose(table.frame, table.source.options, table.known).schema
    assert table.frame["sex"].to_list() == ["1", "2", "9", "1"]
    assert to_values(table.frame, schema)["sex"].null_count() == 1


@pytest.mark.parametrize("kind", ["por", "xpt"])
def test_that_100_and_101_older_formats_are_read(tmp_path: Path, kind: str) -> None:
    table = read_texts(binaries.statistics(tmp_path, kind), ImportOptions(), report=lambda _: None)
    assert [row[1] for row in table.frame.rows()] == ["34", "51", "29", "77"]


@pytest.mark.parametrize("kind", ["sav", "dta", "xpt"])
def test_that_104_a_damaged_header_is_a_sentence(tmp_path: Path, kind: str) -> None:
    path = binaries.statistics(tmp_path, kind)
    data = bytearray(path.read_bytes())
    path.write_bytes(data[: len(data) // 3])
    with pytest.raises(UserError):
        read_texts(path, ImportOptions(), report=lambda _: None)


def test_that_105_lists_in_parquet_are_passed_over_and_told() -> None:
    read = _read(binaries.nested_parquet())
    assert (read.frame.columns, "passed over: l" in str(read.remarks[0])) == (["a", "t"], True)


def test_that_a_database_shows_its_tables() -> None:
    read = _read(binaries.database())
    assert (read.sheets, read.options.sheet) == (("empty one", "stays"), "stays")
    assert read.frame.rows() == [("1", "A", "1.5"), ("2", None, "2")]


def test_that_arff_is_read_with_its_names() -> None:
    text = b"% made\n@relation x\n@attribute 'my age' numeric\n@attribute sex {f,m}\n@data\n34,f\n?,m\n"
    read = _read(text)
    schema = propose(read.frame, read.options, read.known).schema
    assert read.frame.rows() == [("34", "f"), ("?", "m")]
    assert schema["my age"].missing == ("?",)


def test_that_arff_below_pages_of_remarks_is_known_and_its_quotes_of_either_kind_are_taken_off() -> None:
    remarks = b"% remarks, and more; of | them\n" * 1500
    head = remarks + b"@relation x\n@attribute a string\n@attribute b numeric\n@data\n"
    double, single = _read(head + b'"x, y",1\nz,2\n'), _read(head + b"'x, y',1\nz,2\n")
    assert (double.file_kind, double.frame.rows()) == (FileKind.ARFF, [("x, y", "1"), ("z", "2")])
    assert single.frame.rows() == double.frame.rows()


def test_that_107_long_and_foreign_paths_are_no_matter(tmp_path: Path) -> None:
    folder = tmp_path / ("ü" * 60) / ("日本 #%&'" * 5) / ("x" * 100)
    folder.mkdir(parents=True)
    path = folder / "Tabelle 😀.csv"
    path.write_bytes(b"a;b\n1;x\n2;y\n")
    assert read_texts(path, ImportOptions(), report=lambda _: None).frame.height == 2


def test_that_108_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a;b\n1;x\n")

    def grow(_share: float) -> None:
        with path.open("ab") as file:
            file.write(b"2;y\n")
        os.utime(path, (1, 1))

    with pytest.raises(UserError, match="changed while it was read"):
        read_texts(path, ImportOptions(), report=grow)


def test_that_110_cells_from_the_clipboard_of_a_spreadsheet_are_a_table() -> None:
    read = _read('name\tnote\nA\t"one\nline"\nB\t1,5\n'.encode("utf-16"))
    assert read.frame.rows() == [("A", "one\nline"), ("B", "1,5")]
