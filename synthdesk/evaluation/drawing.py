"""What is drawn of a column, real beside synthetic, without giving single patients away.

Ends of axes are round and never an extreme of the data; categories of fewer than five real rows are counted
among the others.
"""

import math

import numpy as np
import polars as pl

from synthdesk.domain.disclosure import SMALLEST_GROUP
from synthdesk.domain.facts import Bars, Histogram
from synthdesk.evaluation import coding
from synthdesk.evaluation.coding import Coder, Codes, Numbers
from synthdesk.evaluation.words import DAY, date_words, nice_step, number_words, round_to

LABELS_AT_MOST = 12
BARS = 24
_TAIL = 0.005
_MINUTE, _HOUR = 60.0, 3600.0
_MANY_DECIMALS = 6
_TIME_STEPS = (
    *(_MINUTE * n for n in (1, 5, 15)),
    *(_HOUR * n for n in (1, 3, 6, 12)),
    *(DAY * n for n in (1, 2, 7, 14, 30, 91, 182, 365, 730, 1826, 3652, 7305, 18_262, 36_524)),
)


class Picture:
    """How one column is drawn: the edges or labels, decided on the real rows.

    Args:
        column: The real rows of the column.
        coder: The coder of a discrete column; None for a continuous one.
    """

    def __init__(self, column: pl.Series, coder: Coder | None) -> None:
        self._is_date = column.dtype == pl.Datetime
        self._coder = coder
        if coder is None:
            self._edges = edges(coding.numbers(column), dates=self._is_date)
            self._shown: tuple[int, ...] = ()
        else:
            counts = np.bincount(coder.codes(column), minlength=coder.size)[: coder.levels]
            self._shown = _most_frequent(counts, in_order=coder.texts is None)
        self.words = self.words_for(column)
        """One plain fact about the real rows."""

    def beside(
        self, synthetic: pl.Series, real: tuple[Codes, Numbers | None], codes: Codes
    ) -> tuple[Histogram | Bars, Histogram | Bars]:
        """Return the drawings of real and synthetic rows, with the same edges or labels."""
        if self._coder is None:
            real_values = real[1] if real[1] is not None else np.empty(0)
            return self._histogram(real_values), self._histogram(coding.numbers(synthetic))
        return self._bars(self._coder, real[0]), self._bars(self._coder, codes)

    def words_for(self, column: pl.Series) -> str:
        """Return one plain fact: "61.2 ± 14.0", the middle date, or the most frequent shown value."""
        if self._coder is not None:
            return self._words_of_shares(self._coder, self._coder.codes(column))
        present = coding.numbers(column)
        present = present[~np.isnan(present)]
        if len(present) < SMALLEST_GROUP:
            return ""
        if self._is_date:
            return date_words(float(np.median(present)), DAY * 30)
        mean, spread = float(present.mean()), float(present.std())
        return f"{number_words(mean, spread / 10)} ± {number_words(spread, spread / 10)}"

    def _histogram(self, values: Numbers) -> Histogram:
        if len(self._edges) < 2:
            return Histogram((), ())
        inside = np.clip(values[~np.isnan(values)], self._edges[0], self._edges[-1])
        counts, _ = np.histogram(inside, np.array(self._edges))
        return Histogram(self._edges, tuple(int(n) for n in counts))

    def _bars(self, coder: Coder, codes: Codes) -> Bars:
        counts = np.bincount(codes, minlength=coder.size)
        shown = tuple(int(counts[level]) for level in self._shown)
        others = int(counts.sum() - counts[coder.levels]) - sum(shown)
        return Bars(tuple(level_words(coder, level) for level in self._shown), shown, others)

    def _words_of_shares(self, coder: Coder, codes: Codes) -> str:
        counts = np.bincount(codes, minlength=coder.size)
        present = int(counts.sum() - counts[coder.levels])
        if not self._shown or not present:
            return ""
        level = max(self._shown, key=lambda k: int(counts[k]))
        return f"{level_words(coder, level)} {100 * counts[level] / present:.0f} %"


def edges(values: Numbers, *, dates: bool) -> tuple[float, ...]:
    """Return round edges of at most about `BARS` bars over all values but the outermost 0.5 % on each side.

    Rows outside are counted in the outermost bars. () when there are fewer than five values.
    """
    present = values[~np.isnan(values)]
    if len(present) < SMALLEST_GROUP:
        return ()
    low, high = (float(q) for q in np.quantile(present, (_TAIL, 1 - _TAIL)))
    whole = not dates and bool(np.all(present == np.round(present)))
    step = _time_step((high - low) / BARS) if dates else nice_step((high - low) / BARS)
    if whole:
        step = max(step, 1.0)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    if whole and step == 1.0:
        last = max(last, math.floor(high) + 1)
    return tuple(round_to(i * step, step) for i in range(first, last + 1))


def level_words(coder: Coder, level: int) -> str:
    """Return the value with code `level` as shown to people."""
    if coder.texts is not None:
        return coder.texts[level]
    return f"{coder.values[level]:.{_decimals_shown(coder)}f}"


def _decimals_shown(coder: Coder) -> int:
    """Return the decimals to show; of very many (those of a 32-bit float) only what tells the values apart."""
    most = coder.decimals or 0
    if most <= _MANY_DECIMALS:
        return most
    tells_apart = (
        decimals
        for decimals in range(1, most)
        if len(np.unique(np.round(coder.values, decimals))) == len(coder.values)
    )
    return next(tells_apart, most)


def _most_frequent(counts: np.ndarray, *, in_order: bool) -> tuple[int, ...]:
    """Return the codes of at most `LABELS_AT_MOST` values with enough rows, most frequent first."""
    order = [int(level) for level in np.argsort(-counts, kind="stable") if counts[level] >= SMALLEST_GROUP]
    shown = order[:LABELS_AT_MOST]
    return tuple(sorted(shown) if in_order else shown)


def _time_step(at_least: float) -> float:
    return next((step for step in _TIME_STEPS if step >= at_least), _TIME_STEPS[-1])
