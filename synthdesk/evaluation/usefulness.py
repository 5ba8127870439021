"""Whether what synthetic rows teach holds for real rows: each column in turn predicted from the others."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from synthdesk.domain.results import ColumnUsefulness
from synthdesk.evaluation import coding
from synthdesk.evaluation.coding import Codes

COLUMNS_AT_MOST = 20
ROWS_AT_MOST = 4_000
CLASSES_AT_MOST = 5
FEWEST_OF_A_CLASS = 10
"""Classes with fewer held-out rows, or fewer others, are not measured."""

_ROUNDS = 20
_STEP = 0.2
_LEAVES = 16
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class _Coded:
    """A table as numbers: categories by code, missing values NaN. Shape of `matrix`: (rows, columns)."""

    matrix: Matrix
    codes: dict[str, Codes]


def predict_each(
    *,
    train: pl.DataFrame,
    holdout: pl.DataFrame,
    synthetic: pl.DataFrame,
    seed: int,
    report: Callable[[float], None],
    outcomes: Sequence[str] = (),
) -> tuple[ColumnUsefulness, ...]:
    """Return how well columns are predicted on `holdout`, learned from synthetic or real rows.

    Of numbers and dates it is predicted whether they are above the middle of the real ones.

    Gradient boosting on at most `ROWS_AT_MOST` rows, as many real as synthetic ones ("train on synthetic,
    test on real", Esteban et al. 2017, arXiv:1706.02633). At most `COLUMNS_AT_MOST` columns are measured,
    the named `outcomes` and those with the fewest different values first; worst first in the result.
    """
    rows = min(train.height, synthetic.height, ROWS_AT_MOST)
    tables = [coding.sample(train, rows, seed), coding.sample(synthetic, rows, seed)]
    tables.append(coding.sample(holdout, ROWS_AT_MOST, seed))
    discrete = coding.discrete_columns(train)
    coders = {name: coding.categories(train[name]) for name in train.columns if name in discrete}
    halved = {name: _above_the_middle(train[name]) for name in train.columns if name not in discrete}
    coded = [_coded(table.select(train.columns), coders, halved) for table in tables]
    levels = {name: coder.levels for name, coder in (coders | halved).items()}
    targets = _targets(coded[2], levels, outcomes)
    found = []
    # One thread: on a busy computer OpenMP's waiting threads make a fit a hundred times slower. The limit
    # reaches only libraries that are loaded already, hence the import.
    importlib.import_module("sklearn.ensemble")
    with threadpool_limits(1, user_api="openmp"):
        for done, name in enumerate(targets):
            report(done / len(targets))
            found.append(_predict(name, train.columns.index(name), coded, seed))
    return tuple(sorted(found, key=lambda u: u.synthetic - u.real))


def area_under_curve(is_class: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    """Return the share of pairs (one of the class, one not) that `score` puts in order; ties count half.

    Needs at least one row of each. The Mann-Whitney statistic over the number of pairs.
    """
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = int(is_class.sum())
    negative = len(is_class) - positive
    return float((ranks[is_class].sum() - positive * (positive + 1) / 2) / (positive * negative))


def _above_the_middle(column: pl.Series) -> coding.Coder:
    values = coding.numbers(column)
    present = values[~np.isnan(values)]
    return coding.Coder(2, None, np.array([np.median(present) if len(present) else 0.0]), None)


def _coded(frame: pl.DataFrame, coders: dict[str, coding.Coder], halved: dict[str, coding.Coder]) -> _Coded:
    codes = {name: coder.codes(frame[name]) for name, coder in coders.items()}
    columns = [
        codes[column.name].astype(np.float64) if column.name in codes else coding.numbers(column)
        for column in frame
    ]
    for name, coder in halved.items():
        codes[name] = coder.codes_of_numbers(coding.numbers(frame[name]))
    return _Coded(np.column_stack(columns) if columns else np.empty((frame.height, 0)), codes)


def _targets(holdout: _Coded, levels: dict[str, int], outcomes: Sequence[str]) -> list[str]:
    possible = [name for name in holdout.codes if len(_measured(holdout.codes[name])) > 0]
    if holdout.matrix.shape[1] < 2:
        return []
    return sorted(possible, key=lambda name: (name not in outcomes, levels[name]))[:COLUMNS_AT_MOST]


def _measured(codes: Codes) -> list[int]:
    """Return the classes with enough rows, and enough rows of others."""
    counts = np.bincount(codes)
    enough = [k for k in range(len(counts)) if min(counts[k], len(codes) - counts[k]) >= FEWEST_OF_A_CLASS]
    return sorted(enough, key=lambda k: -int(counts[k]))[:CLASSES_AT_MOST]


def _predict(name: str, column: int, coded: list[_Coded], seed: int) -> ColumnUsefulness:
    real, synthetic, holdout = coded
    classes = _measured(holdout.codes[name])
    areas = [_mean_area(side, holdout, (name, column), (classes, seed)) for side in (synthetic, real)]
    return ColumnUsefulness(name, len(classes), synthetic=areas[0], real=areas[1])


def _mean_area(
    learned: _Coded, holdout: _Coded, target: tuple[str, int], how: tuple[list[int], int]
) -> float:
    from sklearn.ensemble import HistGradientBoostingClassifier

    (name, column), (classes, seed) = target, how
    codes, truth = learned.codes[name], holdout.codes[name]
    labels = np.where(np.isin(codes, classes), codes, -1)
    if len(np.unique(labels)) < 2:
        return 0.5
    model = HistGradientBoostingClassifier(
        max_iter=_ROUNDS, learning_rate=_STEP, max_leaf_nodes=_LEAVES, early_stopping=False, random_state=seed
    )
    # scikit-learn cannot bin a column without any value.
    features: NDArray[np.bool_] = np.array(~np.isnan(learned.matrix).all(axis=0))
    features[column] = False
    if not features.any():
        return 0.5
    model.fit(learned.matrix[:, features], labels)
    shares = model.predict_proba(holdout.matrix[:, features])
    place = {int(label): at for at, label in enumerate(model.classes_)}
    areas = [area_under_curve(truth == k, shares[:, place[k]]) if k in place else 0.5 for k in classes]
    return float(np.mean(areas))
