"""Sheets of Excel and OpenDocument workbooks as columns of texts."""

import io
from datetime import date, datetime, time, timedelta

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from synthdesk.importing import problems
from synthdesk.importing.headings import find_heading
from synthdesk.importing.naming import column_names

Cell = object
_HEADING_SEARCH_ROWS = 50
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MARK = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes begin like a workbook (zip or OLE container)."""
    return data.startswith((_OLE_MARK, _ZIP_MARK))


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
        except CalamineError as error:
            raise problems.broken() from error

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets."""
        return tuple(self._book.sheet_names)

    def read(
        self, sheet: str | None, heading_row: int | None, limit: int | None = None
    ) -> tuple[str, int, pl.DataFrame]:
        """Return the sheet read (the first with content when None), its heading row, and its texts."""
        if sheet is not None and sheet not in self.sheets:
            raise problems.no_such_sheet(sheet)
        for name in [sheet] if sheet else self.sheets:
            rows = _rows(self._sheet(name))
            if rows or sheet:
                break
        else:
            raise problems.empty()
        if not rows:
            raise problems.empty()
        if heading_row is None:
            heading_row = find_heading(rows[:_HEADING_SEARCH_ROWS]).row
        return name, heading_row, _table(rows, heading_row, limit)

    def _sheet(self, name: str) -> CalamineSheet:
        try:
            return self._book.get_sheet_by_name(name)
        except CalamineError as error:
            raise problems.broken() from error


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    """Return all rows as texts, empty rows at the end cut off; row 1 of the sheet is the first."""
    rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _table(rows: list[list[str]], heading_row: int, limit: int | None) -> pl.DataFrame:
    heading = rows[heading_row - 1] if heading_row else []
    body = [row for row in rows[heading_row:] if any(row)][:limit]
    width = max((len(row) for row in rows), default=0)
    used = [
        i for i in range(width) if (i < len(heading) and heading[i]) or any(r[i] for r in body if i < len(r))
    ]
    names = column_names([heading[i] if i < len(heading) else "" for i in used], len(used))
    return pl.DataFrame(
        {
            name: pl.Series([(row[i] if i < len(row) else "") or None for row in body], dtype=pl.String)
            for name, i in zip(names, used, strict=True)
        }
    )


def cell_text(cell: Cell) -> str:
    """Return a workbook's cell as text: whole numbers without a decimal point, dates in ISO 8601.

    >>> cell_text(3.0), cell_text(True), cell_text(datetime(2024, 3, 1))
    ('3', 'TRUE', '2024-03-01')
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        shown = cell.isoformat(sep=" ", timespec="auto")
        return shown.removesuffix(" 00:00:00")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
