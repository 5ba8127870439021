"""Growing the tree of one column: scikit-learn finds the questions, the leaves are summed up in pieces.

Sequential trees are the method of Reiter 2005, "Using CART to generate partially synthetic public use
microdata", and of synthpop (Nowok et al. 2016). Deviations: numbers are binned; a tree splits by the rank of a
number and by its most frequent values at once, so that a leaf tells more than a mean; and leaves keep no values
of rows but ranges of codes that at least five rows share.
"""

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeRegressor

from synthdesk.synthesizers.discrete.binning import SMALLEST_COUNT, Codes
from synthdesk.synthesizers.trees.scale import Scale, Singles
from synthdesk.synthesizers.trees.tree import DEEPEST, Tree, Whole

LEAF_ROWS = 20
FEWEST_LEAF_ROWS = 12
LEAVES_AT_LEAST = 40
"""A small table has smaller leaves, so that there are about so many of them."""
MOST_ROWS = 40_000
"""A tree is grown from at most so many rows, drawn anew for each column."""
MOST_ASKED = 100
"""In a wide table each question is chosen among so many columns, drawn anew, so that time stays in bounds."""
SPIKES_LOOKED_AT = 6
CATEGORIES_LOOKED_AT = 10
SPIKE_SHARE = 0.03
RAREST_SHARE = 0.02
RANK_SCALE = 3.5
"""Ranks spread about 0 to 1; times this they weigh as much as an even yes or no, standard deviation 1."""


def grow(
    codes: Codes, column: int, before: tuple[int, ...], *, scale: Scale, rng: np.random.Generator
) -> Tree:
    """Return the tree of `column` given the columns `before`.

    Args:
        codes: All training rows. Shape: (rows, columns).
        column: The column to learn.
        before: The columns to ask, at least one code each.
        scale: The scale of its codes.
        rng: Draws rows of a large table, breaks ties and rounds small counts.
    """
    if codes.shape[0] > MOST_ROWS:
        codes = codes[rng.choice(codes.shape[0], MOST_ROWS, replace=False)]
    own = codes[:, column]
    aims = _aims(own, ordered=scale.ordered_up_to >= 0, rng=rng)
    if not before or not aims.shape[1]:
        leaves = np.zeros(own.size, np.int64)
        structure = [np.array([-1]), *(np.array([0]) for _ in range(3))]
    else:
        grown = DecisionTreeRegressor(
            min_samples_leaf=leaf_rows(own.size),
            max_depth=DEEPEST,
            max_features=min(len(before), MOST_ASKED),
            random_state=int(rng.integers(2**31)),
        )
        asked = codes[:, list(before)].astype(np.float32)
        grown.fit(asked, aims)
        leaves = np.asarray(grown.apply(asked), np.int64)
        structure = _structure(grown, before)
    summed_up = pieces(own, leaves, structure[0].size, scale, rng)
    feature, threshold, left, right = (np.asarray(part, np.int32) for part in structure)
    return Tree(feature, threshold, left, right, *summed_up)


