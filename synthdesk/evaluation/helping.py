"""Whether balanced rows help a classifier: learned with and without them, tested on held-out real rows."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import message
from synthdesk.domain.results import Help, Interval
from synthdesk.evaluation import coding
from synthdesk.evaluation.usefulness import area_under_curve

RESAMPLES = 500
_WIDTH = 0.95
_ROWS_AT_MOST = 20_000
_MOST_WORDS = 30
_FEWEST_OF_A_CLASS = 5

Codes = NDArray[np.int64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class _Task:
    """Numbers to learn from and to test on; `truth` and `labels` are codes of the target's classes."""

    real: Matrix
    labels: Codes
    extra: Matrix
    extra_labels: Codes
    holdout: Matrix
    truth: Codes


def helps(
    train: pl.DataFrame,
    holdout: pl.DataFrame,
    extra: pl.DataFrame,
    target: str,
    *,
    seed: int,
    report: Callable[[float], None],
) -> tuple[Help, ...]:
    """Return for two classifiers and two measures what real rows teach alone and together with `extra`.

    Args:
        train: Real rows to learn from, as VALUES.
        holdout: Held-out real rows, likewise.
        extra: The balanced rows, as VALUES of the same columns.
        target: The discrete column that is predicted.
        seed: Fixes the classifiers and the resampling.
        report: Told how far the work is, 0-1.

    Each figure is measured on `holdout`; its interval, and that of the difference, holds 95 % of what `RESAMPLES`
    samples of the held-out rows (with replacement, the same for both sides) give.

    Raises:
        UserError: Too few held-out rows of two classes.
    """
    task = _task(*(coding.sample(t, _ROWS_AT_MOST, seed) for t in (train, holdout, extra)), target=target)
    # Loaded before threads are limited: the limit reaches only libraries that are there.
    importlib.import_module("sklearn.ensemble")
    found: list[Help] = []
    with threadpool_limits(1, user_api="openmp"):
        for number, (name, make) in enumerate(_CLASSIFIERS.items()):
            alone = _shares(make(seed), task.real, task.labels, task)
            report((2 * number + 1) / 4)
            both = np.vstack([task.real, task.extra]), np.concatenate([task.labels, task.extra_labels])
            together = _shares(make(seed), *both, task)
            report((2 * number + 2) / 4)
            found += [_compared(name, what, alone, together, task, seed) for what in _MEASURES]
    return tuple(found)


def _task(train: pl.DataFrame, holdout: pl.DataFrame, extra: pl.DataFrame, *, target: str) -> _Task:
    classes = _classes(train, holdout, target)
    frames = [t.filter(pl.col(target).is_in(classes)) for t in (train, extra, holdout)]
    others = [name for name in train.columns if name != target]
    matrices = _matrices([frame.select(others) for frame in frames])
    places = {value: place for place, value in enumerate(classes)}
    codes = [np.array([places[v] for v in frame[target].to_list()], dtype=np.int64) for frame in frames]
    return _Task(matrices[0], codes[0], matrices[1], codes[1], matrices[2], codes[2])


def _classes(train: pl.DataFrame, holdout: pl.DataFrame, target: str) -> list[str]:
    counts = {
        t: dict(f[target].drop_nulls().alias("v").value_counts().iter_rows())
        for t, f in (("train", train), ("holdout", holdout))
    }
    enough = [
        value
        for value, count in counts["holdout"].items()
        if min(count, counts["train"].get(value, 0)) >= _FEWEST_OF_A_CLASS
    ]
    if len(enough) < 2:
        raise UserError(
            message("It cannot be told whether balancing helps"),
            message(
                "Fewer than two groups of “{name}” have {least} held-out rows to test on.",
                name=target,
                least=_FEWEST_OF_A_CLASS,
            ),
            message("Choose a column with more frequent groups, or hold out a larger share of the rows."),
        )
    return sorted(enough)


