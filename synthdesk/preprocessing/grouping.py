"""Rare categories as one group; counted in persons where the table has several rows of one."""

from collections.abc import Iterable

import polars as pl

from synthdesk.domain.preprocessing import OTHER, PreprocessPlan
from synthdesk.domain.schema import Column, ColumnKind, Schema

ROWS, PERSONS, _PERSON = "\x1drows", "\x1dpersons", "\x1dperson"
"""Names of columns that no table has: in how many rows, and in how many persons something occurs."""


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
    counts = counted(pl.DataFrame([values]), persons).drop_nulls(values.name)
    rare = counts.filter(pl.col(PERSONS) < below)[values.name].to_list()
    if not rare:
        return values
    frequent = set(counts[values.name].to_list()) - set(rare)
    group = OTHER if OTHER not in frequent else f"{OTHER} (rare)"
    return values.set(values.is_in(rare), group)


def counted(values: pl.DataFrame, persons: pl.Series | None) -> pl.DataFrame:
    """Return each combination of values, missing ones too, and in how many rows and persons it occurs.

    Args:
        values: One column or more, whatever they are called.
        persons: Who each row is about; None counts each row as a person.

    Returns:
        The columns of `values`, with `ROWS` and `PERSONS`, in no order.
    """
    who = pl.len() if persons is None else pl.col(_PERSON).n_unique()
    rows = values if persons is None else values.with_columns(persons.alias(_PERSON))
    return rows.group_by(values.columns).agg(pl.len().alias(ROWS), who.alias(PERSONS))
