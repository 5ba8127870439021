"""The questions of one column's trees: scikit-learn finds them, rows left out say how far to ask.

Sequential trees are the method of Reiter 2005, "Using CART to generate partially synthetic public use
microdata", and of synthpop (Nowok et al. 2016). Deviations: numbers are binned; a tree splits by the rank of a
number and by its most frequent values at once, so that a leaf tells more than a mean; leaves keep no values
of rows but categories and ranges of numbers that at least five to twenty rows share; and a column is asked about only as far as that helps
to foretell rows that a tree has not learned, so that what is chance in the learned rows is not made again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeRegressor

from synthdesk.synthesizers.discrete.binning import Codes
from synthdesk.synthesizers.trees.tree import DEEPEST

LEAF_ROWS = 10
"""A leaf has at least so many rows."""
MOST_ASKED = 100
"""In a wide table each question is chosen among so many columns, drawn anew, so that time stays in bounds."""
SPIKES_LOOKED_AT = 6
CATEGORIES_LOOKED_AT = 10
SPIKE_SHARE = 0.03
RAREST_SHARE = 0.02
RANK_SCALE = 3.5
"""Ranks spread about 0 to 1; times this they weigh as much as an even yes or no, standard deviation 1."""

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def aims_of(counts: Places, *, ordered: bool, rng: np.random.Generator) -> Floats:
    """Return for each code the numbers whose squared error a question reduces.

    Args:
        counts: Rows with each code. Shape: (codes,)
        ordered: Whether neighbouring codes mean neighbouring values.
        rng: Draws numbers that tell the rarer categories apart.

    Returns:
        Shape: (codes, aims); no aims for a column with one code.
    """
    if (counts > 0).sum() <= 1:
        return np.empty((counts.size, 0))
    rows, codes = counts.sum(), np.arange(counts.size)
    often = np.argsort(-counts, kind="stable")
    if ordered:
        rank = (np.cumsum(counts) - counts / 2) / rows
        spikes = [t for t in often[:SPIKES_LOOKED_AT] if counts[t] > SPIKE_SHARE * rows]
        found = [rank * RANK_SCALE, np.abs(rank - 0.5) * RANK_SCALE, *((codes == t) * 1.0 for t in spikes)]
    else:
        looked_at = [t for t in often[:CATEGORIES_LOOKED_AT] if counts[t]]
        found = [(codes == t) / np.sqrt(max(counts[t] / rows, RAREST_SHARE)) for t in looked_at]
        if counts.size > CATEGORIES_LOOKED_AT:
            # The other categories all at once: numbers drawn for them are told apart almost as well.
            found.append(rng.normal(size=counts.size))
    return np.stack(found, axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """Where the way through a tree goes on, see `Tree`.

    Attributes:
        feature, threshold, left, right: Shape of each: (nodes,)
    """

    feature: Places
    threshold: Places
    left: Places
    right: Places


NO_QUESTIONS = Structure(np.array([-1]), *(np.zeros(1, np.int64) for _ in range(3)))


class Questions:
    """The questions found for some rows; nodes of few rows may be told to ask nothing.

    Args:
        codes: Of the columns before, at least one. Shape: (rows, columns).
        aims: What is to be foretold. Shape: (rows, aims).
        rng: Breaks ties.
    """

    def __init__(self, codes: Codes, aims: Floats, rng: np.random.Generator) -> None:
        self._grown = DecisionTreeRegressor(
            min_samples_leaf=LEAF_ROWS,
            max_depth=DEEPEST,
            max_features=min(codes.shape[1], MOST_ASKED),
            random_state=int(rng.integers(2**31)),
        ).fit(codes.astype(np.float32), aims)
        tree = self._grown.tree_
        inner = np.flatnonzero(tree.children_left >= 0)
        self._parents = np.zeros(tree.node_count, np.int64)
        for ways in (tree.children_left, tree.children_right):
            self._parents[ways[inner]] = inner
        self._rows_before = np.asarray(tree.n_node_samples[self._parents], np.int64)
        self._rows_before[0] = np.iinfo(np.int64).max

    @property
    def means(self) -> Floats:
        """The mean aims of each node's rows. Shape: (nodes, aims)."""
        return np.asarray(self._grown.tree_.value[:, :, 0])

    def leaves(self, codes: Codes) -> Places:
        """Return the leaf that each row of `codes` comes to when all is asked."""
        return np.asarray(self._grown.apply(codes.astype(np.float32)), np.int64)

    def ends(self, fewest: int) -> Places:
        """Return where the way to each node ends when nodes of fewer than `fewest` rows ask nothing."""
        ends = np.arange(self._parents.size)
        while (beyond := self._rows_before[ends] < fewest).any():
            ends[beyond] = self._parents[ends[beyond]]
        return ends

    def structure(self, fewest: int, before: tuple[int, ...]) -> tuple[Structure, Places]:
        """Return the questions that are left with `fewest`, and the new number of each node's end.

        Args:
            fewest: Rows of a node that asks.
            before: The column behind each column of the codes.
        """
        tree, ends = self._grown.tree_, self.ends(fewest)
        kept = np.flatnonzero(ends == np.arange(ends.size))
        number = np.searchsorted(kept, ends)
        asks = (tree.children_left[kept] >= 0) & (tree.n_node_samples[kept] >= fewest)
        feature = np.where(asks, np.array(before)[np.maximum(tree.feature[kept], 0)], -1)
        threshold = np.where(asks, np.floor(tree.threshold[kept]), 0).astype(np.int64)
        left, right = (
            np.where(asks, number[ways[kept]], 0) for ways in (tree.children_left, tree.children_right)
        )
        return Structure(feature, threshold, left, right), number


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Questions, and the rows they were found for.

    Attributes:
        questions: The questions.
        rows: Rising. Shape: (rows learned,)
    """

    questions: Questions
    rows: Places


def fewest_rows(trees: Sequence[Grown], judged: Places, codes: Codes, aims: Floats) -> int:
    """Return how many rows a node must have to ask, so that all trees foretell best what they have not learned.

    Each row is foretold by the mean of those trees that have not learned it ("out of bag", Breiman 2001); the
    squared error of its aims counts. Of what is equally good the fewest questions are taken.

    Args:
        trees: At least one.
        judged: Numbers of the rows that are foretold. Shape: (judged,)
        codes: Of the columns before, of these rows. Shape: (judged, columns).
        aims: Of these rows. Shape: (judged, aims).
    """
    unseen = [np.flatnonzero(~np.isin(judged, tree.rows)) for tree in trees]
    leaves = [tree.questions.leaves(codes[at]) for tree, at in zip(trees, unseen, strict=True)]
    judges = np.bincount(np.concatenate(unseen), minlength=judged.size)
    best, least = 0, np.inf
    for fewest in _candidates(trees[0].rows.size):
        said = np.zeros_like(aims)
        for tree, at, leaf in zip(trees, unseen, leaves, strict=True):
            said[at] += tree.questions.means[tree.questions.ends(fewest)[leaf]]
        wrong = said[judges > 0] / judges[judges > 0, None] - aims[judges > 0]
        error = float(np.square(wrong).sum())
        if error <= least:
            best, least = fewest, error
    return best


def _candidates(rows: int) -> list[int]:
    """Return the numbers of rows to choose from: all questions, ever fewer, none."""
    found, fewest = [0], 4 * LEAF_ROWS
    while fewest <= rows:
        found.append(fewest)
        fewest *= 2
    return [*found, rows + 1]
