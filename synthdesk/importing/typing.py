"""From texts to values, and to another kind of column when the user knows better."""

from dataclasses import replace

import polars as pl

from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.importing.dates import best_pattern, to_datetimes
from synthdesk.importing.numbers import candidates, to_numbers, with_decimals


def to_values(texts: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Return the typed table of `texts`.

    Whole numbers are Int64, numbers Float64, dates Datetime("us"), everything else String with the exact
    spelling of the source. A missing value, and a text that does not fit its column's kind, is null.
    """
    return pl.DataFrame([column_values(texts[column.name], column) for column in schema])


def column_values(texts: pl.Series, column: Column) -> pl.Series:
    """Return the values of one column, see `to_values`."""
    known = texts.set(texts.is_in(list(column.missing)), None) if column.missing else texts
    if column.number is not None:
        values = to_numbers(known, column.number)
        if column.kind is ColumnKind.WHOLE_NUMBER:
            return values.set(values != values.floor(), None).cast(pl.Int64, strict=False).alias(column.name)
        return values.alias(column.name)
    if column.date_pattern is not None:
        return to_datetimes(known, column.date_pattern).alias(column.name)
    return known.alias(column.name)


def with_kind(texts: pl.Series, column: Column, kind: ColumnKind, decimal: str) -> Column:
    """Return `column` as `kind`, with the spelling of numbers or dates that fits most of its texts.

    Args:
        texts: The column's texts, all rows.
        column: The column as it is.
        kind: What it is to be.
        decimal: Decimal sign of the file, preferred where two spellings fit equally.
    """
    if kind is column.kind:
        return column
    distinct = texts.filter(~texts.is_in(list(column.missing))).drop_nulls().unique(maintain_order=True)
    number = _best_style(distinct, decimal) if kind.is_numeric else None
    pattern = best_pattern(distinct.to_list()) if kind is ColumnKind.DATETIME else None
    return replace(column, kind=kind, number=number, date_pattern=pattern)


def _best_style(distinct: pl.Series, decimal: str) -> NumberStyle:
    styles = candidates(decimal)
    fits = [len(distinct) - to_numbers(distinct, style).null_count() for style in styles]
    style = styles[fits.index(max(fits))]
    return with_decimals(distinct.filter(to_numbers(distinct, style).is_not_null()), style)
