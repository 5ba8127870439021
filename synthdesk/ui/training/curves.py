"""The figures of a run as they come in: growing arrays, thinned for drawing."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MOST_POINTS = 1000
"""More points than this cost time to draw and are no wider than a line."""

Numbers = NDArray[np.float64]


class Curves:
    """Rows of numbers that grow: the round, then one value for each of `names`.

    The rounds never fall; a run that goes on from a checkpoint first forgets what came after it.
    """

    def __init__(self, *names: str) -> None:
        self.names = names
        self._rows = np.empty((256, 1 + len(names)))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, epoch: float, *values: float) -> None:
        """Add the values after `epoch` rounds; what was added for the same round before gives way."""
        if self._count and self._rows[self._count - 1, 0] == epoch:
            self._count -= 1
        if self._count == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[self._count] = (epoch, *values)
        self._count += 1

    def forget_after(self, epoch: float) -> None:
        """Drop everything that came after `epoch` rounds."""
        self._count = int(np.searchsorted(self._rows[: self._count, 0], epoch, side="right"))

    def clear(self) -> None:
        self._count = 0

    def points(self) -> list[tuple[int, float]]:
        """Return (round, first value) of every row."""
        return [(int(epoch), float(value)) for epoch, value in self._rows[: self._count, :2]]

    def shown(self, name: str, most: int = MOST_POINTS) -> tuple[Numbers, Numbers]:
        """Return at most `most` (even) points: all of them, or the lowest and highest of equal parts."""
        x = self._rows[: self._count, 0]
        y = self._rows[: self._count, 1 + self.names.index(name)]
        if self._count <= most:
            return x.copy(), y.copy()
        parts = most // 2
        edges = np.linspace(0, self._count, parts + 1).astype(int)
        chosen = [_extremes(y[a:b], a) for a, b in pairwise(edges)]
        places = np.concatenate(chosen)
        return x[places], y[places]


def _extremes(values: Numbers, start: int) -> NDArray[np.int64]:
    """Return the places of the lowest and the highest value in the order in which they came."""
    finite = np.nan_to_num(values, nan=0.0)
    return start + np.sort(np.array([finite.argmin(), finite.argmax()]))
