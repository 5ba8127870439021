"""A table of values made ready for a synthesizer, as the plan says, with notes on how to turn it back."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from synthdesk.domain.preprocessing import OTHER, ColumnPlan, PreprocessPlan, Role
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.preprocessing import problems
from synthdesk.preprocessing.identifiers import learn_pattern
from synthdesk.preprocessing.missing import fill, parse_value, rows_to_keep
from synthdesk.preprocessing.restoring import Restoration, RestoredColumn, Way

PROTECTED = 5
"""The range of a column ends at its 5th lowest and 5th highest value: the exact extremes belong to single
patients, and a synthetic table (or a saved model) that repeats them gives these patients away."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared table.

    Attributes:
        frame: PREPARED: Float64 columns (dates in seconds since 1970-01-01) and String columns, null = missing.
        rows: Row numbers of the values that were kept, rising. Shape: (frame.height,), int64.
        restoration: How synthetic rows become values again.
    """

    frame: pl.DataFrame
    rows: np.ndarray
    restoration: Restoration


def prepare(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan) -> Prepared:
    """Return `values` prepared as `plan` says.

    Raises:
        UserError: Nothing is left to learn, or a setting does not fit its column.
    """
    rows = rows_to_keep(values, schema, plan)
    if values.height and not rows.size:
        raise problems.all_rows_left_out()
    kept = values[rows]
    learned: list[pl.Series] = []
    notes: list[RestoredColumn] = []
    for column in schema:
        role = plan.role_of(column)
        if role is Role.LEARN:
            series, note = _learned_column(kept[column.name], column, plan.of(column.name))
            notes.append(note)
            if series is not None:
                learned.append(series)
        elif role is Role.MAKE_NEW:
            notes.append(_new_column(kept[column.name], column))
    if not learned:
        raise problems.nothing_to_learn()
    return Prepared(pl.DataFrame(learned), rows, Restoration(tuple(notes)))


def _new_column(values: pl.Series, column: Column) -> RestoredColumn:
    if column.kind in (ColumnKind.NUMBER, ColumnKind.DATETIME):
        raise problems.cannot_be_made_new(column.name)
    pattern = learn_pattern(values.drop_nulls().cast(pl.String).to_list())
    return RestoredColumn(column.name, column.kind, Way.NEW, pattern=pattern)


def _learned_column(
    values: pl.Series, column: Column, plan: ColumnPlan
) -> tuple[pl.Series | None, RestoredColumn]:
    """Return the prepared column (None when there is nothing to learn in it) and the notes on it."""
    if column.kind is ColumnKind.DATETIME:
        values = values.dt.epoch("us") / 1e6
    is_continuous = column.kind.is_numeric or column.kind is ColumnKind.DATETIME
    prepared = values.cast(pl.Float64) if is_continuous else values.cast(pl.String)
    if not is_continuous:
        prepared = _group_rare(prepared, column, plan.rare_below)
    prepared = fill(prepared, column, plan)
    known = prepared.drop_nulls()
    if known.is_empty():
        return None, RestoredColumn(column.name, column.kind, Way.EMPTY)
    if is_continuous:
        prepared, note = _continuous(prepared, column, plan)
    else:
        categories = tuple(sorted(known.unique().to_list()))
        note = RestoredColumn(column.name, column.kind, Way.CATEGORY, categories=categories)
    known = prepared.drop_nulls()
    if known.n_unique() == 1 and not prepared.null_count():
        return None, RestoredColumn(column.name, column.kind, Way.CONSTANT, constant=_plain(known[0]))
    return prepared.alias(column.name), note


def _continuous(prepared: pl.Series, column: Column, plan: ColumnPlan) -> tuple[pl.Series, RestoredColumn]:
    """Return numbers cut to their range, and the notes on them."""
    ordered = prepared.drop_nulls().sort()
    depth = min(PROTECTED, (len(ordered) + 1) // 2) - 1
    low = float(ordered[depth]) if plan.minimum is None else _limit(plan.minimum, column)
    high = float(ordered[len(ordered) - 1 - depth]) if plan.maximum is None else _limit(plan.maximum, column)
    if plan.minimum is None:
        low = min(low, high)
    elif plan.maximum is None:
        high = max(low, high)
    if low > high:
        raise problems.empty_range(column.name)
    decimals = column.number.decimals if column.number is not None else 0
    note = RestoredColumn(
        column.name,
        column.kind,
        Way.DATE if column.kind is ColumnKind.DATETIME else Way.NUMBER,
        decimals=decimals
        if plan.decimals is None or column.kind is ColumnKind.WHOLE_NUMBER
        else plan.decimals,
        unit=_date_unit(column.date_pattern or ""),
        minimum=low,
        maximum=high,
    )
    return prepared.clip(low, high), note


def _limit(text: str, column: Column) -> float:
    """Return a limit that the user spelled as the source spells values."""
    value = parse_value(text, column)
    if value is None:
        raise problems.unfit_text(column.name, text)
    return value


def _date_unit(pattern: str) -> float:
    """Return the seconds of the smallest part that a date pattern shows."""
    if "%f" in pattern:
        return 1e-6
    if "%S" in pattern:
        return 1.0
    return 60.0 if "%M" in pattern else (3600.0 if "%H" in pattern else 86400.0)


def _group_rare(values: pl.Series, column: Column, below: int) -> pl.Series:
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


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else repr(float(value))
