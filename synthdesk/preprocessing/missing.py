"""Missing values: which rows are left out, and what fills the gaps."""

import numpy as np
import polars as pl

from synthdesk.domain.cells import parse_datetime, parse_number
from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment, PreprocessPlan, Role
from synthdesk.domain.schema import Column, Schema
from synthdesk.preprocessing import problems

_NOTHING_TO_FILL = (
    MissingTreatment.LEARN,
    MissingTreatment.LEAVE_ROWS_OUT,
    # Filled before, with the whole table at hand; what is left could not be.
    MissingTreatment.NEAREST,
    MissingTreatment.ITERATIVE,
)


def rows_to_keep(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan) -> np.ndarray:
    """Return the numbers of the rows that the plan does not leave out, rising. Shape: (kept,), int64."""
    strict = [
        column.name
        for column in schema
        if plan.role_of(column) is Role.LEARN
        and plan.of(column.name).missing is MissingTreatment.LEAVE_ROWS_OUT
    ]
    complete = np.ones(values.height, dtype=bool)
    for name in strict:
        complete &= values[name].is_not_null().to_numpy()
    return np.flatnonzero(complete)


def rows_left_out(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan) -> int:
    """Return how many rows the plan leaves out, before anything is done."""
    return values.height - rows_to_keep(values, schema, plan).size


def fill(prepared: pl.Series, column: Column, plan: ColumnPlan) -> pl.Series:
    """Return a prepared column with its gaps filled as `plan` says; unchanged where gaps are learned.

    Raises:
        UserError: The filling does not fit the column.
    """
    if plan.missing in _NOTHING_TO_FILL or not prepared.null_count():
        return prepared
    if plan.missing is MissingTreatment.VALUE:
        return prepared.fill_null(pl.lit(_given(plan.fill or "", prepared, column), dtype=prepared.dtype))
    known = prepared.drop_nulls()
    if known.is_empty():
        return prepared
    if plan.missing is MissingTreatment.MOST_FREQUENT:
        counts = known.alias("value").value_counts().sort(["count", "value"], descending=[True, False])
        return prepared.fill_null(pl.lit(counts["value"][0], dtype=prepared.dtype))
    if prepared.dtype != pl.Float64:
        raise problems.no_middle(column.name)
    middle = known.median() if plan.missing is MissingTreatment.MEDIAN else known.mean()
    return prepared.fill_null(pl.lit(middle, dtype=pl.Float64))


def _given(text: str, prepared: pl.Series, column: Column) -> float | str:
    """Return the user's value as a prepared one."""
    if prepared.dtype != pl.Float64:
        if not text:
            raise problems.unfit_text(column.name, text)
        return text
    value = parse_value(text, column)
    if value is None:
        raise problems.unfit_text(column.name, text)
    return value


def parse_value(text: str, column: Column) -> float | None:
    """Return a number, or a date in seconds since 1970-01-01, that the user spelled as the source does."""
    if column.number is not None:
        return parse_number(text, column.number)
    moment = parse_datetime(text, column.date_pattern) if column.date_pattern is not None else None
    return None if moment is None else float(pl.Series([moment]).dt.epoch("us")[0]) / 1e6
