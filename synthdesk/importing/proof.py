"""The proof that nothing was misread: every cell is converted to its value and back, and compared."""

from decimal import Decimal

import polars as pl

from synthdesk.domain.cells import format_datetime, format_number, parse_datetime, parse_number, plain_number
from synthdesk.domain.schema import Column, NumberStyle, Schema


def read_back(texts: pl.DataFrame, schema: Schema) -> tuple[int, int]:
    """Return the number of cells, and of those that convert back to the same text (or are missing)."""
    same = sum(_same_cells(texts[column.name], column) for column in schema)
    return texts.height * len(schema), same


def _same_cells(texts: pl.Series, column: Column) -> int:
    if column.number is None and column.date_pattern is None:
        return texts.len()
    counts = texts.alias("text").value_counts()
    wrong: int = sum(
        count
        for text, count in counts.iter_rows()
        if text is not None and text not in column.missing and not _comes_back(text, column)
    )
    return texts.len() - wrong


def _comes_back(text: str, column: Column) -> bool:
    if column.number is not None:
        value = parse_number(text, column.number)
        return value is not None and _same_number(
            text.strip(), format_number(value, column.number), column.number
        )
    assert column.date_pattern is not None  # a typed column without a number style is a date
    moment = parse_datetime(text, column.date_pattern)
    return moment is not None and format_datetime(moment, column.date_pattern) == text.strip()


def _same_number(text: str, again: str, style: NumberStyle) -> bool:
    """Return whether two spellings say the same to the last digit."""
    if text == again:
        return True
    return Decimal(plain_number(text, style)) == Decimal(plain_number(again, style))
