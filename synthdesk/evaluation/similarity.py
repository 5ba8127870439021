"""How similar a synthetic table is to a real one: column by column and pair by pair.

The definitions are those of SDMetrics' Column Shapes and Column Pair Trends, with two differences that make
them stricter: a missing value is a value of its own, and a pair with a discrete column is compared by the
whole two-way table with numbers cut at the real deciles.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.results import ColumnComparison, Similarity
from synthdesk.evaluation import coding, drawing
from synthdesk.evaluation.coding import Coder, Codes, Numbers

ROWS_AT_MOST = 20_000
PAIRS_AT_MOST = 3_000
"""With these limits a comparison takes about half a second at most."""

_PAIRED_COLUMNS_AT_MOST = 400
_TABLE_CELLS_AT_MOST = 100_000
_FLAT = 1e-9
_HALVES_DRAWS = 5
_MANY_ROWS = 2_000


@dataclass(frozen=True)
class PairScore:
    """The similarity of one pair of columns, 0-1."""

    first: str
    second: str
    similarity: float


@dataclass(frozen=True)
class _Column:
    """One column of the reference: its codes and, when it is continuous, its values."""

    name: str
    coder: Coder
    codes: Codes
    shares: NDArray[np.float64]
    values: Numbers | None
    picture: drawing.Picture


class Reference:
    """Real rows that synthetic rows are compared with.

    Args:
        holdout: Real rows no model has learned, VALUES or PREPARED.
        discrete: Names of the columns to compare like categories; None decides by `holdout`.
        rows_at_most: Larger tables are compared by a random part of this many rows.
        pairs_at_most: Wider tables are compared by a random part of this many pairs.
    """

    def __init__(
        self,
        holdout: pl.DataFrame,
        *,
        discrete: Collection[str] | None = None,
        rows_at_most: int = ROWS_AT_MOST,
        pairs_at_most: int = PAIRS_AT_MOST,
    ) -> None:
        self._rows_at_most = rows_at_most
        frame = coding.sample(holdout, rows_at_most, seed=0)
        self.discrete = coding.discrete_columns(holdout) if discrete is None else frozenset(discrete)
        """Names of the columns that are compared like categories."""
        self._columns = tuple(_column(frame[name], name in self.discrete) for name in frame.columns)
        self._paired = _some_columns(len(self._columns))
        self._pairs = _some_pairs(self._paired, pairs_at_most)
        self._correlations = _correlations([self._columns[i].values for i in self._paired])

    @property
    def names(self) -> tuple[str, ...]:
        """The compared columns."""
        return tuple(column.name for column in self._columns)

    def compare(self, synthetic: pl.DataFrame) -> tuple[Similarity, tuple[ColumnComparison, ...]]:
        """Return how similar `synthetic` is, and each column real against synthetic, in the table's order.

        `synthetic` has the columns of the reference (others are not looked at).
        """
        similarity, columns, _ = self.compare_all(synthetic)
        return similarity, columns

    def compare_all(
        self, synthetic: pl.DataFrame
    ) -> tuple[Similarity, tuple[ColumnComparison, ...], tuple[PairScore, ...]]:
        """Return what `compare` returns and the score of each pair of columns."""
        frame = coding.sample(synthetic.select(self.names), self._rows_at_most, seed=0)
        sides = [_side(column, frame[column.name]) for column in self._columns]
        pairs = self._pair_scores(sides)
        comparisons = tuple(map(_comparison, self._columns, sides))
        columns = _mean([score for c, s in zip(self._columns, sides, strict=True) for score in _scores(c, s)])
        trend = _mean([pair.similarity for pair in pairs]) if pairs else columns
        return Similarity((columns + trend) / 2, columns, trend), comparisons, pairs

    def _pair_scores(self, sides: list["_Side"]) -> tuple[PairScore, ...]:
        place = {column: at for at, column in enumerate(self._paired)}
        difference = np.abs(self._correlations - _correlations([sides[i].values for i in self._paired])) / 2
        scores = []
        for i, j in self._pairs:
            first, second = self._columns[i], self._columns[j]
            if first.values is None or second.values is None:
                distance = _table_distance((first, second), (sides[i], sides[j]))
            else:
                distance = float(difference[place[i], place[j]])
            scores.append(PairScore(first.name, second.name, 1.0 - distance))
        return tuple(scores)


def halves(real: pl.DataFrame, seed: int, *, rows: int | None = None) -> Similarity:
    """Return the similarity of two parts of `real` that share no row: as good as real data can be.

    Args:
        real: Real rows, VALUES or PREPARED; two at least.
        seed: Start of the random numbers.
        rows: Rows of each part, at most half of `real`; None takes the halves. Fewer rows look less
            similar, so a fair reference has as many rows as the comparison it stands beside.
    """
    size = min(real.height // 2, ROWS_AT_MOST if rows is None else rows)
    discrete = coding.discrete_columns(real)
    found = []
    for draw in range(_HALVES_DRAWS if size < _MANY_ROWS else 1):
        mixed = real.sample(2 * size, shuffle=True, seed=seed + draw)
        found.append(Reference(mixed[:size], discrete=discrete).compare(mixed[size:])[0])
    return Similarity(
        _mean([s.overall for s in found]), _mean([s.columns for s in found]), _mean([s.pairs for s in found])
    )


def ks_distance(first: Numbers, second: Numbers) -> float:
    """Return the largest difference of the two cumulative shares, 0-1 (Kolmogorov-Smirnov); no NaN inside.

    0 when both are empty, 1 when one is.
    """
    if not len(first) or not len(second):
        return float(len(first) != len(second))
    first, second = np.sort(first), np.sort(second)
    both = np.concatenate([first, second])
    shares = [np.searchsorted(part, both, side="right") / len(part) for part in (first, second)]
    return float(np.abs(shares[0] - shares[1]).max())


@dataclass(frozen=True)
class _Side:
    """One column of the synthetic table, coded by the reference."""

    codes: Codes
    shares: NDArray[np.float64]
    values: Numbers | None
    column: pl.Series


def _column(column: pl.Series, discrete: bool) -> _Column:  # noqa: FBT001  # private, one caller
    values = None if discrete else coding.numbers(column)
    coder = coding.categories(column) if values is None else coding.deciles(values)
    codes = coder.codes(column) if values is None else coder.codes_of_numbers(values)
    picture = drawing.Picture(column, coder if discrete else None)
    return _Column(column.name, coder, codes, _shares(codes, coder), values, picture)


def _side(reference: _Column, column: pl.Series) -> _Side:
    values = None if reference.values is None else coding.numbers(column)
    codes = reference.coder.codes(column) if values is None else reference.coder.codes_of_numbers(values)
    return _Side(codes, _shares(codes, reference.coder), values, column)


def _shares(codes: Codes, coder: Coder) -> NDArray[np.float64]:
    return np.bincount(codes, minlength=coder.size) / max(len(codes), 1)


def _scores(column: _Column, side: _Side) -> list[float]:
    """Return the column's own score and, for numbers with missing values, that of their share."""
    own = _own_score(column, side)
    real_missing = float(column.shares[column.coder.levels])
    if column.values is None or not real_missing:
        return [own]
    return [own, 1.0 - abs(real_missing - float(side.shares[column.coder.levels]))]


