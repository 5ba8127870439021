"""The scores of SDMetrics by its own definitions, so that figures can be compared with those others publish.

Ours (`similarity`) are stricter: there a missing value is a value, and tables of pairs are cut at the real
deciles. These are Column Shapes (KSComplement, TVComplement) and Column Pair Trends (CorrelationSimilarity,
ContingencySimilarity) of `sdmetrics`, whose two conventions for the mean over pairs are both given: over all
pairs, and (its quality report since 0.27) over those that hang together in the real table.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.whole_rows import PublishedScores
from synthdesk.evaluation import coding
from synthdesk.evaluation.coding import Codes, Numbers
from synthdesk.evaluation.similarity import ks_distance

CORRELATED_FROM = 0.5
ASSOCIATED_FROM = 0.3
"""How strongly a pair hangs together in the real table to count in the second convention."""

COLUMNS_AT_MOST = 60
_BINS = 10


@dataclass(frozen=True)
class _Column:
    """One column of both tables: codes for tables of pairs, and the numbers of a continuous one."""

    codes: tuple[Codes, Codes]
    values: tuple[Numbers, Numbers] | None


def score(real: pl.DataFrame, synthetic: pl.DataFrame) -> PublishedScores:
    """Return the scores of SDMetrics for the columns of `real`; of wide tables the first 60 columns."""
    names = real.columns[:COLUMNS_AT_MOST]
    columns = [_column(real[name], synthetic[name]) for name in names]
    shapes = [shape(real[name], synthetic[name]) for name in names]
    found = [_pair(first, second) for first, second in combinations(columns, 2)]
    related = [similar for similar, relation in found if relation]
    return PublishedScores(
        shapes=_mean(shapes),
        trends_all_pairs=_mean([similar for similar, _ in found]),
        trends_related_pairs=_mean(related),
        related_pairs=len(related),
        pairs=len(found),
    )


def shape(real: pl.Series, synthetic: pl.Series) -> float:
    """Return KSComplement of numbers and dates, TVComplement of categories; missing values left out."""
    if is_continuous(real):
        first, second = (values[~np.isnan(values)] for values in map(coding.numbers, (real, synthetic)))
        return 1.0 - ks_distance(first, second)
    codes = _common_codes(real.drop_nulls(), synthetic.drop_nulls())
    return 1.0 - _variation(*codes)


def correlation_similarity(real: tuple[Numbers, Numbers], synthetic: tuple[Numbers, Numbers]) -> float:
    """Return CorrelationSimilarity (Pearson) of two columns; NaN when a column is constant."""
    return 1.0 - abs(_pearson(*real) - _pearson(*synthetic)) / 2


def contingency_similarity(real: tuple[Codes, Codes], synthetic: tuple[Codes, Codes]) -> float:
    """Return ContingencySimilarity of two coded columns."""
    width = 1 + max(int(codes.max(initial=0)) for codes in (real[1], synthetic[1]))
    return 1.0 - _variation(real[0] * width + real[1], synthetic[0] * width + synthetic[1])


def own_bins(values: Numbers) -> Codes:
    """Return the bin of each number among ten equal ones between the table's own extremes; NaN is 11."""
    present = values[~np.isnan(values)]
    edges = np.histogram_bin_edges(present, _BINS) if len(present) else np.zeros(1)
    return np.digitize(values, edges).astype(np.int64)


def is_continuous(column: pl.Series) -> bool:
    """Return whether a column counts as numerical or datetime, not as categorical."""
    return column.dtype.is_numeric() or column.dtype == pl.Datetime


def cramers_v(first: Codes, second: Codes) -> float:
    """Return Cramer's V of two coded columns, 0-1; 0 when one has a single value."""
    table = coding.two_way(first, second, (int(first.max(initial=0)) + 1, int(second.max(initial=0)) + 1))
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    smaller = min(table.shape) - 1
    if smaller < 1:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    squared = float(((table - expected) ** 2 / expected).sum()) / float(table.sum())
    return float(np.sqrt(squared / smaller))


def _column(real: pl.Series, synthetic: pl.Series) -> _Column:
    if not is_continuous(real):
        return _Column(_common_codes(real, synthetic), None)
    values = coding.numbers(real), coding.numbers(synthetic)
    return _Column((own_bins(values[0]), own_bins(values[1])), values)


def _common_codes(real: pl.Series, synthetic: pl.Series) -> tuple[Codes, Codes]:
    """Return codes of the texts of both, missing being one of them."""
    texts = pl.concat([real.cast(pl.String), synthetic.cast(pl.String)])
    codes = texts.rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
    return codes[: len(real)], codes[len(real) :]


def _pair(first: _Column, second: _Column) -> tuple[float, bool]:
    """Return how similar a pair is, and whether it hangs together in the real table."""
    if first.values is not None and second.values is not None:
        relation = _pearson(first.values[0], second.values[0])
        similar = correlation_similarity(*zip(first.values, second.values, strict=True))
        return similar, abs(relation) > CORRELATED_FROM
    similar = contingency_similarity(*zip(first.codes, second.codes, strict=True))
    return similar, cramers_v(first.codes[0], second.codes[0]) > ASSOCIATED_FROM


def _pearson(first: Numbers, second: Numbers) -> float:
    both = ~np.isnan(first) & ~np.isnan(second)
    if both.sum() < 2 or not first[both].std() or not second[both].std():
        return float("nan")
    return float(np.corrcoef(first[both], second[both])[0, 1])


def _variation(first: Codes, second: Codes) -> float:
    _, inverse = np.unique(np.concatenate([first, second]), return_inverse=True)
    cells = int(inverse.max(initial=-1)) + 1
    parts: list[NDArray[np.float64]] = [
        np.bincount(part, minlength=cells) / max(len(part), 1)
        for part in (inverse[: len(first)], inverse[len(first) :])
    ]
    return float(np.abs(parts[0] - parts[1]).sum()) / 2


def _mean(scores: list[float]) -> float | None:
    """Return the mean of the scores that are defined (SDMetrics leaves the others out), None without any."""
    defined = [each for each in scores if not np.isnan(each)]
    return float(np.mean(defined)) if defined else None
