"""Rows that agree in all columns but one number: are their numbers closer than chance brings them?

A generator that copies patients and adds a little noise, or none, is seen here even where many rows agree in
everything else by chance: then the remaining number is a matter of chance too, and how close it comes by
chance is measured on pairs of real rows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdesk.evaluation.coding import Numbers
from synthdesk.evaluation.privacy.exact import binomial_greater, share_at_most
from synthdesk.evaluation.privacy.keys import Keys

CLOSE = 0.05
"""Two values are close when at most this share of all rows lies between them and as far on the other side."""

PAIRS_AT_MOST = 500_000
FEWEST_PAIRS = 8
"""With fewer pairs of real rows, chance is not known for this column."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows that agree in all columns but one.

    Attributes:
        count: Pairs in all.
        close: Pairs whose values in that column are close (equal ones included).
        equal: Pairs whose values are equal.
        equal_by_chance: Mean chance of a pair to be equal if the column had nothing to do with the others.
    """

    count: int
    close: int
    equal: int
    equal_by_chance: float


@dataclass(frozen=True)
class Table:
    """One table for one column: its rows' keys over all other columns, and their values in this one."""

    keys: Keys
    values: Numbers


def odds(learned: Table, synthetic: Table, real: Table) -> float:
    """Return how likely pairs as close as those of `learned` with `synthetic` rows are by chance, 0-1.

    1 where chance is not known: too few pairs of real rows agree in all other columns, or too many.

    Args:
        learned: Real rows the model has learned, each there only once.
        synthetic: Rows to check.
        real: All real rows; pairs of these show what chance does.
    """
    spread = np.sort(real.values[~np.isnan(real.values)])
    found = _pairs(learned, synthetic, spread, same=False)
    by_chance = _pairs(real, real, spread, same=True)
    if found is None or by_chance is None or by_chance.count < FEWEST_PAIRS:
        return 1.0
    close = max(share_at_most(by_chance.close, by_chance.count), CLOSE)
    equal = min(
        1.0, max(close / CLOSE * found.equal_by_chance, share_at_most(by_chance.equal, by_chance.count))
    )
    chances = (
        binomial_greater(found.close, found.count, close),
        binomial_greater(found.equal, found.count, equal),
    )
    return min(1.0, len(chances) * min(chances))


def _pairs(rows: Table, others: Table, spread: Numbers, *, same: bool) -> Pairs | None:
    """Return the counts over all pairs, None when there are too many to look at."""
    order = np.argsort(others.keys, kind="stable")
    ordered = others.keys[order]
    first = np.searchsorted(ordered, rows.keys, side="left")
    times = np.searchsorted(ordered, rows.keys, side="right") - first
    if int(times.sum()) > PAIRS_AT_MOST + (len(rows.keys) if same else 0):
        return None
    left: NDArray[np.int64] = np.repeat(np.arange(len(rows.keys)), times)
    within = np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times)
    right = order[np.repeat(first, times) + within]
    wanted = ~np.isnan(rows.values[left]) & ~np.isnan(others.values[right])
    if same:
        wanted &= left < right  # every pair once, and no row with itself
    return _counted(rows.values[left[wanted]], others.values[right[wanted]], spread)


def _counted(here: Numbers, there: Numbers, spread: Numbers) -> Pairs:
    distance = np.abs(here - there)
    between = _rows_between(spread, here - distance, here + distance)
    alike = _rows_between(spread, here, here) / max(len(spread), 1)
    return Pairs(
        len(here),
        int((between <= CLOSE * len(spread)).sum()) if len(here) else 0,
        int((distance == 0).sum()),
        float(alike.mean()) if len(here) else 0.0,
    )


def _rows_between(spread: Numbers, low: Numbers, high: Numbers) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.searchsorted(spread, high, "right") - np.searchsorted(spread, low, "left")
    return counts
