"""Columns that are the ratio of two others, or how many percent one is of the other, within their rounding."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from synthdesk.domain.rules import Computed, Formula
from synthdesk.domain.schema import Schema
from synthdesk.preprocessing.constructions import Numbers
from synthdesk.preprocessing.finding_measures import FEWEST_ROWS, MOST_BROKEN, Measures

_SCALES = ((Formula.RATIO, 1.0), (Formula.PERCENT, 100.0))
_PROBE_ROWS, _FIRST_ROWS, _FEWEST_KNOWN = 300, 30, 5
_LEAST_SPREAD = 3.0
"""A column that varies by fewer of its own steps than this would be a ratio by chance."""


def find_ratios(numbers: Measures, schema: Schema) -> Iterator[Computed]:
    """Yield columns that are `a / b` or `100 a / b`, those with most decimals first, one of three columns.

    Args:
        numbers: The numbers of a table.
        schema: How many decimals its columns have.
    """
    cells = numbers.cells[:_PROBE_ROWS]
    decimals = [schema[name].number.decimals for name in numbers.names]  # type: ignore[union-attr]  # all numbers
    steps = 10.0 ** -np.array(decimals, np.float64)
    done: set[frozenset[int]] = set()
    for target in sorted(range(len(steps)), key=lambda place: -decimals[place]):
        spread = np.nanstd(cells[:, target]) if not np.isnan(cells[:, target]).all() else 0.0
        if spread < _LEAST_SPREAD * steps[target]:
            continue
        for formula, scale in _SCALES:
            for first, second in _candidates(cells, target, scale, steps[target]):
                trio = frozenset((target, first, second))
                if trio not in done and _holds(cells, (target, first, second), scale, steps[target]):
                    done.add(trio)
                    parts = (numbers.names[first], numbers.names[second])
                    yield Computed(numbers.names[target], formula, parts)


def _candidates(cells: Numbers, target: int, scale: float, step: float) -> NDArray[np.int64]:
    """Return the pairs of columns whose ratio is the target in a few rows that have one. Shape: (pairs, 2)."""
    fullest = np.argsort(np.isnan(cells).sum(axis=1) + 1e6 * np.isnan(cells[:, target]), kind="stable")
    rows = cells[fullest[:_FIRST_ROWS]]
    errors = _errors(rows[:, :, None], rows[:, None, :], rows[:, target, None, None], scale, step)
    fits = ~(errors > 0).any(axis=0) & ((~np.isnan(errors)).sum(axis=0) >= _FEWEST_KNOWN)
    fits[target], fits[:, target] = False, False
    np.fill_diagonal(fits, val=False)
    return np.argwhere(fits)


def _holds(cells: Numbers, places: tuple[int, int, int], scale: float, step: float) -> bool:
    target, first, second = places
    own = cells[:, target]
    errors = _errors(cells[:, first], cells[:, second], own, scale, step)
    known = ~np.isnan(errors)
    # A zero is the ratio of nearly anything.
    telling = int((known & (own != 0)).sum())
    return telling >= FEWEST_ROWS and float((errors[known] > 0).mean()) <= MOST_BROKEN


def _errors(first: Numbers, second: Numbers, target: Numbers, scale: float, step: float) -> Numbers:
    """Return by how much the ratio misses the target beyond its rounding; NaN where one of the three is missing.

    A value where the ratio has none misses it by any amount.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = scale * first / second
    off = np.abs(ratio - target) - step * (1 + 1e-6) - 1e-9 * np.abs(target)
    known = ~(np.isnan(first) | np.isnan(second) | np.isnan(target))
    return np.where(known, np.where(np.isfinite(ratio), off, np.inf), np.nan)
