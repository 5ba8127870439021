"""Which rows of a table are most like given ones, judged by what the columns say about each other."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Singles = NDArray[np.float32]
Mask = NDArray[np.bool_]

CHOICES = 24
"""As many similar rows are found for each row."""
_CLOSEST = 6
"""The nearest ones among them come in random order, so that what is taken from them varies as it should."""
_ROWS_AT_ONCE = 256
_LEAST = 0.003
"""Squared correlation of columns that say nothing about each other by more than chance."""
_MOST_WORDS = 25


class Likeness:
    """Compares rows with those of `table`: numbers and dates by their rank, words by being the same."""

    def __init__(self, table: pl.DataFrame) -> None:
        self._columns = [_Measure(column) for column in table.iter_columns()]
        coded = [own.coded(table[own.name]) for own in self._columns]
        self._ends = np.cumsum([part.shape[1] for part in coded])
        # What is missing lies in the middle.
        self._cells = np.nan_to_num(np.hstack(coded))
        self._says = self._squared_correlations()

    def nearest(
        self, rows: pl.DataFrame, gaps: Mask, names: Sequence[str], has: Mask, rng: np.random.Generator
    ) -> NDArray[np.int64]:
        """Return for each row the numbers of up to `CHOICES` rows of the table that are most like it.

        The first of them are the nearest ones in random order; -1 stands where there are not so many.

        Args:
            rows: Rows with the columns of the table.
            gaps: For the sake of which columns it is asked; one counts as much as it says about them.
                Shape: (rows, names).
            names: The columns of `gaps` and `has`.
            has: Which rows of the table have a value in them. Shape: (rows of the table, names).
            rng: Mixes the nearest ones.
        """
        cells = np.hstack([own.coded(rows[own.name]) for own in self._columns])
        known, own = ~np.isnan(cells), np.nan_to_num(cells)
        weights = self._weights(gaps, names)
        squares, lacks = np.square(self._cells).T, (~has).astype(np.float32).T
        count = min(CHOICES, self._cells.shape[0])
        found = np.empty((rows.height, count), np.int64)
        for start in range(0, rows.height, _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            # Sum of w (own - table)^2 over the known columns, without what is the same for all of the table's rows.
            weighed = known[part] * weights[part]
            away = weighed @ squares - 2 * (weighed * own[part]) @ self._cells.T
            away[gaps[part].astype(np.float32) @ lacks > 0] = np.inf
            near = np.argpartition(away, count - 1, axis=1)[:, :count]
            distances = np.take_along_axis(away, near, 1)
            order = np.argsort(distances, axis=1)
            near = np.take_along_axis(near, order, 1)
            near[np.isinf(np.take_along_axis(distances, order, 1))] = -1
            near[:, :_CLOSEST] = rng.permuted(near[:, :_CLOSEST], axis=1)
            found[part] = near
        return found

    def _weights(self, gaps: Mask, names: Sequence[str]) -> Singles:
        """Return how much each part of the code counts for each row. Shape: (rows, parts)."""
        places = [[own.name for own in self._columns].index(name) for name in names]
        asked = gaps.astype(np.float64)
        says = asked @ self._says[places] / np.maximum(asked.sum(axis=1, keepdims=True), 1.0)
        return np.repeat(says, np.diff(self._ends, prepend=0), axis=1).astype(np.float32)

    def _squared_correlations(self) -> NDArray[np.float64]:
        """Return how much of each column (row) each other one tells: the largest squared correlation of parts."""
        spread = self._cells.std(axis=0)
        scaled = (self._cells - self._cells.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
        squared = np.square(scaled.T @ scaled / max(1, scaled.shape[0]))
        starts = np.concatenate([[0], self._ends[:-1]])
        largest = np.maximum.reduceat(np.maximum.reduceat(squared, starts, axis=0), starts, axis=1)
        return np.maximum(largest.astype(np.float64) - _LEAST, _LEAST / 10)


class _Measure:
    """Codes one column: ranks of numbers from -1.7 to 1.7 (variance 1), a column for each frequent word."""

    def __init__(self, column: pl.Series) -> None:
        self.name = column.name
        self._sorted: NDArray[np.float64] | None = None
        known = column.drop_nulls()
        if column.dtype == pl.String:
            counts = known.alias("word").value_counts().sort(["count", "word"], descending=[True, False])
            self._words = counts["word"].head(_MOST_WORDS).to_list()
            shares = counts["count"].head(_MOST_WORDS).to_numpy() / max(1, len(known))
            # Two different words are as far apart as two numbers are on average.
            self._size = float(1.0 / np.sqrt(max(1.0 - float((shares**2).sum()), 0.05)))
        else:
            self._sorted = np.sort(_floats(known))

    def coded(self, column: pl.Series) -> Singles:
        """Return the codes of `column`, NaN where it is missing. Shape: (rows, parts)."""
        if self._sorted is not None:
            values = _floats(column)
            below, up_to = (np.searchsorted(self._sorted, values, side) for side in ("left", "right"))
            rank = (below + up_to) / (2 * max(1, self._sorted.size)) - 0.5
            return np.where(np.isnan(values), np.nan, rank * np.sqrt(12))[:, None].astype(np.float32)
        missing = column.is_null().to_numpy()
        words = self._words or [""]
        parts = [(column == word).fill_null(value=False).to_numpy() for word in words]
        return np.where(missing[:, None], np.nan, np.stack(parts, axis=1) * self._size).astype(np.float32)


def _floats(column: pl.Series) -> NDArray[np.float64]:
    numbers = column.dt.epoch("us") / 1e6 if column.dtype == pl.Datetime else column
    return np.asarray(numbers.cast(pl.Float64).fill_null(float("nan")).to_numpy(), np.float64)
