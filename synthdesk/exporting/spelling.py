"""Values as the source spells them, and plainly for every other program."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import polars as pl

from synthdesk.domain.cells import format_datetime, format_number, parse_datetime, parse_number
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema

ISO_DAY, ISO_MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"

_SURE_DECIMALS = 8
"""With more decimals a float shows digits that are not its own: 23.9 as 32-bit float has 16, and no reader takes 18."""


def spelled(values: pl.DataFrame, schema: Schema, *, plain: bool) -> pl.DataFrame:
    """Return VALUES as texts, null where a cell stays empty.

    Args:
        values: Some columns of the schema.
        schema: How the source spells them.
        plain: Decimal point, no thousands sign, ISO 8601 dates and empty missing cells instead.
    """
    return pl.DataFrame([_spelled_column(values[name], schema[name], plain=plain) for name in values.columns])


def typed(texts: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Return texts of the source as VALUES; what is missing or does not fit its column is null."""
    return pl.DataFrame([_typed_column(texts[name], schema[name]) for name in texts.columns])


def shows_time(column: Column) -> bool:
    """Return whether a date column's values have a time of day."""
    return "%H" in (column.date_pattern or "") or "%-H" in (column.date_pattern or "")


def _spelled_column(values: pl.Series, column: Column, *, plain: bool) -> pl.Series:
    if column.number is not None:
        style = NumberStyle(decimals=column.number.decimals) if plain else column.number
        texts = _numbers(values, style)
    elif column.date_pattern is not None:
        pattern = (ISO_MOMENT if shows_time(column) else ISO_DAY) if plain else column.date_pattern
        texts = _each(values, lambda moment: format_datetime(moment, pattern))
    else:
        texts = values.cast(pl.String)
    missing = "" if plain else next(iter(column.missing), "")
    return (texts.fill_null(missing) if missing else texts).alias(column.name)


def _numbers(values: pl.Series, style: NumberStyle) -> pl.Series:
    """Spell numbers: by `format_number`, or a faster way to the same texts where the spelling is plain."""
    is_plain = style == NumberStyle(style.decimal, "", style.decimals, style.fixed)
    if not is_plain or style.decimals > _SURE_DECIMALS:
        return _each(values, lambda value: format_number(value, style))
    if values.dtype == pl.Int64:
        return values.cast(pl.String)
    shown = [None if v is None else f"{v:.{style.decimals}f}" for v in values.to_list()]
    texts = pl.Series(shown, dtype=pl.String)
    if style.decimals and not style.fixed:
        texts = texts.str.strip_chars_end("0").str.strip_chars_end(".")
    texts = texts.str.replace(r"^-(0(?:\.0*)?)$", "$1")
    return texts if style.decimal == "." else texts.str.replace(".", style.decimal, literal=True)


def _each(values: pl.Series, spell: Callable[[Any], str]) -> pl.Series:
    """Apply `spell` once to each different value."""
    distinct = values.drop_nulls().unique()
    table = pl.DataFrame(
        {"value": distinct, "text": pl.Series([spell(value) for value in distinct], dtype=pl.String)}
    )
    joined = pl.DataFrame({"value": values}).join(table, on="value", how="left", maintain_order="left")
    return joined["text"]


def _typed_column(texts: pl.Series, column: Column) -> pl.Series:
    known = texts.set(texts.is_in(list(column.missing)), None) if column.missing else texts
    if column.number is None and column.date_pattern is None:
        return known.alias(column.name)
    distinct = known.drop_nulls().unique()
    values = pl.Series([_value(text, column) for text in distinct], dtype=_dtype(column))
    table = pl.DataFrame({"text": distinct, "value": values})
    joined = pl.DataFrame({"text": known}).join(table, on="text", how="left", maintain_order="left")
    return joined["value"].alias(column.name)


def _value(text: str, column: Column) -> float | datetime | None:
    if column.number is None:
        return parse_datetime(text, column.date_pattern or "")
    value = parse_number(text, column.number)
    if value is None or column.kind is not ColumnKind.WHOLE_NUMBER:
        return value
    return int(value) if value.is_integer() else None


def _dtype(column: Column) -> pl.DataType:
    if column.kind is ColumnKind.WHOLE_NUMBER:
        return pl.Int64()
    return pl.Datetime("us") if column.kind is ColumnKind.DATETIME else pl.Float64()
