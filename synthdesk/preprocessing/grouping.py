"""Rare categories as one group."""

from collections.abc import Iterable

import polars as pl

from synthdesk.domain.preprocessing import OTHER, PreprocessPlan
from synthdesk.domain.schema import Column, ColumnKind, Schema


def grouped(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, names: Iterable[str]) -> pl.DataFrame:
    """Return VALUES in which the rare categories of the columns `names` are one group each."""
    columns = [schema[name] for name in names if schema[name].kind.is_discrete]
    return values.with_columns(
        group_rare(values[c.name].cast(pl.String), c, plan.of(c.name).rare_below) for c in columns
    )


def group_rare(values: pl.Series, column: Column, below: int) -> pl.Series:
    """Return `values` with categories of fewer than `below` rows as one group.

    Yes/no columns are left alone: both of their values are known without looking at any patient, and a
    rare outcome is what such a table is about.
    """
    if column.kind is ColumnKind.YES_NO:
        return values
    counts = values.drop_nulls().alias("value").value_counts()
    rare = counts.filter(pl.col("count") < below)["value"].to_list()
    if not rare:
        return values
    frequent = set(counts["value"].to_list()) - set(rare)
    group = OTHER if OTHER not in frequent else f"{OTHER} (rare)"
    return values.set(values.is_in(rare), group)
