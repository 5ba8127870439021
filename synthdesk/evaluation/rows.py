"""The rows an evaluation looks at."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

FEWEST_HELD_OUT = 200
"""With fewer held-out rows the checks that rest on them are not testable (README, "Evidence")."""

Report = Callable[[float], None]
"""Is told the share of the work that is done, 0-1; may raise to stop the work."""


@dataclass(frozen=True)
class Rows:
    """One synthetic table and the real rows behind it.

    Attributes:
        train: Real rows the model has learned, VALUES, treated as the model sees them (rare values grouped).
        holdout: Real rows it has not learned, the same columns.
        synthetic: Rows to check, treated alike.
        real: All real rows as they are read, not treated: what rare values and extremes are measured on.
        learned: Whether each row of `real` was learned. Shape: (real.height,).
        released: Synthetic rows as they are given away, not treated.
        seed: Start of the random numbers for sub-samples.
        smallest_group: Groups of fewer real rows than this are rare.
        sensitive: Columns nobody may guess; () takes every column.
        known: Columns an outsider may know; () takes those whose names say so.
    """

    train: pl.DataFrame
    holdout: pl.DataFrame
    synthetic: pl.DataFrame
    real: pl.DataFrame
    learned: NDArray[np.bool_]
    released: pl.DataFrame
    seed: int
    smallest_group: int = 5
    sensitive: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    @property
    def enough_held_out(self) -> bool:
        """Whether there are at least `FEWEST_HELD_OUT` held-out rows."""
        return self.holdout.height >= FEWEST_HELD_OUT
