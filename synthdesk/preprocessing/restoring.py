"""From prepared rows back to values as the source has them: decimals, ranges, dates, constants, identifiers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

import numpy as np
import polars as pl

from synthdesk.domain.making_up import MadeUp
from synthdesk.domain.rules import Computed, Rule
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.preprocessing import problems
from synthdesk.preprocessing.constructions import (
    Construction,
    Copied,
    Distance,
    Numbers,
    completed,
    kept_apart,
    measured_from,
    unfolded,
)
from synthdesk.preprocessing.identifiers import Pattern, make_identifiers
from synthdesk.preprocessing.making_up import make_up

_NOBODY: Mapping[str, frozenset[str]] = {}


class Way(StrEnum):
    """How a column comes back."""

    NUMBER = "number"
    DATE = "date"
    CATEGORY = "category"
    CONSTANT = "constant"
    EMPTY = "empty"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class RestoredColumn:
    """What is needed to bring one column back. Nothing in it belongs to fewer than `PROTECTED` rows.

    Attributes:
        name: Name of the column.
        kind: Kind of its values.
        way: How it comes back.
        decimals: Digits after the decimal sign (`Way.NUMBER`).
        unit: Seconds to which dates are rounded (`Way.DATE`), > 0.
        cut: To what dates are cut after that: "1mo", "1y", or "" for nothing coarser.
        minimum, maximum: Range of numbers, or of dates in seconds since 1970-01-01.
        constant: The value of every row as a prepared number or text (`Way.CONSTANT`).
        categories: The learned values (`Way.CATEGORY`).
        pattern: The pattern of new identifiers (`Way.NEW`).
        made_up: What is made up instead, from the lists of `country` (`Way.NEW`); None for identifiers.
    """

    name: str
    kind: ColumnKind
    way: Way
    decimals: int = 0
    unit: float = 1.0
    minimum: float = 0.0
    maximum: float = 0.0
    constant: str = ""
    categories: tuple[str, ...] = ()
    pattern: Pattern = Pattern()
    cut: str = ""
    made_up: MadeUp | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class Restoration:
    """How prepared rows become values again.

    Attributes:
        columns: In the order of the source.
        rules: What every row has to obey, combinations and limits filled in.
        steps: How some of the rules are met by construction, in the order in which it is undone.
        schema: The learned columns; set when there are rules.
    """

    columns: tuple[RestoredColumn, ...]
    rules: tuple[Rule, ...] = ()
    steps: tuple[Construction, ...] = ()
    schema: Schema = Schema()

    @property
    def learned_names(self) -> list[str]:
        """The columns whose values come from the model, or follow from such columns."""
        return [c.name for c in self.columns if c.way in (Way.NUMBER, Way.DATE, Way.CATEGORY)]


def restore(
    prepared: pl.DataFrame,
    restoration: Restoration,
    *,
    seed: int,
    first: int = 0,
    taken: Mapping[str, frozenset[str]] = _NOBODY,
) -> pl.DataFrame:
    """Return prepared rows as values in the order of the source's columns, see `values_of` and `with_new`."""
    return with_new(values_of(prepared, restoration), restoration, seed=seed, first=first, taken=taken)


def values_of(prepared: pl.DataFrame, restoration: Restoration) -> pl.DataFrame:
    """Return prepared rows as values, without the columns that are made new.

    Args:
        prepared: PREPARED rows with every column that `prepare` returned.
        restoration: What `prepare` noted.
    """
    steps = restoration.steps
    unfold = unfolded(prepared, steps)
    following = {step.column for step in steps if isinstance(step, Copied | Computed)}
    own = [c for c in restoration.columns if c.way is not Way.NEW and c.name not in following]
    numbers = _measured(unfold, own, steps)
    values = pl.DataFrame([_values(unfold, numbers, column) for column in own])
    names = [column.name for column in restoration.columns if column.way is not Way.NEW]
    return completed(values, unfold, steps, restoration.schema).select(names)


