"""Labels that stand once for many rows of a sheet, sums between rows, and formulas without results."""

import io
from collections.abc import Callable

import xlsxwriter

from synthdesk.domain.source import ImportOptions
from synthdesk.importing.formats import ReadBytes, read_bytes
from synthdesk.importing.formulas import formulas_of

Fill = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]


def workbook(fill: Fill, name: str = "Stays & <more>") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, ["ward", "sex", "cases"])
    fill(book, sheet)
    book.close()
    return out.getvalue()


def merged(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    for group in range(3):
        sheet.merge_range(1 + 4 * group, 0, 4 + 4 * group, 0, f"Ward {'ABC'[group]}")
        for row in range(4):
            sheet.write_row(1 + 4 * group + row, 1, ["fm"[row % 2], 10 * group + row])


def pivot(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    rows = []
    for ward in "ABC":
        rows += [[f"Ward {ward}", "f", 3], ["", "m", 4], ["", "x", 5], [f"Ward {ward} Total", "", 12]]
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)


def read(data: bytes, *answers: tuple[str, str]) -> ReadBytes:
    return read_bytes(data, ImportOptions(answers=answers))


def test_that_merged_cells_stand_for_all_their_rows_and_are_asked_about() -> None:
    found = read(workbook(merged))
    assert [(question.key, question.proposal) for question in found.questions] == [("merged:ward", "fill")]
    assert found.frame["ward"].to_list() == [f"Ward {ward}" for ward in "AAAABBBBCCCC"]
    kept = read(workbook(merged), ("merged:ward", "keep"))
    assert kept.frame["ward"].null_count() == 9


def test_that_groups_and_sums_of_a_pivot_table_are_asked_about() -> None:
    found = read(workbook(pivot))
    assert [question.key for question in found.questions] == ["groups:ward", "subtotals"]
    assert all(question.is_open for question in found.questions)
    assert found.frame.height == 9
    filled = read(workbook(pivot), ("groups:ward", "fill"))
    assert filled.frame["ward"].to_list() == [f"Ward {ward}" for ward in "AAABBBCCC"]


def test_that_formulas_without_results_are_counted_and_said() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in range(1, 6):
            sheet.write_row(row, 0, ["A", "f"])
            sheet.write_formula(row, 2, f"={row}+1", None, "" if row < 4 else row + 1)

    data = workbook(fill)
    found = formulas_of(data, "Stays & <more>")
    assert (found.all, found.without) == (5, 3)
    assert str(read(data).remarks[-1]).startswith(
        "3 cells hold formulas without results and are read as empty;"
    )


def test_that_formulas_that_all_show_zero_are_pointed_out() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in range(1, 6):
            sheet.write_row(row, 0, ["A", "f"])
            sheet.write_formula(row, 2, f"={row}+1")

    assert "all 5 formulas are 0" in str(read(workbook(fill)).remarks[-1])


def test_that_a_sheet_without_formulas_and_a_file_that_is_no_workbook_have_none() -> None:
    assert formulas_of(workbook(merged), "Stays & <more>").all == 0
    assert formulas_of(b"PK\x03\x04 damaged", "a").all == 0
