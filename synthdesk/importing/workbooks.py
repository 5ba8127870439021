"""Sheets of Excel and OpenDocument workbooks as records of texts."""

import io
from collections.abc import Sequence

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from synthdesk.domain.messages import counted, message
from synthdesk.importing import formulas, ole_files, problems
from synthdesk.importing.asking import Asking
from synthdesk.importing.headings import find_heading
from synthdesk.importing.sheet_groups import filled
from synthdesk.importing.sheet_headings import Range, merged_names
from synthdesk.importing.sheet_texts import texts_of
from synthdesk.importing.text_files import Records

SHEET_LIMITS = (65_536, 1_048_576)
_HEADING_SEARCH_ROWS = 50
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Workbook:
    """An open workbook.

    Raises:
        UserError: It is protected by a password or damaged.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(ole_files.MARK):
            if _ENCRYPTED in data:
                raise problems.protected()
            ole_files.check_chains(data)
        self._data = data
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
            frame = texts_of(sheet.iter_rows(), sheet.start[1] if sheet.start else 0)
            if frame.height:
                break
        else:
            raise problems.empty()
        self._remark(name, frame.height, asking)
        formulas.remark_on(self._data, name, asking)
        first = frame.head(max(_HEADING_SEARCH_ROWS, asking.options.heading_row or 0)).fill_null("")
        rows = [list(row) for row in first.rows()]
        heading_row, records = records_of(rows, frame, asking, limit, merged=_merges(sheet))
        return name, heading_row, records

    def _in_order(self) -> list[str]:
        """Return the names of the sheets, hidden ones last."""
        hidden = self._hidden()
        return [n for n in self.sheets if n not in hidden] + [n for n in self.sheets if n in hidden]

    def _hidden(self) -> set[str]:
        return {m.name for m in self._book.sheets_metadata if m.visible is not SheetVisibleEnum.Visible}

    def _remark(self, name: str, rows: int, asking: Asking) -> None:
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
        if rows in SHEET_LIMITS:
            asking.remark(
                message(
                    "The sheet has exactly {rows:,} rows, the most that it can hold; some may have been cut off.",
                    rows=rows,
                )
            )

    def _sheet(self, name: str) -> CalamineSheet:
        try:
            return self._book.get_sheet_by_name(name)
        except (CalamineError, ValueError, OverflowError) as error:
            raise problems.broken() from error


def _merges(sheet: CalamineSheet) -> list[Range]:
    return list(sheet.merged_cell_ranges or [])


def records_of(
    first: list[list[str]],
    frame: pl.DataFrame,
    asking: Asking,
    limit: int | None,
    merged: Sequence[Range] = (),
) -> tuple[int, Records]:
    """Return the heading row (0 for none) of a sheet or page, and its records.

    Args:
        first: Its first rows with as many cells as each has, the heading among them.
        frame: All its rows, columns "0", "1" ... of texts, null where a cell is empty.
        asking: The answers given so far.
        limit: Take at most this many records.
        merged: Ranges of merged cells.
    """
    heading_row = asking.options.heading_row
    if heading_row is None:
        heading_row = _heading_row(first, asking)
    above = [row for row in first[: max(0, heading_row - 1)] if any(row)]
    heading = first[heading_row - 1] if 0 < heading_row <= len(first) else []
    if heading_row > 1 and heading:
        heading = merged_names(first, heading_row, merged)
    body = filled(frame[heading_row:], heading, merged, heading_row, asking)
    body = body.filter(pl.any_horizontal(pl.all().is_not_null()))
    body = body if limit is None else body.head(limit)
    width = max(len(heading), *(place + 1 for place, c in enumerate(body) if c.null_count() < body.height), 0)
    return heading_row, Records(
        [*heading, *[""] * (width - len(heading))] if heading else [], above, body[:, :width]
    )


def _heading_row(rows: list[list[str]], asking: Asking) -> int:
    found = find_heading(rows[:_HEADING_SEARCH_ROWS])
    return asking.heading(found, rows[found.doubtful - 1]) if found.doubtful else found.row
