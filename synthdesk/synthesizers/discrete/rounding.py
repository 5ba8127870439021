"""The grid real numbers lie on, so that new ones lie on it as well."""

import msgspec
import numpy as np
from numpy.typing import NDArray

MOST_DECIMALS = 6


class Grid(msgspec.Struct, frozen=True):
    """The rounding of a column's values.

    Attributes:
        decimals: Digits after the decimal sign; None for values of any fineness.
        single: Whether the values are those of 32-bit numbers, as some statistics programs keep them.
    """

    decimals: int | None
    single: bool

    def rounded(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return `values` on the grid."""
        if self.decimals is not None:
            values = np.round(values, self.decimals) + 0.0
        return values.astype(np.float32).astype(np.float64) if self.single else values


def grid_of(values: NDArray[np.float64]) -> Grid:
    """Return the coarsest grid of at most six decimals that all `values` lie on.

    >>> grid_of(np.array([1.5, 2.0, 3.25]))
    Grid(decimals=2, single=False)
    """
    single = False
    for decimals in range(MOST_DECIMALS + 1):
        if np.allclose(np.round(values, decimals), values, rtol=1e-12, atol=1e-9):
            return Grid(decimals, single)
    with np.errstate(over="ignore"):
        narrow = values.astype(np.float32)
        if not np.array_equal(narrow.astype(np.float64), values):
            return Grid(None, single=False)
    for decimals in range(MOST_DECIMALS + 1):
        if np.array_equal(np.round(values, decimals).astype(np.float32), narrow):
            return Grid(decimals, single=True)
    return Grid(None, single=True)
