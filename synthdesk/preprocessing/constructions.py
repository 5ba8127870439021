"""How rules are met by construction: what a model learns instead of a column, and the way back.

A rule that is met by construction costs no redrawing: an order is learned as a distance that is never
negative, a combination as one value, and what follows from other columns is not learned but worked out.
Nothing in a construction belongs to fewer than `SMALLEST_GROUP` rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.rules import Computed, Condition, IfThen, Test
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.preprocessing.judging import computed, condition, value_of

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Joint:
    """The column `name` of a prepared table holds numbers of `combinations` of the values of `columns`.

    `shares` are the shares of the combinations among the rows, rounded to thousandths of their largest.
    """

    name: str
    columns: tuple[str, ...]
    combinations: tuple[tuple[str | None, ...], ...]
    shares: tuple[float, ...]

    def codes_with(self, column: str, value: str) -> list[int]:
        """Return the numbers of the combinations in which `column` has `value`."""
        place = self.columns.index(column)
        return [n for n, combination in enumerate(self.combinations) if combination[place] == value]


@dataclass(frozen=True, slots=True)
class Bound:
    """A value is at least (`sign` 1) or at most (-1) that of `base`, `least` away from it.

    `least` >= 0 is in the units of the column or in seconds. `unit` is the precision at which the two are
    compared, > 0; 0 compares them as they are.
    """

    base: str
    sign: int
    least: float
    unit: float


@dataclass(frozen=True, slots=True)
class Distance:
    """A prepared column holds how far its value is above (`sign` 1) or below (-1) that of `base`.

    Attributes:
        column, base: The column, and the one it is measured from.
        sign: 1 or -1.
        low, high: Range of the distance, in the units of the column or in seconds; `low` >= 0.
        unit: Precision at which the two are compared, > 0; 0 compares them as they are.
        bounds: How the column stands to `base` and to others that are there before it; () where there is none.
    """

    column: str
    base: str
    sign: int
    low: float
    high: float
    unit: float
    bounds: tuple[Bound, ...] = ()

    @property
    def orders(self) -> tuple[Bound, ...]:
        """How the column stands to the columns before it."""
        return self.bounds or (Bound(self.base, self.sign, self.low, self.unit),)


@dataclass(frozen=True, slots=True)
class Flag:
    """The prepared column `flag` is "yes" where `column` is missing, whose own gaps are filled."""

    column: str
    flag: str


@dataclass(frozen=True, slots=True)
class Copied:
    """`column` always has the value of `of`."""

    column: str
    of: str


@dataclass(frozen=True, slots=True)
class Following:
    """`columns` are missing where `lead` is missing."""

    lead: str
    columns: tuple[str, ...]


Construction = Joint | Distance | Flag | Copied | Following | Computed | IfThen
"""`Computed` works a column out; `IfThen` sets a value that is certain or missing where it is demanded."""

Numbers = NDArray[np.float64]


def unfolded(prepared: pl.DataFrame, steps: Iterable[Construction]) -> pl.DataFrame:
    """Return a prepared table with the columns that were learned as one beside the others."""
    for step in steps:
        if isinstance(step, Joint):
            codes = prepared[step.name].cast(pl.Int64)
            table = pl.DataFrame(
                list(step.combinations), schema=dict.fromkeys(step.columns, pl.String), orient="row"
            )
            prepared = prepared.with_columns(table[codes])
    return prepared


def measured_from(distances: Numbers, base: Numbers, step: Distance) -> Numbers:
    """Return the values at `distances` from `base`; NaN where one of the two is."""
    return np.asarray(base + step.sign * np.clip(distances, step.low, step.high))


def kept_apart(values: Numbers, base: Numbers, bound: Bound, precision: float) -> Numbers:
    """Return rounded `values` moved by as many steps of `precision` as their order to `base` needs."""
    least = base + bound.sign * bound.least
    unit = bound.unit or precision
    if bound.unit:
        # Compared at a coarser precision: what counts is the unit in which a moment lies.
        own, other = np.floor(values / unit), np.floor(least / unit)
        short = bound.sign * (other - own) * unit
    else:
        short = bound.sign * (least - values)
    moved = values + bound.sign * np.ceil(np.round(short / precision, 6)) * precision
    return np.where(short > precision * 1e-6, moved, values)


def completed(
    values: pl.DataFrame, prepared: pl.DataFrame, steps: Iterable[Construction], schema: Schema
) -> pl.DataFrame:
    """Return VALUES in which what follows from other columns is set, in the order of `steps`.

    Args:
        values: Every column that was learned as itself.
        prepared: The unfolded rows they were made from, with their flags.
        steps: Constructions; joints and distances are passed over.
        schema: Kinds and decimals of the columns.
    """
    for step in steps:
        match step:
            case Flag(column, flag):
                values = values.with_columns(values[column].set(prepared[flag] == YES, None))
            case Copied(column, of):
                values = values.with_columns(_as_kind(pl.col(of), schema[column]).alias(column))
            case Computed(column):
                values = values.with_columns(_as_kind(computed(step), schema[column]).alias(column))
            case Following(lead, columns):
                gone = [
                    pl.when(pl.col(lead).is_not_null()).then(pl.col(name)).alias(name) for name in columns
                ]
                values = values.with_columns(gone)
            case IfThen():
                values = values.with_columns(_set(step, schema, values.schema[step.then.column]))
    return values


def is_certain(rule: IfThen) -> bool:
    """Return whether the conditions of `rule` leave no choice: one value, or none at all."""
    return rule.then.test is Test.MISSING or (rule.then.test is Test.IS and len(rule.then.values) == 1)


def _set(rule: IfThen, schema: Schema, dtype: pl.DataType) -> pl.Expr:
    then: Condition = rule.then
    column = pl.col(then.column)
    met = pl.all_horizontal(condition(c, schema) for c in rule.conditions)
    if then.test is Test.MISSING:
        return pl.when(~met).then(column).alias(then.column)
    value = pl.lit(value_of(then.values[0], schema[then.column])).cast(dtype)
    return pl.when(met & column.is_not_null()).then(value).otherwise(column).alias(then.column)


def _as_kind(values: pl.Expr, column: Column) -> pl.Expr:
    """Return numbers rounded as the column writes them; anything else as it is."""
    if column.number is None:
        return values
    if column.kind is ColumnKind.WHOLE_NUMBER:
        return values.cast(pl.Float64).round(0).cast(pl.Int64)
    return values.cast(pl.Float64).round(column.number.decimals)
