"""The cells of a sheet as texts: numbers without needless decimals, dates in ISO 8601.

A sheet holds up to twenty million cells, so whole columns are spelled at once, a block of rows at a time.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import polars as pl

Cell = object
_BLOCK_ROWS = 16_384
_LEAST, _MOST = 1e-4, 1e15
"""Between these polars and Python spell a number in the same, shortest way."""


def texts_of(rows: Iterable[Sequence[Cell]], left: int = 0) -> pl.DataFrame:
    """Return rows of one width as columns "0", "1" ... of texts, null where a cell is empty.

    Args:
        rows: The cells; empty rows at the end are cut off.
        left: Empty columns to be put before the first cell of each row.
    """
    remaining, blocks = iter(rows), []
    while block := list(islice(remaining, _BLOCK_ROWS)):
        cells = {
            str(left + place): column_texts(column) for place, column in enumerate(zip(*block, strict=True))
        }
        empty = dict.fromkeys(map(str, range(left)), pl.Series([None] * len(block), dtype=pl.String))
        blocks.append(pl.DataFrame(empty | cells))
    if not blocks:
        return pl.DataFrame()
    frame = pl.concat(blocks)
    full = frame.select(pl.any_horizontal(pl.all().is_not_null()).reverse().alias("full"))["full"]
    return frame.head(frame.height - int(full.arg_max() or 0)) if full.any() else frame.clear()


def column_texts(cells: Sequence[Cell]) -> pl.Series:
    """Return cells as texts, null where one is empty; `cell_text` says how each is spelled.

    >>> column_texts([1.5, 2.0, "", "<5", False]).to_list()
    ['1.5', '2', None, '<5', 'FALSE']
    """
    kinds = set(map(type, cells))
    others = kinds - {str}
    if not others:
        return pl.Series(cells, dtype=pl.String).replace("", None)
    if len(others) > 1 or others.isdisjoint(_AT_ONCE):
        return pl.Series([cell_text(cell) for cell in cells], dtype=pl.String).replace("", None)
    stored, spell = _AT_ONCE[others.pop()]
    if str not in kinds:
        return spell(pl.Series(cells, dtype=stored))
    words = [cell if isinstance(cell, str) else None for cell in cells]
    values = pl.Series([None if isinstance(cell, str) else cell for cell in cells], dtype=stored)
    return pl.Series(words, dtype=pl.String).replace("", None).zip_with(values.is_null(), spell(values))


def _number_texts(numbers: pl.Series) -> pl.Series:
    size = numbers.abs()
    texts = numbers.cast(pl.String).str.strip_suffix(".0").replace("-0", "0")
    odd = (~((size == 0) | (size >= _LEAST) & (size < _MOST))).fill_null(value=False).arg_true()
    return texts.scatter(odd, [_float_text(number) for number in numbers.gather(odd)]) if odd.len() else texts


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
    return str(int(cell)) if cell.is_integer() and abs(cell) < _MOST else repr(cell)


def _moment_text(cell: datetime) -> str:
    return cell.isoformat(sep=" ", timespec="auto").removesuffix(" 00:00:00")


_SPELLINGS: dict[type, Callable[[Any], str]] = {
    bool: lambda cell: "TRUE" if cell else "FALSE",
    float: _float_text,
    datetime: _moment_text,
    date: date.isoformat,
    time: time.isoformat,
}
"""How cells are spelled, by their very type: looked up once per cell."""

_AT_ONCE: dict[type, tuple[type[pl.DataType], Callable[[pl.Series], pl.Series]]] = {
    float: (pl.Float64, _number_texts),
    date: (pl.Date, lambda days: days.cast(pl.String)),
}
"""How a whole column of one type is spelled."""
