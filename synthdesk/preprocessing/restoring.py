"""From prepared rows back to values as the source has them: decimals, ranges, dates, constants, identifiers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

import numpy as np
import polars as pl

from synthdesk.domain.schema import ColumnKind
from synthdesk.preprocessing import problems
from synthdesk.preprocessing.identifiers import Pattern, make_identifiers

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
        minimum, maximum: Range of numbers, or of dates in seconds since 1970-01-01.
        constant: The value of every row as a prepared number or text (`Way.CONSTANT`).
        categories: The learned values (`Way.CATEGORY`).
        pattern: The pattern of new identifiers (`Way.NEW`).
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


@dataclass(frozen=True, slots=True)
class Restoration:
    """How prepared rows become values again; `columns` are in the order of the source."""

    columns: tuple[RestoredColumn, ...]


def restore(
    prepared: pl.DataFrame,
    restoration: Restoration,
    *,
    seed: int,
    first: int = 0,
    taken: Mapping[str, frozenset[str]] = _NOBODY,
) -> pl.DataFrame:
    """Return prepared rows as values in the order of the source's columns.

    Args:
        prepared: PREPARED rows with every learned column.
        restoration: What `prepare` noted.
        seed: Fixes the new identifiers, together with `first`.
        first: Rows made before these, so that no identifier comes twice.
        taken: Real identifiers by column; none of them is used.
    """
    rows = prepared.height
    columns = []
    for column in restoration.columns:
        if column.way is Way.NEW:
            known = taken.get(column.name, frozenset())
            own = crc32(column.name.encode(), seed)  # else two columns of one pattern would be the same
            texts = make_identifiers(column.pattern, seed=own, first=first, rows=rows, taken=known)
            series = pl.Series(column.name, texts, dtype=pl.String)
            columns.append(series.cast(pl.Int64) if column.kind is ColumnKind.WHOLE_NUMBER else series)
        elif column.way is Way.CONSTANT:
            columns.append(_typed(pl.Series(column.name, [column.constant] * rows, dtype=pl.String), column))
        elif column.way is Way.EMPTY:
            columns.append(_typed(pl.Series(column.name, [None] * rows, dtype=pl.String), column))
        else:
            columns.append(_learned(prepared[column.name], column))
    return pl.DataFrame(columns)


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


def _learned(prepared: pl.Series, column: RestoredColumn) -> pl.Series:
    if column.way is Way.CATEGORY:
        return prepared
    numbers = prepared.to_numpy().astype(np.float64)
    clipped = np.clip(numbers, column.minimum, column.maximum)
    step = column.unit if column.way is Way.DATE else 10.0**-column.decimals
    inside = _rounded_inside(clipped, column, step)
    values = pl.Series(column.name, inside, dtype=pl.Float64).fill_nan(None)
    if column.way is Way.DATE:
        return _from_seconds(values)
    return values.cast(pl.Int64) if column.kind is ColumnKind.WHOLE_NUMBER else values


def _rounded_inside(numbers: np.ndarray, column: RestoredColumn, step: float) -> np.ndarray:
    """Round to `step` without leaving the range: what rounds out of it takes the next step inside."""
    if column.way is Way.DATE:
        rounded = np.floor(numbers / step + 0.5) * step
    else:
        rounded = np.round(numbers, column.decimals)
    tolerance = step * 1e-6
    rounded = np.where(rounded > column.maximum + tolerance, rounded - step, rounded)
    rounded = np.where(rounded < column.minimum - tolerance, rounded + step, rounded)
    return rounded if column.way is Way.DATE else np.round(rounded, column.decimals) + 0.0


def _typed(texts: pl.Series, column: RestoredColumn) -> pl.Series:
    """Return constants (or nothing at all) with the type of the column's values."""
    if column.kind is ColumnKind.WHOLE_NUMBER:
        return texts.cast(pl.Float64).cast(pl.Int64)
    if column.kind is ColumnKind.NUMBER:
        return texts.cast(pl.Float64)
    return _from_seconds(texts.cast(pl.Float64)) if column.kind is ColumnKind.DATETIME else texts


def _from_seconds(seconds: pl.Series) -> pl.Series:
    return (seconds * 1_000_000).round().cast(pl.Int64).cast(pl.Datetime("us"))
