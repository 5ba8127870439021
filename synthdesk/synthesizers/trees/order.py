"""The order in which columns are drawn: those that tell most about the others first."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from synthdesk.synthesizers.discrete.binning import FEW_VALUES, Codes

GROUPS = 12
"""Into about so many groups of equally many rows the codes of a column with many are put."""
MOST_ROWS = 20_000
"""Rows that are looked at."""


def order_of(codes: Codes, rng: np.random.Generator) -> tuple[int, ...]:
    """Return the columns of `codes` in the order in which they are to be drawn.

    A column's place hangs on its mutual information with each other column, summed and divided by its own
    entropy: what it tells for each bit of its own that has to be made up first. So the columns on which much
    hangs are asked about by all that follow, while what goes together by them alone needs no question.

    Args:
        codes: Of all columns. Shape: (rows, columns), at least one row.
        rng: Chooses the rows that are looked at where there are more than 20,000.
    """
    if codes.shape[0] > MOST_ROWS:
        codes = codes[rng.choice(codes.shape[0], MOST_ROWS, replace=False)]
    coarse = [_coarse(column) for column in codes.T]
    own = np.array([_entropy(column) for column in coarse])
    told = np.zeros(len(coarse))
    for one, other in combinations(range(len(coarse)), 2):
        both = coarse[one] * (1 + coarse[other].max()) + coarse[other]
        told[[one, other]] += max(0.0, own[one] + own[other] - _entropy(both))
    share = np.divide(told, own, out=np.zeros_like(told), where=own > 0)
    return tuple(np.argsort(-share, kind="stable").tolist())


def _coarse(codes: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return few codes as they are, many in groups of neighbours with about equally many rows."""
    counts = np.bincount(codes)
    if np.count_nonzero(counts) <= FEW_VALUES + 1:
        return codes.astype(np.int64)
    below = np.cumsum(counts) - counts / 2
    return np.asarray((below * GROUPS / codes.size).astype(np.int64)[codes])


def _entropy(codes: NDArray[np.int64]) -> float:
    """Return the entropy of `codes` in nats, corrected for few rows (Miller 1955)."""
    counts = np.bincount(codes)
    seen = counts[counts > 0]
    return float(entr(seen / codes.size).sum() + (seen.size - 1) / (2 * codes.size))
