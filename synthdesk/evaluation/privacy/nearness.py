"""Rows that agree in all columns but one number: are their numbers closer than chance brings them?

A generator that copies patients and adds a little noise, or none, is seen here even where many rows agree in
everything else by chance: then the remaining number is a matter of chance too, and how close it comes by
chance is measured on pairs of real rows and on held-out rows beside the same synthetic ones.

What is counted are rows, not pairs: a row that agrees with very many others has a near one by chance, and its
many pairs would drown the few that were copied.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdesk.evaluation.coding import Numbers
from synthdesk.evaluation.privacy.exact import binomial_greater, clopper_pearson, share_at_most
from synthdesk.evaluation.privacy.keys import Keys

CLOSE = (0.025, 0.05)
"""A row is close when chance would bring a value as near with at most this probability, were the number drawn anew."""

PAIRS_AT_MOST = 500_000
FEWEST_ROWS = 8
"""With fewer real rows that agree with another one, chance is not known for this column."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Rows that agree with at least one other row in all columns but one.

    Attributes:
        rows: Rows in all.
        close: Rows whose value is close to that of such another row, for each of `CLOSE` (equal ones included).
        equal: Rows whose value is equal.
        equal_by_chance: Mean chance of a row to be equal if the column had nothing to do with the others.
    """

    rows: int
    close: tuple[int, ...]
    equal: int
    equal_by_chance: float


@dataclass(frozen=True)
class Table:
    """One table for one column: its rows' keys over all other columns, and their values in this one."""

    keys: Keys
    values: Numbers

    def only(self, chosen: NDArray[np.bool_]) -> "Table":
        """Return the chosen rows."""
        return Table(self.keys[chosen], self.values[chosen])


def odds(learned: Table, held_out: Table, synthetic: Table, real: Table) -> float | None:
    """Return how likely rows as close as those of `learned` to `synthetic` ones are by chance, 0-1.

    None where that is not known: too few real rows agree with another in all other columns, or too many.

    Args:
        learned: Real rows the model has learned, each there only once.
        held_out: Real rows it has not learned, likewise.
        synthetic: Rows to check.
        real: All real rows; how close these are to each other shows what chance does.
    """
    spread = np.sort(real.values[~np.isnan(real.values)])
    found = _neighbours(learned, synthetic, spread, same=False)
    strangers = _neighbours(held_out, synthetic, spread, same=False)
    each_other = _neighbours(real, real, spread, same=True)
    if found is None or strangers is None or each_other is None or each_other.rows < FEWEST_ROWS:
        return None
    chances = _chances(found, strangers, _together(each_other, strangers))
    return min(1.0, len(chances) * min(chances))


def _chances(found: Neighbours, strangers: Neighbours, by_chance: Neighbours) -> list[float]:
    """Return the chance of each count of `found`: the close ones, and the equal ones."""
    close = [
        max(share_at_most(n, by_chance.rows), clopper_pearson(m, strangers.rows)[0], at)
        for n, m, at in zip(by_chance.close, strangers.close, CLOSE, strict=True)
    ]
    equal = max(
        min(1.0, close[-1] / CLOSE[-1] * found.equal_by_chance),
        share_at_most(by_chance.equal, by_chance.rows),
        clopper_pearson(strangers.equal, strangers.rows)[0],
    )
    counts = zip((*found.close, found.equal), (*close, equal), strict=True)
    return [binomial_greater(hits, found.rows, rate) for hits, rate in counts]


def _together(each_other: Neighbours, strangers: Neighbours) -> Neighbours:
    """Return what chance does; of two real rows that are close both were counted, but they tell only once."""
    return Neighbours(
        each_other.rows // 2 + strangers.rows,
        tuple(_half(n) + m for n, m in zip(each_other.close, strangers.close, strict=True)),
        _half(each_other.equal) + strangers.equal,
        strangers.equal_by_chance,
    )


def _neighbours(rows: Table, others: Table, spread: Numbers, *, same: bool) -> Neighbours | None:
    """Return the counts over all rows, None when there are too many pairs to look at."""
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
        wanted &= left != right
    left, right = left[wanted], right[wanted]
    distance = np.full(len(rows.keys), np.inf)
    np.minimum.at(distance, left, np.abs(rows.values[left] - others.values[right]))
    partners = np.bincount(left, minlength=len(rows.keys))
    has_one = partners > 0
    return _counted(rows.values[has_one], distance[has_one], partners[has_one], spread)


def _counted(values: Numbers, distance: Numbers, partners: NDArray[np.int64], spread: Numbers) -> Neighbours:
    """Return the counts of rows with these values whose nearest of so many partners is so far away."""
    rows = max(len(spread), 1)
    by_chance = _of_any(_rows_between(spread, values - distance, values + distance) / rows, partners)
    alike = _of_any(_rows_between(spread, values, values) / rows, partners)
    return Neighbours(
        len(values),
        tuple(int((by_chance <= close).sum()) for close in CLOSE),
        int((distance == 0).sum()),
        float(alike.mean()) if len(values) else 0.0,
    )


def _of_any(share: Numbers, partners: NDArray[np.int64]) -> Numbers:
    """Return the chance that at least one of so many partners is there, each with the chance `share`."""
    none: Numbers = np.power(1.0 - np.minimum(share, 1.0), partners)
    return 1.0 - none


def _half(count: int) -> int:
    return (count + 1) // 2


def _rows_between(spread: Numbers, low: Numbers, high: Numbers) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.searchsorted(spread, high, "right") - np.searchsorted(spread, low, "left")
    return counts
