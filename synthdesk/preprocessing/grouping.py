"""Rare categories as one group; counted in persons where the table has several rows of one."""

from collections.abc import Iterable

import polars as pl

from synthdesk.domain.preprocessing import OTHER, PreprocessPlan
from synthdesk.domain.schema import Column, ColumnKind, Schema


def grouped(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, names: Iterable[str]) -> pl.DataFrame:
    """Return VALUES in which the rare categories of the columns `names` are one group each."""
    columns = [schema[name] for name in names if schema[name].kind.is_discrete]
    persons = persons_of(values, schema)
    return values.with_columns(
        group_rare(values[c.name].cast(pl.String), c, plan.of(c.name).rare_below, persons) for c in columns
    )


def persons_of(values: pl.DataFrame, schema: Schema) -> pl.Series | None:
    """Return who each row is about, as texts; None where each row is a person or nobody knows.

    A row without a name counts as a person of its own.
    """
    name = schema.person_column
    if name is None or name not in values.columns:
        return None
    rows = pl.int_range(values.height, eager=True).cast(pl.String)
    known = values[name].cast(pl.String)
    return pl.select(pl.when(known.is_null()).then("row " + rows).otherwise("person " + known)).to_series()


def group_rare(values: pl.Series, column: Column, below: int, persons: pl.Series | None = None) -> pl.Series:
    """Return `values` with categories of fewer than `below` persons (rows where None) as one group.

    Yes/no columns are left alone: both of their values are known without looking at any patient, and a
    rare outcome is what such a table is about.
    """
    if column.kind is ColumnKind.YES_NO:
        return values
    counts = counted(values, persons)
    rare = counts.filter(pl.col("count") < below)["value"].to_list()
    if not rare:
        return values
    frequent = set(counts["value"].to_list()) - set(rare)
    group = OTHER if OTHER not in frequent else f"{OTHER} (rare)"
    return values.set(values.is_in(rare), group)


def counted(values: pl.Series, persons: pl.Series | None) -> pl.DataFrame:
    """Return each value and in how many persons (rows where None) it occurs. Columns: value, count."""
    rows = pl.DataFrame([values.alias("value")] + ([] if persons is None else [persons.alias("person")]))
    known = rows.drop_nulls("value")
    return (known if persons is None else known.unique()).group_by("value").agg(pl.len().alias("count"))
