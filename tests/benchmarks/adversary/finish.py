"""Choosing among more rows than are wanted: those that real rows nobody has learned from make likely."""

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from synthdesk.synthesizers.discrete.binning import Codes

OVERSAMPLED = 4
LIMITS = (0.2, 3.0)
MOST_CATEGORIES = 255
RAKINGS = 10


def judge(seed: int, categories: list[int], *, rounds: int = 100) -> HistGradientBoostingClassifier:
    """Return an untrained model that tells real from made codes."""
    return HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=rounds,
        max_leaf_nodes=15,
        min_samples_leaf=20,
        l2_regularization=1.0,
        early_stopping=True,
        validation_fraction=0.2,
        n_iter_no_change=10,
        categorical_features=categories or None,
        random_state=seed,
    )


def told_apart(real: Codes, made: Codes, categories: list[int], seed: int) -> float:
    """Return the AUC, 3-fold, of telling equally many `real` from `made` codes."""
    rng = np.random.default_rng(seed)
    n = min(len(real), len(made))
    rows = np.concatenate([part[rng.choice(len(part), n, replace=False)] for part in (real, made)])
    truth = np.repeat([1, 0], n)
    model = HistGradientBoostingClassifier(
        max_iter=30, categorical_features=categories or None, random_state=seed
    )
    guess = cross_val_predict(model, rows, truth, cv=3, method="predict_proba")[:, 1]
    return float(roc_auc_score(truth, guess))


def weights_of(
    real: Codes, made: Codes, asked: Codes, categories: list[int], seed: int
) -> NDArray[np.float64]:
    """Return how much likelier each row of `asked` is among real rows than among made ones, 0.2-3.

    Args:
        real: Rows the maker of `made` has not learned.
        made: Rows it made.
        asked: Other rows it made.
        categories: Columns whose codes have no order.
        seed: Start of the random numbers.
    """
    rows, truth = np.concatenate([real, made]), np.repeat([1, 0], [len(real), len(made)])
    each = np.where(truth, len(made) / len(real), 1.0)
    model = judge(seed, categories).fit(rows, truth, sample_weight=each)
    share = model.predict_proba(asked)[:, 1]
    odds = share / (1 - share)
    return np.clip(odds / odds.mean(), *LIMITS)


def chosen(weights: NDArray[np.float64], wanted: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return `wanted` different places, each with a chance in proportion to its weight (systematic).

    Args:
        weights: At least `wanted`, > 0; one above the sum divided by `wanted` can be chosen twice.
        wanted: How many.
        rng: Draws the order and the start.
    """
    order = rng.permutation(weights.size)
    ends = np.cumsum(weights[order])
    at = np.searchsorted(ends, (rng.random() + np.arange(wanted)) * ends[-1] / wanted, side="right")
    return order[np.minimum(at, weights.size - 1)]


def raked(made: Codes, real: Codes) -> NDArray[np.float64]:
    """Return weights, 0.2-3 and about 1 in the mean, with which each column of `made` has the shares of `real`."""
    weights = np.ones(len(made))
    for _ in range(RAKINGS):
        for column in range(made.shape[1]):
            codes = 1 + max(int(part[:, column].max()) for part in (made, real))
            wanted = np.bincount(real[:, column], minlength=codes) / len(real)
            have = np.bincount(made[:, column], weights, minlength=codes) / weights.sum()
            factors = np.divide(wanted, have, out=np.ones(codes), where=have > 0)
            weights *= factors[made[:, column]]
    return np.clip(weights / weights.mean(), *LIMITS)


def effective_share(weights: NDArray[np.float64]) -> float:
    """Return the effective number of rows with `weights`, as a share of all (Kish)."""
    return float(weights.sum() ** 2 / (weights**2).sum() / weights.size)