def _matrices(frames: list[pl.DataFrame]) -> list[Matrix]:
    """Return the tables as numbers coded alike: words by ones, numbers standardised, NaN where missing."""
    reference = frames[0]
    parts: list[list[Matrix]] = [[] for _ in frames]
    for name in reference.columns:
        column = reference[name]
        if column.dtype == pl.String:
            common = column.drop_nulls().alias("v").value_counts(sort=True)["v"].head(_MOST_WORDS).to_list()
            for place, frame in enumerate(frames):
                ones = [(frame[name] == word).fill_null(value=False).to_numpy() for word in common]
                parts[place] += [one.astype(np.float64)[:, None] for one in ones]
            continue
        known = coding.numbers(column)
        known = known[~np.isnan(known)]
        if known.size and known.std() > 0:
            for place, frame in enumerate(frames):
                parts[place].append(((coding.numbers(frame[name]) - known.mean()) / known.std())[:, None])
    return [
        np.hstack(part) if part else np.zeros((f.height, 1)) for part, f in zip(parts, frames, strict=True)
    ]


def _shares(model: Any, features: Matrix, labels: Codes, task: _Task) -> Matrix:  # noqa: ANN401  # scikit-learn has no types
    """Return the share of belief in each class for each held-out row. Shape: (rows, classes)."""
    model.fit(features, labels)
    shares = np.zeros((task.holdout.shape[0], int(task.truth.max()) + 1))
    shares[:, model.classes_] = model.predict_proba(task.holdout)
    return shares


def _boosting(seed: int) -> Any:  # noqa: ANN401  # scikit-learn has no types
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=60, learning_rate=0.1, early_stopping=False, random_state=seed
    )


def _regression(seed: int) -> Any:  # noqa: ANN401  # scikit-learn has no types
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(
        SimpleImputer(strategy="constant", fill_value=0.0, add_indicator=True),
        LogisticRegression(max_iter=2000, random_state=seed),
    )


def balanced_accuracy(truth: Codes, shares: Matrix) -> float:
    """Return the share of rows of a class that are recognised as such, mean over the classes that occur."""
    chosen = shares.argmax(axis=1)
    return float(np.mean([(chosen[truth == k] == k).mean() for k in np.unique(truth)]))


def mean_area(truth: Codes, shares: Matrix) -> float:
    """Return the area under the curve of each class that occurs, mean over classes; 0.5 is guessing."""
    found = [k for k in np.unique(truth) if 0 < (truth == k).sum() < truth.size]
    return float(np.mean([area_under_curve(truth == k, shares[:, k]) for k in found])) if found else 0.5


_CLASSIFIERS: dict[str, Callable[[int], Any]] = {
    "gradient boosting": _boosting,
    "logistic regression": _regression,
}
_MEASURES: dict[str, Callable[[Codes, Matrix], float]] = {
    "balanced accuracy": balanced_accuracy,
    "area under the curve": mean_area,
}


def _compared(name: str, what: str, alone: Matrix, together: Matrix, task: _Task, seed: int) -> Help:
    measure = _MEASURES[what]
    rng = np.random.default_rng(seed)
    rows = task.truth.size
    draws = np.empty((RESAMPLES, 2))
    for draw in range(RESAMPLES):
        picked = rng.integers(rows, size=rows)
        draws[draw] = [measure(task.truth[picked], side[picked]) for side in (alone, together)]
    sides = measure(task.truth, alone), measure(task.truth, together)
    return Help(
        classifier=name,
        measure=what,
        without=_interval(sides[0], draws[:, 0]),
        with_rows=_interval(sides[1], draws[:, 1]),
        difference=_interval(sides[1] - sides[0], draws[:, 1] - draws[:, 0]),
    )


def _interval(value: float, draws: NDArray[np.float64]) -> Interval:
    tail = (1 - _WIDTH) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return Interval(value, min(float(low), value), max(float(high), value))
