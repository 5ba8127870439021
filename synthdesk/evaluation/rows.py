"""The rows an evaluation looks at."""

from collections.abc import Callable
from dataclasses import dataclass, replace

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
        patients: A number for the patient of each row of `real`, None where each row is one. All rows of a
            patient were learned, or none. Shape: (real.height,), int64.
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
    patients: NDArray[np.int64] | None = None

    @property
    def enough_held_out(self) -> bool:
        """Whether at least `FEWEST_HELD_OUT` patients were held out."""
        if self.patients is None:
            return self.holdout.height >= FEWEST_HELD_OUT
        return len(np.unique(self.patients[~self.learned])) >= FEWEST_HELD_OUT

    def one_of_each_patient(self) -> "Rows":
        """Return the same with one real row of each patient, drawn at random: rows that tell independently."""
        if self.patients is None:
            return self
        mixed = np.random.default_rng([self.seed, 0x9A71]).permutation(len(self.patients))
        _, first = np.unique(self.patients[mixed], return_index=True)
        chosen = np.zeros(len(self.patients), bool)
        chosen[mixed[first]] = True
        return replace(
            self,
            train=self.train.filter(chosen[self.learned]),
            holdout=self.holdout.filter(chosen[~self.learned]),
            real=self.real.filter(chosen),
            learned=self.learned[chosen],
            patients=None,
        )
