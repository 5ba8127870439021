"""Rows as 64-bit keys, so that equal rows, and rows that differ in one or two columns only, are quick to find."""

from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

PAIRED_COLUMNS_AT_MOST = 24
"""Wider tables are not looked through for rows that differ in two columns: too many pairs of columns."""

_DECIMALS = 9

Keys = NDArray[np.uint64]


class Keyed:
    """The rows of one table as sums of a key for each column (modulo 2**64).

    The key of a row without some columns is the sum less their keys, which makes leaving columns out a
    subtraction. Two different rows share a key with a chance of about 5e-20.

    Args:
        frame: Rows; columns of equal name are comparable across tables when their types are alike.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.columns: list[Keys] = [_column_keys(frame[name], at) for at, name in enumerate(frame.columns)]
        start: Keys = np.zeros(frame.height, np.uint64)
        self.whole: Keys = sum(self.columns, start)

    def without(self, *places: int) -> Keys:
        """Return the key of each row over all columns but those at `places`."""
        left: Keys = self.whole.copy()
        for place in places:
            left -= self.columns[place]
        return left


def differing(rows: Keyed, others: Keyed) -> NDArray[np.int64]:
    """Return in how many columns each of `rows` differs from the nearest of `others`: 0, 1, 2, or 3 for more.

    Where there are more than `PAIRED_COLUMNS_AT_MOST` columns, 2 is not told from more. Shape: (rows,).
    """
    width = len(rows.columns)
    found: NDArray[np.int64] = np.full(len(rows.whole), 3, np.int64)
    if 2 < width <= PAIRED_COLUMNS_AT_MOST:
        _mark(found, 2, rows, others, list(combinations(range(width), 2)))
    if width > 1:
        _mark(found, 1, rows, others, [(place,) for place in range(width)])
    _mark(found, 0, rows, others, [()])
    return found


def _mark(
    found: NDArray[np.int64], distance: int, rows: Keyed, others: Keyed, left_out: list[tuple[int, ...]]
) -> None:
    for places in left_out:
        found[among(rows.without(*places), others.without(*places))] = distance


def among(keys: Keys, known: Keys) -> NDArray[np.bool_]:
    """Return which of `keys` are among `known`: `numpy.isin`, but quick where few are. Shape: (keys,)."""
    bits = np.uint64(max(20, len(known).bit_length() + 5))
    mask = (np.uint64(1) << bits) - np.uint64(1)
    taken = np.zeros(1 << int(bits), np.bool_)
    taken[known & mask] = True
    places = keys & mask
    possible = np.flatnonzero(taken[places])
    taken[:] = False
    taken[places[possible]] = True
    found: NDArray[np.bool_] = np.zeros(len(keys), np.bool_)
    found[possible] = np.isin(keys[possible], known[taken[known & mask]])
    return found


def like(frame: pl.DataFrame, model: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Return the columns `names` of `frame` in the types of `model`, so that 1 equals 1.0."""
    return frame.select(pl.col(name).cast(model.schema[name], strict=False) for name in names)


def varying(frame: pl.DataFrame, names: list[str]) -> list[str]:
    """Return the columns with at least two different values, missing being one."""
    return [name for name in names if frame[name].n_unique() > 1]


def _column_keys(column: pl.Series, place: int) -> Keys:
    if column.dtype.is_numeric():
        # Adding 0.0 makes -0.0 and 0.0 one value.
        column = column.cast(pl.Float64).round(_DECIMALS) + 0.0
    keys: Keys = column.hash(place + 1).to_numpy()
    return keys
