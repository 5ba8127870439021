"""Distances to the nearest real row: a measure of similarity for experts, and none of privacy.

That no synthetic row is nearer to learned rows than held-out ones are does not show that nothing leaks
(Yao et al. 2025, "The DCR Delusion", arXiv:2505.01524); it is told because readers of papers ask for it.
"""

import numpy as np
import polars as pl

from synthdesk.domain.whole_rows import Closeness
from synthdesk.evaluation import coding
from synthdesk.evaluation.coding import Numbers
from synthdesk.evaluation.privacy.distances import Points, Space, blocks

ROWS_AT_MOST = 4_000
FEWEST_ROWS = 20
_TINY = 1e-6


def measure(
    learned: pl.DataFrame, holdout: pl.DataFrame, synthetic: pl.DataFrame, seed: int
) -> Closeness | None:
    """Return distances (DCR) and distance ratios (NNDR) to learned rows; None with too few rows.

    As many synthetic as held-out rows are looked at, so that both have the same chance to be near.
    """
    learned = coding.sample(learned, ROWS_AT_MOST, seed)
    size = min(holdout.height, synthetic.height, ROWS_AT_MOST)
    if size < FEWEST_ROWS or learned.height < FEWEST_ROWS or not learned.width:
        return None
    space = Space(pl.concat([learned, holdout]))
    targets = space.points(learned)
    chosen = (coding.sample(table, size, seed) for table in (synthetic, holdout))
    sides = [_nearest_two(space.points(rows), targets) for rows in chosen]
    middles = [float(np.median(first)) for first, _ in sides]
    lows = [float(np.quantile(first, 0.05)) for first, _ in sides]
    ratios = [float(np.median((first + _TINY) / (second + _TINY))) for first, second in sides]
    return Closeness(middles[0], middles[1], lows[0], lows[1], ratios[0], ratios[1])


def _nearest_two(queries: Points, targets: Points) -> tuple[Numbers, Numbers]:
    """Return the distances of each query to its nearest and second nearest target. Shape of each: (queries,)."""
    found: Numbers = np.zeros((len(queries), 2))
    for part, squared in blocks(queries, targets):
        found[part] = np.sqrt(np.partition(squared, 1, axis=1)[:, :2])
    return found[:, 0], found[:, 1]
