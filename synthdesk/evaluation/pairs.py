"""Two columns together as a small table of shares, real beside synthetic, to be drawn as two maps."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.disclosure import SMALLEST_GROUP
from synthdesk.domain.results import PairComparison
from synthdesk.evaluation import coding, drawing, words
from synthdesk.evaluation.coding import Codes
from synthdesk.evaluation.similarity import PairScore

LABELS_AT_MOST = 12
_GROUPS = 8


@dataclass(frozen=True)
class _Axis:
    """One side of the table: the labels and, for both tables, the label of each row."""

    labels: tuple[str, ...]
    real: Codes
    synthetic: Codes


def table(
    score: PairScore, real: pl.DataFrame, synthetic: pl.DataFrame, discrete: frozenset[str]
) -> PairComparison:
    """Return the two-way tables of the pair `score`, at most 12 labels a side.

    Shares are rounded to steps of five rows, so that a single patient shows in no cell.
    """
    axes = [axis(real[name], synthetic[name], name in discrete) for name in (score.first, score.second)]
    first, second = axes
    sizes = (len(first.labels), len(second.labels))
    return PairComparison(
        first=score.first,
        second=score.second,
        similarity=score.similarity,
        first_labels=first.labels,
        second_labels=second.labels,
        real=_shares(first.real, second.real, sizes),
        synthetic=_shares(first.synthetic, second.synthetic, sizes),
    )


def axis(real: pl.Series, synthetic: pl.Series, discrete: bool) -> _Axis:  # noqa: FBT001  # one kind or the other
    """Return the side of the table for one column; the last labels are "other" and "missing" if needed."""
    made = _of_values(real, synthetic) if discrete else _of_numbers(real, synthetic)
    used = np.bincount(np.concatenate([made.real, made.synthetic]), minlength=len(made.labels)) > 0
    place = np.cumsum(used) - 1
    labels = tuple(label for label, is_used in zip(made.labels, used, strict=True) if is_used)
    return _Axis(labels, place[made.real], place[made.synthetic])


def _of_values(real: pl.Series, synthetic: pl.Series) -> _Axis:
    coder = coding.categories(real)
    codes = coder.codes(real)
    counts = np.bincount(codes, minlength=coder.size)[: coder.levels]
    frequent = [int(k) for k in np.argsort(-counts, kind="stable") if counts[k] >= SMALLEST_GROUP]
    shown = sorted(frequent[: LABELS_AT_MOST - 2])
    place = np.full(coder.size, len(shown))
    place[shown] = np.arange(len(shown))
    place[coder.levels] = len(shown) + 1
    labels = (*(drawing.level_words(coder, k) for k in shown), "other", "missing")
    return _Axis(labels, place[codes], place[coder.codes(synthetic)])


def _of_numbers(real: pl.Series, synthetic: pl.Series) -> _Axis:
    values = coding.numbers(real)
    present = values[~np.isnan(values)]
    dates = real.dtype == pl.Datetime
    cuts = _round_cuts(present)
    coder = coding.Coder(len(cuts) + 1, None, np.array(cuts), None)
    labels = (*_labels(cuts, dates=dates), "missing")
    return _Axis(labels, coder.codes_of_numbers(values), coder.codes_of_numbers(coding.numbers(synthetic)))


def _round_cuts(present: coding.Numbers) -> list[float]:
    """Return cuts near the octiles, rounded to a tenth of the width between them."""
    if len(present) < SMALLEST_GROUP * 2:
        return []
    octiles = np.quantile(present, np.linspace(0, 1, _GROUPS + 1))
    width = float(octiles[-2] - octiles[1]) / _GROUPS
    if width <= 0:
        return []
    step = words.nice_step(width / 4)
    return sorted({words.round_to(round(float(cut) / step) * step, step) for cut in octiles[1:-1]})


def _labels(cuts: list[float], *, dates: bool) -> tuple[str, ...]:
    if not cuts:
        return ("any",)
    step = min((b - a for a, b in pairwise(cuts)), default=abs(cuts[0]) or 1.0)
    ends = [words.date_words(c, step) if dates else words.number_words(c, step) for c in cuts]
    between = [f"{a} – {b}" for a, b in pairwise(ends)]
    return (f"< {ends[0]}", *between, f"≥ {ends[-1]}")


def _shares(first: Codes, second: Codes, sizes: tuple[int, int]) -> tuple[tuple[float, ...], ...]:
    counts: NDArray[np.int64] = coding.two_way(first, second, sizes)
    rows = max(int(counts.sum()), 1)
    shares = np.round(counts / SMALLEST_GROUP) * SMALLEST_GROUP / rows
    return tuple(tuple(float(share) for share in line) for line in shares)
