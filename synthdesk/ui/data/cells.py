"""What one cell of the preview is: a value, missing, or a text that does not fit its column's kind."""

from enum import Enum

from synthdesk.domain.cells import parse_datetime, parse_number
from synthdesk.domain.schema import Column, ColumnKind


class CellState(Enum):
    """How a cell is read."""

    VALUE = "value"
    EMPTY = "empty"
    MISSING_CODE = "missing code"
    MISFIT = "misfit"


def cell_state(text: str | None, column: Column | None) -> CellState:
    """Return how `text` is read in `column`; without a column (not decided yet) every text is a value."""
    if text is None or text == "":
        return CellState.EMPTY
    if column is None:
        return CellState.VALUE
    if text in column.missing:
        return CellState.MISSING_CODE
    return CellState.VALUE if fits(text, column) else CellState.MISFIT


def fits(text: str, column: Column) -> bool:
    """Return whether `text` is a value of the column's kind in the column's spelling."""
    if column.number is not None:
        value = parse_number(text, column.number)
        return value is not None and (column.kind is not ColumnKind.WHOLE_NUMBER or value == int(value))
    if column.date_pattern is not None:
        return parse_datetime(text, column.date_pattern) is not None
    return True