def _own_score(column: _Column, side: _Side) -> float:
    if column.values is None or side.values is None:
        return 1.0 - float(np.abs(column.shares - side.shares).sum()) / 2
    real, synthetic = column.values, side.values
    return 1.0 - ks_distance(real[~np.isnan(real)], synthetic[~np.isnan(synthetic)])


def _comparison(column: _Column, side: _Side) -> ColumnComparison:
    missing = column.coder.levels
    real, synthetic = column.picture.beside(side.column, (column.codes, column.values), side.codes)
    return ColumnComparison(
        name=column.name,
        similarity=_own_score(column, side),
        real=real,
        synthetic=synthetic,
        real_missing=float(column.shares[missing]),
        synthetic_missing=float(side.shares[missing]),
        real_words=column.picture.words,
        synthetic_words=column.picture.words_for(side.column),
    )


def _table_distance(real: tuple[_Column, _Column], synthetic: tuple[_Side, _Side]) -> float:
    """Return the total variation of the two-way tables of two columns."""
    sizes = (real[0].coder.size, real[1].coder.size)
    keys = [a.codes * sizes[1] + b.codes for a, b in (real, synthetic)]
    if sizes[0] * sizes[1] > _TABLE_CELLS_AT_MOST:
        rows = len(keys[0])
        _, small = np.unique(np.concatenate(keys), return_inverse=True)
        keys = [small[:rows], small[rows:]]
    cells = max((int(key.max()) + 1 for key in keys if len(key)), default=1)
    shares = [np.bincount(key, minlength=cells) / max(len(key), 1) for key in keys]
    return float(np.abs(shares[0] - shares[1]).sum()) / 2


def _correlations(columns: list[Numbers | None]) -> NDArray[np.float64]:
    """Return Pearson's correlation of each pair over the rows in which both have a value.

    0 where it is not defined (a column without a spread) or a column is None. Shape: (columns, columns).
    """
    rows = next((len(values) for values in columns if values is not None), 0)
    matrix = np.full((rows, len(columns)), np.nan)
    for i, values in enumerate(columns):
        if values is not None:
            matrix[:, i] = _standardised(values)
    here = (~np.isnan(matrix)).astype(np.float64)
    filled = np.nan_to_num(matrix)
    count = np.maximum(here.T @ here, 1.0)
    sums, squares = filled.T @ here, (filled**2).T @ here
    covariance = filled.T @ filled - sums * sums.T / count
    spread = squares - sums**2 / count
    product = np.sqrt(np.clip(spread, 0, None) * np.clip(spread.T, 0, None))
    varies = spread > _FLAT * count
    result: NDArray[np.float64] = np.zeros_like(covariance)
    np.divide(covariance, product, out=result, where=varies & varies.T)
    clipped: NDArray[np.float64] = np.clip(result, -1.0, 1.0)
    return clipped


def _standardised(values: Numbers) -> Numbers:
    present = values[~np.isnan(values)]
    if not len(present):
        return values
    spread = float(present.std()) or 1.0
    scaled: Numbers = (values - present.mean()) / spread
    return scaled


def _some_columns(columns: int) -> list[int]:
    """Return the columns whose pairs are compared: all, or a random part of a very wide table."""
    if columns <= _PAIRED_COLUMNS_AT_MOST:
        return list(range(columns))
    chosen = np.random.default_rng(0).choice(columns, _PAIRED_COLUMNS_AT_MOST, replace=False)
    return sorted(int(i) for i in chosen)


def _some_pairs(columns: list[int], at_most: int) -> list[tuple[int, int]]:
    pairs = list(combinations(columns, 2))
    if len(pairs) <= at_most:
        return pairs
    chosen = np.random.default_rng(0).choice(len(pairs), at_most, replace=False)
    return [pairs[i] for i in sorted(chosen)]


def _mean(scores: list[float]) -> float:
    return float(np.mean(scores)) if scores else 1.0
