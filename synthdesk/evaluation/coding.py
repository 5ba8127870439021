"""One column of two tables as whole-number codes, so that shares and two-way tables are quick to count."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

DISCRETE_AT_MOST = 20
"""Numbers with at most this many different values are compared like categories (as the yardstick does)."""

_ROWS_PER_VALUE = 5
_MOST_DECIMALS = 9

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


def numbers(column: pl.Series) -> Numbers:
    """Return the values of a number or date column as float64, missing ones NaN, dates in seconds."""
    if column.dtype == pl.Datetime:
        column = column.dt.cast_time_unit("us").to_physical() / 1_000_000
    values: Numbers = column.cast(pl.Float64).fill_nan(None).to_numpy().astype(np.float64)
    return values


def discrete_columns(frame: pl.DataFrame) -> frozenset[str]:
    """Return the columns that are compared like categories.

    Texts, and numbers with at most `DISCRETE_AT_MOST` different values that stand for at least five rows
    each on average (a short table of measured values does not turn into categories).
    """
    return frozenset(column.name for column in frame if _is_discrete(column))


def _is_discrete(column: pl.Series) -> bool:
    if column.dtype == pl.Datetime:
        return False
    if not column.dtype.is_numeric():
        return True
    present = column.drop_nulls()
    distinct = present.n_unique()
    return distinct <= DISCRETE_AT_MOST and distinct * _ROWS_PER_VALUE <= len(present)


@dataclass(frozen=True)
class Coder:
    """Gives each value of one column a code, learned on a reference table.

    Codes 0 to `levels` - 1 are the values (or deciles) of the reference, `levels` is a missing value and
    `levels` + 1 a value that the reference does not have. Values of this last kind may share a code: they
    have no share in the reference, so the total variation is the same.
    """

    levels: int
    texts: tuple[str, ...] | None
    values: Numbers
    decimals: int | None

    @property
    def size(self) -> int:
        """Number of codes."""
        return self.levels + 2

    def codes(self, column: pl.Series) -> Codes:
        """Return the code of each row. Shape: (rows,)."""
        return self._of_texts(column) if self.texts is not None else self.codes_of_numbers(numbers(column))

    def codes_of_numbers(self, values: Numbers) -> Codes:
        """Return the code of each number (NaN is missing). Shape: (rows,)."""
        missing = np.isnan(values)
        if self.decimals is None:
            codes = np.digitize(values, self.values)
        else:
            rounded = np.round(values, self.decimals)
            at = np.minimum(np.searchsorted(self.values, rounded), max(self.levels - 1, 0))
            known = self.values[at] == rounded if self.levels else np.zeros(len(values), bool)
            codes = np.where(known, at, self.levels + 1)
        return np.where(missing, self.levels, codes).astype(np.int64)

    def _of_texts(self, column: pl.Series) -> Codes:
        texts = column.cast(pl.String)
        known = texts.cast(pl.Enum(list(self.texts or ())), strict=False).to_physical().cast(pl.Int64)
        missing = texts.is_null().to_numpy()
        codes = known.fill_null(self.levels + 1).to_numpy()
        return np.where(missing, self.levels, codes).astype(np.int64)


def categories(column: pl.Series) -> Coder:
    """Return a coder for the values of a discrete column; numbers are rounded to the decimals it shows."""
    if not column.dtype.is_numeric():
        texts = tuple(column.cast(pl.String).drop_nulls().unique().sort().to_list())
        return Coder(len(texts), texts, np.empty(0), None)
    present = numbers(column)
    decimals = _decimals(np.unique(present[~np.isnan(present)]))
    levels = np.unique(np.round(present[~np.isnan(present)], decimals))
    return Coder(len(levels), None, levels, decimals)


def deciles(values: Numbers) -> Coder:
    """Return a coder that cuts numbers at the deciles of `values` (NaN left out)."""
    present = values[~np.isnan(values)]
    if not len(present):
        return Coder(1, None, np.empty(0), None)
    cuts = np.unique(np.quantile(present, np.linspace(0, 1, 11)))[1:-1]
    return Coder(len(cuts) + 1, None, cuts, None)


def two_way(first: Codes, second: Codes, sizes: tuple[int, int]) -> NDArray[np.int64]:
    """Return how many rows have each pair of codes. Shape: `sizes`."""
    flat = np.bincount(first * sizes[1] + second, minlength=sizes[0] * sizes[1])
    return flat.reshape(sizes)


def sample(frame: pl.DataFrame, rows: int, seed: int) -> pl.DataFrame:
    """Return `frame`, or `rows` rows of it drawn without putting back when it has more."""
    return frame if frame.height <= rows else frame.sample(rows, seed=seed)


def _decimals(levels: Numbers) -> int:
    for decimals in range(_MOST_DECIMALS):
        if np.array_equal(np.round(levels, decimals), levels):
            return decimals
    return _MOST_DECIMALS
