"""What of a project may be written down without giving single patients away."""

import math
import sys
from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from synthdesk.domain.facts import Bars, ColumnFacts, Histogram
from synthdesk.domain.project import Project

SMALLEST_GROUP = 5
"""Groups of fewer rows than this are neither named nor counted outside the program."""

_FEWEST_ROWS_FOR_QUARTERS = 20
_LARGEST = sys.float_info.max
_SMALLEST_POWER = -300


def rounded_out(lowest: float, highest: float) -> tuple[float, float]:
    """Return a wider range with round ends, so that the extremes of the data do not show.

    The ends are multiples of the power of ten next below the range.

    >>> rounded_out(18.3, 97.1)
    (10.0, 100.0)
    >>> rounded_out(5, 5)
    (4.0, 6.0)
    """
    if not highest > lowest:
        power = math.floor(math.log10(abs(lowest))) if lowest else 0
        step = 10.0 ** max(power, _SMALLEST_POWER)
        first = math.floor(lowest / step) * step
        return _finite(first - step), _finite(first + step)
    width = highest - lowest
    if not math.isfinite(width):
        return -_LARGEST, _LARGEST
    power = max(math.floor(math.log10(width)), _SMALLEST_POWER)
    if power >= 0:
        step = 10.0**power
        return _finite(math.floor(lowest / step) * step), _finite(math.ceil(highest / step) * step)
    # Dividing by a whole number keeps 0.3 from becoming 0.30000000000000004.
    parts = 10.0**-power
    return math.floor(lowest * parts) / parts, math.ceil(highest * parts) / parts


def without_rows(project: Project) -> Project:
    """Return `project` without rows, examples, extremes, rare values and texts that did not fit."""
    preview = project.preview and replace(project.preview, rows=())
    return replace(project, preview=preview, facts=tuple(coarse(f) for f in project.facts))


def coarse(facts: ColumnFacts) -> ColumnFacts:
    """Return `facts` with nothing in them that belongs to fewer than `SMALLEST_GROUP` rows."""
    few = facts.rows - facts.missing < _FEWEST_ROWS_FOR_QUARTERS
    return replace(
        facts,
        examples=(),
        misfit_examples=(),
        rare=(),
        lowest=None,
        highest=None,
        lower_quarter=None if few else facts.lower_quarter,
        middle=None if few else facts.middle,
        upper_quarter=None if few else facts.upper_quarter,
        drawing=_coarse_drawing(facts.drawing),
    )


def grouped(bars: Bars) -> Bars:
    """Return `bars` with every value of fewer than `SMALLEST_GROUP` rows counted among the others."""
    pairs = list(zip(bars.labels, bars.counts, strict=True))
    kept = [(label, count) for label, count in pairs if count >= SMALLEST_GROUP]
    others = bars.others + sum(bars.counts) - sum(count for _, count in kept)
    return Bars(tuple(label for label, _ in kept), tuple(count for _, count in kept), others)


def _finite(value: float) -> float:
    return min(max(value, -_LARGEST), _LARGEST)


def _coarse_drawing(drawing: Histogram | Bars | None) -> Histogram | Bars | None:
    if isinstance(drawing, Histogram):
        return _with_round_ends(drawing)
    return None if drawing is None else grouped(drawing)


def _with_round_ends(histogram: Histogram) -> Histogram:
    """Return the histogram redrawn between round ends, the rows of a bar spread evenly over its width."""
    bins = len(histogram.counts)
    if not bins or not sum(histogram.counts):
        return Histogram((), ())
    low, high = rounded_out(histogram.edges[0], histogram.edges[-1])
    edges = (*(low + (high - low) * i / bins for i in range(bins)), high)
    below = [round(_rows_below(histogram, edge)) for edge in edges]
    return Histogram(edges, tuple(b - a for a, b in pairwise(below)))


def _rows_below(histogram: Histogram, value: float) -> float:
    edges, counts = histogram.edges, histogram.counts
    if value >= edges[-1]:
        return float(sum(counts))
    bar = bisect_right(edges, value) - 1
    if bar < 0:
        return 0.0
    width = edges[bar + 1] - edges[bar]
    return sum(counts[:bar]) + counts[bar] * ((value - edges[bar]) / width if width else 0.0)
