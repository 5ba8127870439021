"""Rows as points, so that how near two of them are is one matrix product for thousands of pairs."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.evaluation import coding
from synthdesk.evaluation.coding import Numbers

LEVELS_AT_MOST = 50
"""Rarer values of a column share places, so that a very long list of values stays cheap."""

_BLOCK = 512
_WIDE = 0.9

Points = NDArray[np.float32]


class Space:
    """Places rows so that the squared distance of two is a sum over columns, each 0 for equal values.

    A different category counts 1. Numbers are scaled so that the middle 90 % of the real rows span 1; beyond
    that distances grow with the logarithm. A missing value is as far from a number as another category.

    Args:
        real: Real rows, VALUES, by which the scales are chosen.
    """

    def __init__(self, real: pl.DataFrame) -> None:
        self.names = tuple(real.columns)
        discrete = {n for n in self.names if not (real[n].dtype.is_numeric() or real[n].dtype == pl.Datetime)}
        self._coders = {name: coding.categories(real[name]) for name in self.names if name in discrete}
        self._scales = {n: _scale(coding.numbers(real[n])) for n in self.names if n not in discrete}
        self.places = self._place_columns()
        """The coordinates of each column."""

    @property
    def width(self) -> int:
        """Number of coordinates."""
        return self.places[-1].stop if self.places else 0

    def points(self, frame: pl.DataFrame) -> Points:
        """Return the point of each row. Shape: (rows, width)."""
        found: Points = np.zeros((frame.height, self.width), np.float32)
        for name, place in zip(self.names, self.places, strict=True):
            coder = self._coders.get(name)
            if coder is not None:
                codes = _few(coder.codes(frame[name]), coder.size)
                found[np.arange(frame.height), place.start + codes] = np.sqrt(0.5)
            else:
                self._place_numbers(found[:, place], coding.numbers(frame[name]), name)
        return found

    def plain(self, frame: pl.DataFrame) -> Points:
        """Return each column as one number: a category's code, or the number itself. Shape: (rows, columns)."""
        columns = [
            self._coders[name].codes(frame[name]).astype(np.float32)
            if name in self._coders
            else coding.numbers(frame[name]).astype(np.float32)
            for name in self.names
        ]
        return np.column_stack(columns) if columns else np.zeros((frame.height, 0), np.float32)

    def _place_columns(self) -> list[slice]:
        places, start = [], 0
        for name in self.names:
            size = min(self._coders[name].size, LEVELS_AT_MOST) if name in self._coders else 2
            places.append(slice(start, start + size))
            start += size
        return places

    def _place_numbers(self, part: Points, values: Numbers, name: str) -> None:
        middle, spread = self._scales[name]
        scaled = (values - middle) / spread
        soft = np.sign(scaled) * np.where(
            np.abs(scaled) <= 1, np.abs(scaled), 1 + np.log(np.abs(scaled) + 1e-9)
        )
        missing = np.isnan(values)
        part[:, 0] = np.where(missing, 0.0, soft)
        part[:, 1] = missing


def blocks(queries: Points, targets: Points) -> Iterator[tuple[slice, Points]]:
    """Yield squared distances of some queries at a time to all targets. Shape of each: (queries, targets)."""
    lengths = (targets**2).sum(axis=1)
    for start in range(0, len(queries), _BLOCK):
        part = slice(start, min(start + _BLOCK, len(queries)))
        here = queries[part]
        squared: Points = (here**2).sum(axis=1)[:, None] + lengths[None, :] - 2.0 * (here @ targets.T)
        np.maximum(squared, 0.0, out=squared)
        yield part, squared


def nearest(queries: Points, targets: Points) -> Numbers:
    """Return the distance of each query to the nearest target; infinite without targets. Shape: (queries,)."""
    found: Numbers = np.full(len(queries), np.inf)
    if len(targets):
        for part, squared in blocks(queries, targets):
            found[part] = np.sqrt(squared.min(axis=1))
    return np.where(found < _SAME, 0.0, found)


def isolation(
    queries: Points, pool: Points, own: Sequence[int] | NDArray[np.int64], neighbours: int
) -> Numbers:
    """Return the mean distance of each query to its nearest rows of `pool`, itself left out.

    Args:
        queries: Points.
        pool: Points to look among, more than `neighbours`.
        own: For each query its row in `pool`, -1 when it is not there.
        neighbours: How many nearest rows count (Meeus et al. 2023, arXiv:2306.10308).
    """
    found: Numbers = np.zeros(len(queries))
    owned = np.asarray(own)
    for part, squared in blocks(queries, pool):
        mine = owned[part]
        here = np.flatnonzero(mine >= 0)
        squared[here, mine[here]] = np.inf
        closest = np.partition(squared, neighbours - 1, axis=1)[:, :neighbours]
        found[part] = np.sqrt(closest).mean(axis=1)
    return found


_SAME = 2e-3
"""Distances below this are rounding errors of single precision."""


def _few(codes: coding.Codes, size: int) -> coding.Codes:
    return codes if size <= LEVELS_AT_MOST else codes % LEVELS_AT_MOST


def _scale(values: Numbers) -> tuple[float, float]:
    present = values[~np.isnan(values)]
    if not len(present):
        return 0.0, 1.0
    low, middle, high = np.quantile(present, ((1 - _WIDE) / 2, 0.5, (1 + _WIDE) / 2))
    spread = float(high - low) or float(present.std())
    return float(middle), spread or 1.0
