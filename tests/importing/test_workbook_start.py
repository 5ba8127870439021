"""The first rows of large workbooks."""

import random
from pathlib import Path

import pytest
import xlsxwriter

from synthdesk.domain.source import ImportOptions
from synthdesk.importing import workbook_start
from synthdesk.importing.reading import read_preview, read_texts


@pytest.mark.parametrize("strings_of_their_own", [True, False])
def test_that_the_preview_of_a_large_workbook_shows_the_first_rows_of_the_whole(
    tmp_path: Path, monkeypatch, *, strings_of_their_own: bool
):
    rng, path = random.Random(1), tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": strings_of_their_own}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "ward", "weight"])
        for row in range(1, 3000):
            sheet.write_row(row, 0, [f"P{row:05d}", rng.choice(["north", "south"]), rng.randint(40, 120) / 2])
    monkeypatch.setattr(workbook_start, "_LARGE", 60_000)
    monkeypatch.setattr(workbook_start, "_START", 60_000)
    data = path.read_bytes()
    assert len(workbook_start.shortened(data)) != len(data)
    preview = read_preview(path, ImportOptions())
    whole = read_texts(path, ImportOptions(), report=lambda _share: None)
    assert preview.rows == tuple(whole.frame.head(200).rows())
    assert preview.names == tuple(whole.frame.columns)
    assert whole.frame.height == 2999


def test_that_a_sheet_written_in_another_way_is_left_as_it_is(tmp_path: Path, monkeypatch):
    path = tmp_path / "small.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    data = path.read_bytes()
    assert workbook_start.shortened(data) == data
    monkeypatch.setattr(workbook_start, "_LARGE", 300)
    monkeypatch.setattr(workbook_start, "_START", 300)  # ends before the first row does
    assert workbook_start.shortened(data) == data