def leaf_rows(rows: int) -> int:
    """Return the fewest rows of a leaf of a tree that is grown from `rows` rows.

    >>> leaf_rows(100), leaf_rows(600), leaf_rows(10_000)
    (12, 15, 20)
    """
    return min(LEAF_ROWS, max(FEWEST_LEAF_ROWS, rows // LEAVES_AT_LEAST))


def _structure(grown: DecisionTreeRegressor, before: tuple[int, ...]) -> list[NDArray[np.int64]]:
    tree = grown.tree_
    is_leaf = tree.children_left < 0
    feature = np.where(is_leaf, -1, np.array(before)[np.maximum(tree.feature, 0)])
    threshold = np.where(is_leaf, 0, np.floor(tree.threshold))
    return [
        feature,
        threshold.astype(np.int64),
        *(np.maximum(w, 0) for w in (tree.children_left, tree.children_right)),
    ]


def _aims(codes: Codes, *, ordered: bool, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the numbers whose squared error a split reduces. Shape: (rows, aims); none for a constant."""
    counts = np.bincount(codes).astype(np.float64)
    if (counts > 0).sum() <= 1:
        return np.empty((codes.size, 0))
    often = np.argsort(-counts, kind="stable")
    if ordered:
        rank = ((np.cumsum(counts) - counts / 2) / codes.size)[codes]
        spikes = [t for t in often[:SPIKES_LOOKED_AT] if counts[t] > SPIKE_SHARE * codes.size]
        found = [rank * RANK_SCALE, np.abs(rank - 0.5) * RANK_SCALE, *((codes == t) * 1.0 for t in spikes)]
    else:
        looked_at = [t for t in often[:CATEGORIES_LOOKED_AT] if counts[t]]
        found = [(codes == t) / np.sqrt(max(counts[t] / codes.size, RAREST_SHARE)) for t in looked_at]
        if counts.size > CATEGORIES_LOOKED_AT:
            # The other categories all at once: numbers drawn for them are told apart almost as well.
            found.append(rng.normal(size=counts.size)[codes])
    return np.stack(found, axis=1)


def pieces(
    codes: Codes, leaves: NDArray[np.int64], nodes: int, scale: Scale, rng: np.random.Generator
) -> tuple[Whole, Singles, Singles, Singles, Singles]:
    """Return `first`, `low`, `middle`, `high` and `weight` of `Tree` for rows with `codes` in `leaves`.

    A code that five rows of a leaf share is a piece. Of the others neighbours are joined (never across a
    value very many rows share) until a piece has five; what is too little even then becomes a piece of five
    or none by chance, so that it counts rightly in the mean over leaves and is not told in any of them.
    """
    width = scale.weights.size
    runs, counts = np.unique(leaves * width + codes, return_counts=True)
    leaf, code = runs // width, runs % width
    region, is_spike = scale.regions()
    alone = (counts >= SMALLEST_COUNT) | (code > scale.ordered_up_to) | is_spike[code]
    new = np.ones(runs.size, np.bool_)
    new[1:] = (leaf[1:] != leaf[:-1]) | alone[1:] | alone[:-1] | (region[code[1:]] != region[code[:-1]])
    stretch = np.cumsum(new) - 1
    rows = np.bincount(stretch, counts)
    parts = np.maximum(1, rows // SMALLEST_COUNT)
    parts[stretch[alone]] = 1
    starts = np.cumsum(counts) - counts
    middle = starts - starts[np.flatnonzero(new)][stretch] + counts / 2
    part = np.minimum(parts[stretch] - 1, np.floor(middle * parts[stretch] / rows[stretch]))
    key = np.stack([stretch, part.astype(np.int64)], axis=1)
    begins = np.flatnonzero(np.any(np.diff(key, axis=0, prepend=-1) != 0, axis=1))
    ranges = scale.ranges(code, counts, begins)
    weight = rounded((rows / parts)[stretch[begins]], leaf[begins], nodes, rng)
    chosen = np.flatnonzero(weight > 0)
    first = np.concatenate([[0], np.cumsum(np.bincount(leaf[begins][chosen], minlength=nodes))])
    low, middle, high, rows_of = (part[chosen].astype(np.float32) for part in (*ranges, weight))
    return first.astype(np.int32), low, middle, high, rows_of


def rounded(
    weight: NDArray[np.float64], leaf: NDArray[np.int64], nodes: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return `weight` where less than five is five or 0 by chance; the sum of each leaf stays as it is.

    The small weights are drawn systematically with steps of five from a random start, through all leaves
    (neighbouring leaves are alike), so each is taken with a chance in proportion to it and their sum stays
    within five of what it is; the other weights of the leaf give or take the difference.
    """
    small = np.where(weight < SMALLEST_COUNT, weight, 0.0)
    steps = np.floor(np.concatenate([[0.0], np.cumsum(small)]) / SMALLEST_COUNT + rng.random() + 1e-9)
    kept = np.where(small > 0, np.minimum(np.diff(steps), 1.0) * SMALLEST_COUNT, 0.0)
    total, lost, given = (np.bincount(leaf, part, minlength=nodes) for part in (weight, small, kept))
    rest = total - lost
    scale = np.zeros(nodes)
    np.divide(np.maximum(total - given, 0.0), rest, out=scale, where=rest > 0)
    kept = np.where(small > 0, kept, weight * scale[leaf])
    nothing = np.bincount(leaf, kept, minlength=nodes)[leaf] <= 0
    return np.where(nothing, SMALLEST_COUNT, kept)