def with_new(
    values: pl.DataFrame,
    restoration: Restoration,
    *,
    seed: int,
    first: int = 0,
    taken: Mapping[str, frozenset[str]] = _NOBODY,
) -> pl.DataFrame:
    """Return VALUES with the columns that are made new, in the order of the source.

    Args:
        values: What `values_of` returned.
        restoration: What `prepare` noted.
        seed: Fixes the new identifiers, together with `first`.
        first: Rows made before these, so that no identifier comes twice.
        taken: Real identifiers by column; none of them is used.
    """
    made = {}
    for column in restoration.columns:
        if column.way is Way.NEW:
            known = taken.get(column.name, frozenset())
            own = crc32(column.name.encode(), seed)  # else two columns of one pattern would be the same
            span = {"seed": own, "first": first, "rows": values.height}
            if column.made_up is not None:
                texts = make_up(column.made_up, column.country, **span, taken=known)
            else:
                texts = make_identifiers(column.pattern, **span, taken=known)
            series = pl.Series(column.name, texts, dtype=pl.String)
            made[column.name] = series.cast(pl.Int64) if column.kind is ColumnKind.WHOLE_NUMBER else series
    return pl.DataFrame([made[c.name] if c.name in made else values[c.name] for c in restoration.columns])


def condition(restoration: Restoration, column: str, value_text: str) -> str:
    """Return the prepared value for the condition "`column` is `value_text`".

    Raises:
        UserError: No such column of categories, or no such learned value.
    """
    found = next((c for c in restoration.columns if c.name == column and c.way is Way.CATEGORY), None)
    if found is None:
        raise problems.unknown_column(column)
    for value in (value_text, *(c for c in found.categories if c.strip() == value_text.strip())):
        if value in found.categories:
            return value
    raise problems.unknown_value(column, value_text)


def _values(prepared: pl.DataFrame, numbers: Mapping[str, Numbers], column: RestoredColumn) -> pl.Series:
    if column.way is Way.CATEGORY:
        return prepared[column.name]
    if column.way in (Way.CONSTANT, Way.EMPTY):
        text = column.constant if column.way is Way.CONSTANT else None
        return _typed(pl.Series(column.name, [text] * prepared.height, dtype=pl.String), column)
    values = pl.Series(column.name, numbers[column.name], dtype=pl.Float64).fill_nan(None)
    if column.way is Way.DATE:
        moments = _from_seconds(values)
        return moments.dt.truncate(column.cut) if column.cut else moments
    return values.cast(pl.Int64) if column.kind is ColumnKind.WHOLE_NUMBER else values


def _measured(
    prepared: pl.DataFrame, columns: list[RestoredColumn], steps: tuple[Construction, ...]
) -> dict[str, Numbers]:
    """Return numbers, and dates in seconds, rounded and inside their ranges; NaN where missing."""
    notes = {column.name: column for column in columns if column.way in (Way.NUMBER, Way.DATE)}
    raw = {name: prepared[name].to_numpy().astype(np.float64) for name in notes}
    distances = [step for step in steps if isinstance(step, Distance)]
    apart = {step.column for step in distances}
    found = {name: _rounded_inside(raw[name], notes[name]) for name in notes if name not in apart}
    for step in distances:
        note = notes[step.column]
        numbers = _rounded_inside(measured_from(raw[step.column], found[step.base], step), note)
        for bound in step.orders:
            numbers = kept_apart(numbers, found[bound.base], bound, _step(note))
        found[step.column] = numbers
    return found


def _step(column: RestoredColumn) -> float:
    return column.unit if column.way is Way.DATE else 10.0**-column.decimals


def _rounded_inside(numbers: Numbers, column: RestoredColumn) -> Numbers:
    """Round without leaving the range: what rounds out of it takes the next step inside."""
    step = _step(column)
    numbers = np.clip(numbers, column.minimum, column.maximum)
    if column.way is Way.DATE:
        rounded = np.floor(numbers / step + 0.5) * step
    else:
        rounded = np.round(numbers, column.decimals)
    tolerance = step * 1e-6
    rounded = np.where(rounded > column.maximum + tolerance, rounded - step, rounded)
    rounded = np.where(rounded < column.minimum - tolerance, rounded + step, rounded)
    return rounded if column.way is Way.DATE else np.asarray(np.round(rounded, column.decimals) + 0.0)


def _typed(texts: pl.Series, column: RestoredColumn) -> pl.Series:
    """Return constants (or nothing at all) with the type of the column's values."""
    if column.kind is ColumnKind.WHOLE_NUMBER:
        return texts.cast(pl.Float64).cast(pl.Int64)
    if column.kind is ColumnKind.NUMBER:
        return texts.cast(pl.Float64)
    return _from_seconds(texts.cast(pl.Float64)) if column.kind is ColumnKind.DATETIME else texts


def _from_seconds(seconds: pl.Series) -> pl.Series:
    return (seconds * 1_000_000).round().cast(pl.Int64).cast(pl.Datetime("us"))
