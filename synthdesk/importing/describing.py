"""Plain facts about columns, for the page on which they are prepared."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from synthdesk.domain.cells import format_datetime, format_number
from synthdesk.domain.facts import Bars, ColumnFacts, Histogram
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.schema import Column, Schema
from synthdesk.importing.typing import column_values

BARS = 20
EXAMPLES = 5
RARE_SHOWN = 50
_BINS = 30


def describe(
    texts: pl.DataFrame, schema: Schema, plan: PreprocessPlan, names: Sequence[str]
) -> tuple[ColumnFacts, ...]:
    """Return the facts of the columns `names` over all rows of `texts`."""
    persons = texts[schema.person_column] if schema.person_column in texts.columns else None
    return tuple(_facts(texts[name], schema[name], plan.of(name).rare_below, persons) for name in names)


def _facts(texts: pl.Series, column: Column, rare_below: int, persons: pl.Series | None) -> ColumnFacts:
    values = column_values(texts, column)
    known = values.drop_nulls()
    misfit = texts.filter(texts.is_not_null() & values.is_null() & ~texts.is_in(list(column.missing)))
    lowest, lower_quarter, middle, upper_quarter, highest = _quantiles(known, column)
    return ColumnFacts(
        column.name,
        texts.len(),
        values.null_count(),
        known.n_unique(),
        tuple(texts.filter(values.is_not_null()).unique(maintain_order=True).head(EXAMPLES)),
        _drawing(known, column),
        lowest,
        lower_quarter,
        middle,
        upper_quarter,
        highest,
        misfits=misfit.len(),
        misfit_examples=tuple(misfit.unique(maintain_order=True).head(EXAMPLES)),
        rare=_rare(values, rare_below, persons) if column.kind.is_discrete else (),
    )


def spelled(value: object, column: Column) -> str:
    """Return a value as the source spells it."""
    if column.number is not None:
        return format_number(value, column.number)  # type: ignore[arg-type]  # a number by its column
    if column.date_pattern is not None:
        return format_datetime(value, column.date_pattern)  # type: ignore[arg-type]  # a datetime by its column
    return str(value)


def _quantiles(known: pl.Series, column: Column) -> list[str | None]:
    if known.is_empty() or (column.number is None and column.date_pattern is None):
        return [None] * 5
    ordered = known.sort()
    places = [round(share * (len(ordered) - 1)) for share in (0, 0.25, 0.5, 0.75, 1)]
    return [spelled(ordered[place], column) for place in places]


def _drawing(known: pl.Series, column: Column) -> Histogram | Bars | None:
    if known.is_empty():
        return None
    if column.number is None and column.date_pattern is None:
        return _bars(known) if column.kind.is_discrete else None
    numbers = known.dt.epoch("us") / 1e6 if column.date_pattern is not None else known.cast(pl.Float64)
    return histogram(numbers.to_numpy(), whole=column.number is not None and column.number.decimals == 0)


def _bars(known: pl.Series) -> Bars:
    counts = known.alias("value").value_counts(sort=True)
    top = counts.head(BARS)
    others = int(counts["count"].sum()) - int(top["count"].sum())
    return Bars(tuple(top["value"]), tuple(top["count"]), others)


def histogram(numbers: np.ndarray, *, whole: bool = False) -> Histogram:
    """Return counts in at most 30 equal bins; the bins of whole numbers hold equally many of them.

    Args:
        numbers: Shape (rows,), finite, at least one.
        whole: Whether all are whole numbers.
    """
    low, high = float(numbers.min()), float(numbers.max())
    if whole:
        step = max(1.0, np.ceil((high - low + 1) / _BINS))
        edges = np.arange(low - 0.5, high + step, step)
    elif low == high:
        edges = np.array([low - 0.5, high + 0.5])
    else:
        edges = np.linspace(low, high, _BINS + 1)
    counts, edges = np.histogram(numbers, edges)
    return Histogram(tuple(map(float, edges)), tuple(map(int, counts)))


def _rare(values: pl.Series, below: int, persons: pl.Series | None) -> tuple[tuple[str, int], ...]:
    """Return the values of fewer than `below` persons; a row without a person counts as one."""
    nobody = pl.Series([None] * len(values), dtype=pl.String)
    rows = pl.DataFrame({"value": values, "person": nobody if persons is None else persons})
    person = pl.col("person")
    count = person.drop_nulls().n_unique() + person.null_count()
    counts = rows.drop_nulls("value").group_by("value").agg(count.alias("count"))
    counts = counts.filter(pl.col("count") < below).sort("count", "value")
    return tuple((str(value), int(count)) for value, count in counts.head(RARE_SHOWN).iter_rows())
