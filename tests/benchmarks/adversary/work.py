"""One split of one table, the drafts learned from it, and how rows made from it are measured."""

import warnings
from collections.abc import Callable
from functools import cached_property
from itertools import combinations
from time import process_time

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import mutual_info_score

from synthdesk.synthesizers.classes.learner import CLASSES
from synthdesk.synthesizers.classes.model import ClassesModel
from synthdesk.synthesizers.discrete.binning import (
    BinnedTable,
    Codes,
    NumberBins,
    bin_table,
    code_count,
    unbin,
)
from synthdesk.synthesizers.discrete.model import CodesModel, ModelKind
from synthdesk.synthesizers.trees.learner import TREES, TreesLearner
from tests.benchmarks import splits, yardstick
from tests.benchmarks.adversary.finish import MOST_CATEGORIES
from tests.benchmarks.adversary.rows import Space

VALIDATION = 0.2
Figures = dict[str, float]


class Work:
    """80 % of the rows to learn from, of which a fifth can be left out for validation, and the others to measure by.

    Args:
        frame: The table, numbers and texts.
        target: The column to foretell.
        seed: Of the split and of all that follows.
    """

    def __init__(self, frame: pd.DataFrame, target: str, seed: int) -> None:
        order = np.random.default_rng(1000 + seed).permutation(len(frame))
        cut = int(splits.HELD_BACK * len(frame))
        self.holdout, self.train = (frame.iloc[p].reset_index(drop=True) for p in np.split(order, [cut]))
        self.target, self.seed = target, seed
        self.table = bin_table(splits.prepared(self.train), np.random.default_rng(seed))
        self.codes = self.table.codes
        self.rows = len(self.codes)
        order = np.random.default_rng(seed).permutation(self.rows)
        self.validation, self.fit = np.split(order, [int(VALIDATION * self.rows)])
        self.spent: dict[str, float] = {}

    @cached_property
    def categories(self) -> list[int]:
        """The columns whose codes have no order, as far as boosting can take them so."""
        columns = enumerate(self.table.binning.columns)
        return [i for i, c in columns if not isinstance(c, NumberBins) and code_count(c) <= MOST_CATEGORIES]

    @cached_property
    def space(self) -> Space:
        """The rows as a network sees them."""
        return Space(self.part(self.fit))

    def part(self, rows: NDArray[np.int64]) -> BinnedTable:
        """Return the training rows at `rows`."""
        return BinnedTable(self.table.binning, self.codes[rows])

    def learned(self, kind: ModelKind, rows: NDArray[np.int64] | None = None) -> CodesModel:
        """Return a model of all training rows, or of those at `rows`."""
        learner = kind.learner(self.table if rows is None else self.part(rows), self.seed)
        while learner.done < learner.steps:
            learner.advance()
        return learner.model()

    def _timed(self, name: str, learn: Callable[[], CodesModel]) -> CodesModel:
        begun = process_time()
        found = learn()
        self.spent[name] = process_time() - begun
        return found

    @cached_property
    def trees(self) -> CodesModel:
        """Sequential trees of all training rows."""
        return self._timed("trees", lambda: self.learned(TREES))

    @cached_property
    def trees_fit(self) -> CodesModel:
        """Sequential trees without the validation rows."""
        return self._timed("trees_fit", lambda: self.learned(TREES, self.fit))

    @cached_property
    def classes(self) -> CodesModel:
        """Latent classes of all training rows."""
        return self._timed("classes", lambda: self.learned(CLASSES))

    @cached_property
    def classes_fit(self) -> ClassesModel:
        """Latent classes without the validation rows."""
        found = self._timed("classes_fit", lambda: self.learned(CLASSES, self.fit))
        assert isinstance(found, ClassesModel)
        return found

    def drawn(self, model: CodesModel, rows: int, stream: int) -> Codes:
        """Return rows of `model`; another `stream`, other rows."""
        return model.draw(rows, {}, np.random.default_rng([self.seed, stream]))

    def tree_learner(self) -> TreesLearner:
        """Return a learner of all training rows that has learned nothing."""
        return TreesLearner(self.table, self.seed)

    @cached_property
    def _discrete(self) -> list[str]:
        return yardstick.discrete_columns(self.train)

    def measured(self, codes: Codes) -> Figures:
        """Return the figures of made `codes`: those of the yardstick, `nearer` of the splits, and `wnmis`."""
        made = unbin(self.table.binning, codes, np.random.default_rng(self.seed))
        synthetic = pd.DataFrame({n: made[n].to_numpy() for n in made.columns}, columns=list(self.train))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return (
                yardstick.shape_and_trend(self.train, synthetic)
                | {"tstr_auc": self._auc_of(synthetic)}
                | yardstick._telling_apart(self.holdout, synthetic, self._discrete)
                | yardstick._copies(self.train, self.holdout, synthetic)
                | {"wnmis": wnmis(self.train, synthetic)}
                | {"nearer": splits.nearer(self.train, self.holdout, synthetic)}
            )

    def _auc_of(self, synthetic: pd.DataFrame) -> float:
        frames = [f.drop(columns=self.target) for f in (synthetic, self.holdout)]
        made, holdout = yardstick._matrices(frames, [c for c in self._discrete if c != self.target])
        y_made, y_holdout = (yardstick.as_text(f[self.target]) for f in (synthetic, self.holdout))
        return yardstick._auc_on_holdout(made, y_made, holdout, y_holdout)


def wnmis(train: pd.DataFrame, synthetic: pd.DataFrame) -> float:
    """Return how far the dependence of pairs is from the real one, 0 (not at all) to 1.

    The mean over pairs of columns of the difference of their normalised mutual information, each weighted by
    that of the real rows; columns coded as for the trend of the yardstick.
    """
    discrete = yardstick.discrete_columns(train)
    coded: list[dict[str, NDArray[np.int64]]] = [{}, {}]
    for name in train:
        both = yardstick._coded(train, synthetic, name, discrete)
        found = pd.factorize(pd.concat(both))[0]
        coded[0][name], coded[1][name] = np.split(found, [len(train)])
    entropies = [{name: mutual_info_score(v, v) for name, v in part.items()} for part in coded]

    def shared(which: int, a: str, b: str) -> float:
        most = (entropies[which][a] * entropies[which][b]) ** 0.5
        return mutual_info_score(coded[which][a], coded[which][b]) / max(most, 1e-12)

    pairs = [(shared(0, a, b), shared(1, a, b)) for a, b in combinations(train.columns, 2)]
    weights = sum(real for real, _ in pairs)
    return sum(real * abs(real - made) for real, made in pairs) / max(weights, 1e-12)
