"""Sheets of Excel and OpenDocument workbooks as records of texts."""

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from synthdesk.domain.messages import counted, message
from synthdesk.importing import problems
from synthdesk.importing.asking import Asking
from synthdesk.importing.headings import find_heading
from synthdesk.importing.sheet_headings import merged_names
from synthdesk.importing.text_files import Records

Cell = object
SHEET_LIMITS = (65_536, 1_048_576)
_HEADING_SEARCH_ROWS = 50
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Workbook:
    """An open workbook.

    Raises:
        UserError: It is protected by a password or damaged.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE_MARK) and _ENCRYPTED in data:
            raise problems.protected()
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError as error:
            raise problems.protected() from error
        except (CalamineError, ValueError, OverflowError) as error:
            raise problems.broken() from error

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets."""
        return tuple(self._book.sheet_names)

    def read(self, asking: Asking, limit: int | None = None) -> tuple[str, int, Records]:
        """Return the sheet read (the first visible one with content unless one is wanted), its heading row, its rows."""
        wanted = asking.options.sheet
        if wanted is not None and wanted not in self.sheets:
            raise problems.no_such_sheet(wanted)
        for name in [wanted] if wanted else self._in_order():
            sheet = self._sheet(name)
            rows = _rows(sheet)
            if rows:
                break
        else:
            raise problems.empty()
        self._remark(name, rows, asking)
        heading_row, records = records_of(rows, asking, limit, merged=_merges(sheet))
        return name, heading_row, records

    def _in_order(self) -> list[str]:
        """Return the names of the sheets, hidden ones last."""
        hidden = self._hidden()
        return [n for n in self.sheets if n not in hidden] + [n for n in self.sheets if n in hidden]

    def _hidden(self) -> set[str]:
        return {m.name for m in self._book.sheets_metadata if m.visible is not SheetVisibleEnum.Visible}

    def _remark(self, name: str, rows: list[list[str]], asking: Asking) -> None:
        others, hidden = len(self.sheets) - 1, len(self._hidden() - {name})
        if others:
            asking.remark(
                counted(
                    others,
                    "The workbook has {count:,} more sheet, which is not read (hidden: {hidden:,}).",
                    "The workbook has {count:,} more sheets, which are not read (hidden: {hidden:,}).",
                    hidden=hidden,
                )
            )
        if len(rows) in SHEET_LIMITS:
            asking.remark(
                message(
                    "The sheet has exactly {rows:,} rows, the most that it can hold; some may have been cut off.",
                    rows=len(rows),
                )
            )

    def _sheet(self, name: str) -> CalamineSheet:
        try:
            return self._book.get_sheet_by_name(name)
        except (CalamineError, ValueError, OverflowError) as error:
            raise problems.broken() from error


def _merges(sheet: CalamineSheet) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(sheet.merged_cell_ranges or [])


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    """Return all rows as texts, empty rows at the end cut off; row 1 of the sheet is the first."""
    rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def records_of(
    rows: list[list[str]],
    asking: Asking,
    limit: int | None,
    merged: list[tuple[tuple[int, int], tuple[int, int]]] | None = None,
) -> tuple[int, Records]:
    """Return the heading row (0 for none) of the rows of a sheet or page, and its records."""
    heading_row = asking.options.heading_row
    if heading_row is None:
        heading_row = _heading_row(rows, asking)
    above = [row for row in rows[: max(0, heading_row - 1)] if any(row)]
    heading = rows[heading_row - 1] if heading_row else []
    if heading_row > 1:
        heading = merged_names(rows, heading_row, merged or [])
    body = [row for row in rows[heading_row:] if any(row)][:limit]
    width = max((len(row) for row in [heading, *body]), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in body]
    columns = list(zip(*padded, strict=True)) or [()] * width
    frame = pl.DataFrame(
        [pl.Series(str(i), column, dtype=pl.String).replace("", None) for i, column in enumerate(columns)]
    )
    return heading_row, Records([*heading, *[""] * (width - len(heading))] if heading else [], above, frame)


def _heading_row(rows: list[list[str]], asking: Asking) -> int:
    found = find_heading(rows[:_HEADING_SEARCH_ROWS])
    return asking.heading(found, rows[found.doubtful - 1]) if found.doubtful else found.row


def cell_text(cell: Cell) -> str:
    """Return a workbook's cell as text: whole numbers without a decimal point, dates in ISO 8601.

    >>> cell_text(3.0), cell_text(True), cell_text(datetime(2024, 3, 1))
    ('3', 'TRUE', '2024-03-01')
    """
    spell = _SPELLINGS.get(type(cell))
    if spell is not None:
        return spell(cell)
    return _float_text(float(cell)) if isinstance(cell, float) else str(cell)


def _float_text(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)


def _moment_text(cell: datetime) -> str:
    return cell.isoformat(sep=" ", timespec="auto").removesuffix(" 00:00:00")


_SPELLINGS: dict[type, Callable[[Any], str]] = {
    bool: lambda cell: "TRUE" if cell else "FALSE",
    float: _float_text,
    datetime: _moment_text,
    date: date.isoformat,
    time: time.isoformat,
}
"""How cells are spelled, by their very type: looked up once per cell, of which there may be millions."""
