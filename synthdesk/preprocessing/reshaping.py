"""Values changed before anything is learned: dates shifted, coarser or counted, categories with other names."""

import numpy as np
import polars as pl

from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan, Span
from synthdesk.domain.reshaping import counted_from, reshaped_schema, shortens, truncation
from synthdesk.domain.rules import Computed, Formula
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.preprocessing.grouping import persons_of
from synthdesk.preprocessing.judging import computed

_COUNTRY = "^[A-Z]{1,3}-"
_SHIFTING = 0x5F1F7
_FORMULAS = {Span.DAYS: Formula.DAYS, Span.YEARS: Formula.AGE}


def reshaped(
    values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, *, seed: int = 1
) -> tuple[pl.DataFrame, Schema]:
    """Return VALUES as the plan reshapes them, and what their columns are then.

    Args:
        values: VALUES of every column of `schema`.
        schema: The columns of the source.
        plan: What is done to them.
        seed: Fixes by how much the dates of each person are shifted.
    """
    shifted = _shifted(values, schema, plan, seed)
    changed = [_reshaped(shifted, column, plan.of(column.name), schema) for column in schema]
    return shifted.with_columns(c for c in changed if c is not None), reshaped_schema(schema, plan)


def _shifted(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, seed: int) -> pl.DataFrame:
    """Shift all dates of a person by the same number of days, so that the time between them stays."""
    dates = [column.name for column in schema if column.kind is ColumnKind.DATETIME]
    if not plan.shift_days or not dates:
        return values
    rng = np.random.default_rng([seed, _SHIFTING])
    persons = persons_of(values, schema)
    if persons is None:
        days = rng.integers(-plan.shift_days, plan.shift_days, size=values.height, endpoint=True)
    else:
        known = persons.unique().sort()
        own = rng.integers(-plan.shift_days, plan.shift_days, size=len(known), endpoint=True)
        days = persons.replace_strict(known, pl.Series(own)).to_numpy()
    away = pl.Series(days).cast(pl.Int64) * 86_400_000_000
    return values.with_columns(pl.col(name) + away.cast(pl.Duration("us")) for name in dates)


def _reshaped(values: pl.DataFrame, column: Column, plan: ColumnPlan, schema: Schema) -> pl.Series | None:
    """Return the new values of `column`, None where they stay."""
    since = counted_from(column, plan, schema)
    if since is not None:
        between = Computed("", _FORMULAS[plan.span], (since, column.name))
        return values.select(computed(between).round(0).cast(pl.Int64).alias(column.name)).to_series()
    new = reshaped_schema(Schema((column,)), PreprocessPlan(((column.name, plan),)))[column.name]
    if column.date_pattern is not None and new.date_pattern != column.date_pattern:
        cut = truncation(new.date_pattern or "") or "1d"
        return values[column.name].dt.truncate(cut)
    if column.kind.is_discrete and plan.names:
        named = values[column.name].cast(pl.String).replace(dict(plan.names))
        return _shortened(named, plan.letters) if shortens(column, plan) else named
    return _shortened(values[column.name], plan.letters) if shortens(column, plan) else None


def _shortened(words: pl.Series, letters: int | None) -> pl.Series:
    return words.cast(pl.String).str.strip_chars().str.replace(_COUNTRY, "").str.slice(0, letters)
