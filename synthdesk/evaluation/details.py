"""What the mean of similarities hides: gaps, lost and invented values, ranges, and how alike whole rows are."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from synthdesk.domain.whole_rows import ColumnDetail, Detection
from synthdesk.evaluation import coding
from synthdesk.evaluation.privacy.distances import Points, Space, blocks
from synthdesk.evaluation.usefulness import area_under_curve

ROWS_AT_MOST = 4_000
COVERED_ROWS_AT_MOST = 2_000
COVERED_BY = 5
FEWEST_ROWS = 20

_ROUNDS = 40
_PARTS = 3
_GIVING_AWAY = 3


def columns(real: pl.DataFrame, synthetic: pl.DataFrame) -> tuple[ColumnDetail, ...]:
    """Return for each column what was lost, invented, and how much of the real range is reached."""
    return tuple(_column(real[name], synthetic[name]) for name in real.columns)


def missing_patterns(real: pl.DataFrame, synthetic: pl.DataFrame) -> float:
    """Return the similarity (1 - total variation) of which columns are missing together, 0-1."""
    first, second = (_pattern_shares(frame.select(real.columns)) for frame in (real, synthetic))
    return (
        1.0 - sum(abs(first.get(key, 0.0) - second.get(key, 0.0)) for key in first.keys() | second.keys()) / 2
    )


def coverage(real: pl.DataFrame, synthetic: pl.DataFrame, seed: int) -> float | None:
    """Return the share of real rows that have a synthetic row nearer than their fifth nearest real one.

    Naeem et al. 2020 (arXiv:2002.09797), eq. 10; None with fewer than `FEWEST_ROWS` rows on a side.
    """
    size = min(real.height, synthetic.height, COVERED_ROWS_AT_MOST)
    if size < FEWEST_ROWS:
        return None
    space = Space(real)
    here, there = (space.points(coding.sample(frame, size, seed)) for frame in (real, synthetic))
    radius = _radius(here)
    closest = np.concatenate([squared.min(axis=1) for _, squared in blocks(here, there)])
    return float((closest <= radius).mean())


def detection(real: pl.DataFrame, synthetic: pl.DataFrame, seed: int) -> Detection | None:
    """Return how well gradient boosting tells synthetic from held-out rows, and by which columns.

    The area under the curve by three-fold cross-fitting (a classifier two-sample test, Lopez-Paz & Oquab
    2017, arXiv:1610.06545); 0.5 is guessing. None with fewer than `FEWEST_ROWS` rows on a side.
    """
    size = min(real.height, synthetic.height, ROWS_AT_MOST)
    if size < FEWEST_ROWS or not real.width:
        return None
    space = Space(real)
    parts = [space.plain(coding.sample(frame, size, seed)[:size]) for frame in (real, synthetic)]
    rows = np.concatenate(parts)
    is_synthetic = np.arange(len(rows)) >= size
    filled = np.flatnonzero(np.logical_not(np.isnan(rows).all(axis=0)))
    if not len(filled):
        return None
    rows, names = rows[:, filled], [space.names[place] for place in filled]
    score, worth = _told_apart(rows, is_synthetic, np.random.default_rng([seed, 0xDE7]))
    order = np.argsort(-worth)[:_GIVING_AWAY]
    return Detection(
        area_under_curve(is_synthetic, score),
        tuple((names[k], float(worth[k])) for k in order if worth[k] > 0),
    )


def independent(real: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return rows in which each column is shuffled by itself: as like as single columns make a table."""
    rng = np.random.default_rng([seed, 0x1D9])
    return pl.DataFrame([real[name].gather(rng.permutation(real.height)) for name in real.columns])


def _told_apart(
    rows: Points, is_synthetic: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the score of each row, learned from the others, and how much each column is worth for it."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    fold = rng.permutation(len(rows)) % _PARTS
    score, worth = np.zeros(len(rows)), np.zeros(rows.shape[1])
    with threadpool_limits(1, user_api="openmp"):
        for part in range(_PARTS):
            inside = fold != part
            seed = int(rng.integers(2**31))
            filled = np.logical_not(np.isnan(rows[inside]).all(axis=0))
            model = HistGradientBoostingClassifier(
                max_iter=_ROUNDS, max_leaf_nodes=16, early_stopping=False, random_state=seed
            ).fit(rows[inside][:, filled], is_synthetic[inside])
            tested = rows[~inside][:, filled]
            score[~inside] = model.predict_proba(tested)[:, 1]
            if part == 0:
                worth[filled] = _worth(model, tested, is_synthetic[~inside], rng)
    return score, worth


def _worth(
    model: object, rows: Points, truth: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return how much area under the curve is lost when a column is shuffled (permutation importance)."""
    predict = model.predict_proba  # type: ignore[attr-defined]  # scikit-learn ships no types
    whole = area_under_curve(truth, predict(rows)[:, 1])
    lost = np.zeros(rows.shape[1])
    for place in range(rows.shape[1]):
        mixed = rows.copy()
        mixed[:, place] = rng.permutation(mixed[:, place])
        lost[place] = whole - area_under_curve(truth, predict(mixed)[:, 1])
    return lost


def _pattern_shares(frame: pl.DataFrame) -> dict[str, float]:
    pattern = frame.select(pl.concat_str(pl.all().is_null().cast(pl.Int8)).alias("pattern"))["pattern"]
    return dict(pattern.value_counts(normalize=True).iter_rows())


def _radius(points: Points) -> NDArray[np.float32]:
    """Return the squared distance of each point to its fifth nearest other one."""
    found = []
    for part, squared in blocks(points, points):
        squared[np.arange(part.stop - part.start), np.arange(part.start, part.stop)] = np.inf
        found.append(np.partition(squared, COVERED_BY - 1, axis=1)[:, COVERED_BY - 1])
    return np.concatenate(found)


def _column(real: pl.Series, synthetic: pl.Series) -> ColumnDetail:
    if real.dtype.is_numeric() or real.dtype == pl.Datetime:
        return ColumnDetail(
            real.name, range_reached=_range_reached(coding.numbers(real), coding.numbers(synthetic))
        )
    known, made = (set(part.cast(pl.String).drop_nulls().unique().to_list()) for part in (real, synthetic))
    invented = synthetic.cast(pl.String).drop_nulls().is_in(list(made - known))
    return ColumnDetail(
        real.name,
        values=len(known),
        lost=len(known - made),
        invented=len(made - known),
        rows_invented=float(invented.mean() or 0.0) if len(invented) else 0.0,  # type: ignore[arg-type]  # a share
    )


def _range_reached(real: coding.Numbers, synthetic: coding.Numbers) -> float | None:
    """Return how much of the middle 99 % of the real numbers lies inside the synthetic ones, 0-1."""
    real, synthetic = real[~np.isnan(real)], synthetic[~np.isnan(synthetic)]
    if not len(real) or not len(synthetic):
        return None
    low, high = np.quantile(real, (0.005, 0.995))
    if high <= low:
        return float(synthetic.min() <= low <= synthetic.max())
    reached = min(high, synthetic.max()) - max(low, synthetic.min())
    return float(np.clip(reached / (high - low), 0.0, 1.0))
