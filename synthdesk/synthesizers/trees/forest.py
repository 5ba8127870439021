"""Several trees of one column, each grown from a part of the rows; every new row asks one of them.

A row drawn from one of several trees is drawn from the mean of what they say (Breiman 2001, "Random forests"), which
foretells better than one tree says, and no tree has seen all rows. The parts are drawn without putting back, so
that a piece of five rows of a leaf is five different rows. How far a column's trees ask is decided by the rows
each has not seen.
"""

from dataclasses import dataclass

import numpy as np

from synthdesk.synthesizers.discrete.binning import FEW_VALUES, SMALLEST_COUNT, Codes
from synthdesk.synthesizers.discrete.model import Arrays
from synthdesk.synthesizers.trees.pieces import pieces
from synthdesk.synthesizers.trees.questions import (
    NO_QUESTIONS,
    Grown,
    Places,
    Questions,
    Structure,
    aims_of,
    fewest_rows,
)
from synthdesk.synthesizers.trees.scale import Scale
from synthdesk.synthesizers.trees.tree import FIELDS, WHOLE_FIELDS, Tree

TREES = 10
PART = 0.63
"""Share of the rows a tree is grown from; as many different rows as there are in a sample with putting back."""
MOST_ROWS = 40_000
"""A tree is grown from at most so many rows."""
RANGE_SHARE, MOST_RANGE_ROWS = 5, 20
"""A range of numbers has at least a fifth of its leaf's rows, or 20; see `range_rows`."""
MOST_JUDGED = 20_000
"""Rows by which is decided how far to ask, at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """The trees of one column, at least one."""

    trees: tuple[Tree, ...]

    def draw(self, codes: Codes, scale: Scale, rng: np.random.Generator) -> Codes:
        """Return a code of this column for each row of `codes`, each by one of the trees, all used alike often."""
        if len(self.trees) == 1:
            return self.trees[0].draw(codes, scale, rng)
        found = np.empty(codes.shape[0], np.int32)
        order = rng.permutation(codes.shape[0])
        for tree, rows in zip(self.trees, np.array_split(order, len(self.trees)), strict=True):
            found[rows] = tree.draw(codes[rows], scale, rng)
        return found

    def check(self, before: frozenset[int], scale: Scale) -> None:
        """Return when every tree can be used, see `Tree.check`; else `ValueError`."""
        for tree in self.trees:
            tree.check(before, scale)

    def arrays(self) -> Arrays:
        """Return the fields of the trees by "tree.field"."""
        return {
            f"{i}.{name}": part for i, tree in enumerate(self.trees) for name, part in tree.arrays().items()
        }


def grow_forest(
    codes: Codes, column: int, before: tuple[int, ...], *, scale: Scale, rng: np.random.Generator
) -> Forest:
    """Return the trees of `column` given the columns `before`, one of all rows where nothing is to be asked.

    Args:
        codes: All training rows. Shape: (rows, columns).
        column: The column to learn.
        before: The columns to ask.
        scale: The scale of the column's codes.
        rng: Draws the rows of each tree and those by which is decided how far to ask.
    """
    own, rows = codes[:, column], codes.shape[0]
    counts = np.bincount(own, minlength=scale.weights.size)
    aims = aims_of(counts, ordered=scale.ordered_up_to >= 0, rng=rng)
    if not before or not aims.shape[1]:
        return _alone(own, scale, rng)
    columns = np.array(before)
    asked = [(at, codes[np.ix_(at, columns)]) for at in _parts(rows, rng)]
    grown = [Grown(Questions(part, aims[own[at]], rng), at) for at, part in asked]
    judged = rng.choice(rows, min(MOST_JUDGED, rows), replace=False)
    fewest = fewest_rows(grown, judged, codes[np.ix_(judged, columns)], aims[own[judged]])
    if fewest > grown[0].rows.size:
        return _alone(own, scale, rng)
    # Numbers of few values are like categories: each has a bin of its own and stands for itself.
    has_ranges = scale.ordered_up_to >= FEW_VALUES
    trees = []
    for tree, (at, part) in zip(grown, asked, strict=True):
        structure, number = tree.questions.structure(fewest, before)
        leaves = number[tree.questions.leaves(part)]
        rows_of = np.bincount(leaves, minlength=structure.feature.size)
        at_least = range_rows(rows_of) if has_ranges else np.full_like(rows_of, SMALLEST_COUNT)
        trees.append(_summed_up(structure, own[at], leaves, at_least, scale, rng))
    return Forest(tuple(trees))


def range_rows(leaf_rows: Places) -> Places:
    """Return the fewest rows of a range of numbers in leaves of so many rows.

    The wider the ranges, the seldomer learned rows come back: of adult 15.7 % do in all columns but one with ranges of 5
    rows, 15.2 % with 10, 14.6 % with 20, and of held-out rows 13.7 %, however far is asked. In small leaves, which are
    kept only where numbers go closely with others, wide ranges would blur them (credit_default).

    >>> range_rows(np.array([10, 60, 300])).tolist()
    [5, 12, 20]
    """
    return np.clip(leaf_rows // RANGE_SHARE, SMALLEST_COUNT, MOST_RANGE_ROWS)


def _alone(codes: Codes, scale: Scale, rng: np.random.Generator) -> Forest:
    """Return one tree of all rows that asks nothing; here each code keeps its rows, at least five."""
    leaves, at_least = np.zeros(codes.size, np.int64), np.array([SMALLEST_COUNT])
    return Forest((_summed_up(NO_QUESTIONS, codes, leaves, at_least, scale, rng),))


def _parts(rows: int, rng: np.random.Generator) -> list[Places]:
    """Return the rows of each tree, rising."""
    part = min(MOST_ROWS, max(1, round(PART * rows)))
    return [np.sort(rng.choice(rows, part, replace=False)) for _ in range(TREES)]


def _summed_up(
    structure: Structure,
    codes: Codes,
    leaves: Places,
    at_least: Places,
    scale: Scale,
    rng: np.random.Generator,
) -> Tree:
    ways = (structure.feature, structure.threshold, structure.left, structure.right)
    feature, threshold, left, right = (np.asarray(part, np.int32) for part in ways)
    return Tree(feature, threshold, left, right, *pieces(codes, leaves, scale, at_least, rng))


def forest_of(arrays: Arrays) -> Forest:
    """Return the forest with these `arrays`; `ValueError` or `KeyError` when one is not as it should."""
    count = sum(name.endswith(f".{FIELDS[0]}") for name in arrays)
    return Forest(tuple(_tree_of(arrays, f"{i}.") for i in range(max(1, count))))


def _tree_of(arrays: Arrays, prefix: str) -> Tree:
    fields = {name: arrays[prefix + name] for name in FIELDS}
    for name, array in fields.items():
        if array.dtype != (np.int32 if name in WHOLE_FIELDS else np.float32):
            raise ValueError("type")
    return Tree(**fields)
