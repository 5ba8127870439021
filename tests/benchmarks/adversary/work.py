"""One split of one table, the drafts learned from it, and how rows made from it are measured."""

from collections.abc import Callable
from functools import cached_property
from time import process_time

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
from tests.benchmarks import measures, splits, yardstick
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
        self.table = bin_table(measures.prepared(self.train), np.random.default_rng(seed))
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

    def measured(self, codes: Codes) -> Figures:
        """Return the figures of made `codes`: those of the yardstick, `nearer` and `wnmis`."""
        made = unbin(self.table.binning, codes, np.random.default_rng(self.seed))
        synthetic = pd.DataFrame({n: made[n].to_numpy() for n in made.columns}, columns=list(self.train))
        return yardstick.measure(self.train, self.holdout, synthetic, self.target) | {
            "wnmis": measures.wnmis(self.train, synthetic),
            "nearer": measures.nearer(self.train, self.holdout, synthetic),
        }
