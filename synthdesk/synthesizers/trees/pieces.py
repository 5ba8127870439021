"""What a leaf holds: ranges of codes that at least so many rows share, and how many rows fall into each."""

import numpy as np
from numpy.typing import NDArray

from synthdesk.synthesizers.discrete.binning import Codes
from synthdesk.synthesizers.trees.scale import Scale, Singles
from synthdesk.synthesizers.trees.tree import Whole

PASSES = 4
"""How often what is left of less than a piece is rounded by chance before it is one."""


def pieces(
    codes: Codes,
    leaves: NDArray[np.int64],
    nodes: int,
    scale: Scale,
    at_least: int,
    rng: np.random.Generator,
) -> tuple[Whole, Singles, Singles, Singles, Singles]:
    """Return `first`, `low`, `middle`, `high` and `weight` of `Tree` for rows with `codes` in `leaves`.

    A code that `at_least` rows of a leaf share is a piece. Of the others neighbours are joined (never across a
    value very many rows share) until a piece has so many; what is too little even then becomes a piece of so
    many or none by chance, so that it counts rightly in the mean over leaves and is not told in any of them.
    """
    width = scale.weights.size
    runs, counts = np.unique(leaves * width + codes, return_counts=True)
    leaf, code = runs // width, runs % width
    region, is_spike = scale.regions()
    alone = (counts >= at_least) | (code > scale.ordered_up_to) | is_spike[code]
    new = np.ones(runs.size, np.bool_)
    new[1:] = (leaf[1:] != leaf[:-1]) | alone[1:] | alone[:-1] | (region[code[1:]] != region[code[:-1]])
    stretch = np.cumsum(new) - 1
    rows = np.bincount(stretch, counts)
    parts = np.maximum(1, rows // at_least)
    parts[stretch[alone]] = 1
    starts = np.cumsum(counts) - counts
    middle = starts - starts[np.flatnonzero(new)][stretch] + counts / 2
    part = np.minimum(parts[stretch] - 1, np.floor(middle * parts[stretch] / rows[stretch]))
    key = np.stack([stretch, part.astype(np.int64)], axis=1)
    begins = np.flatnonzero(np.any(np.diff(key, axis=0, prepend=-1) != 0, axis=1))
    ranges = scale.ranges(code, counts, begins)
    weight = rounded((rows / parts)[stretch[begins]], leaf[begins], nodes, at_least, rng)
    chosen = np.flatnonzero(weight > 0)
    first = np.concatenate([[0], np.cumsum(np.bincount(leaf[begins][chosen], minlength=nodes))])
    low, middle, high, rows_of = (part[chosen].astype(np.float32) for part in (*ranges, weight))
    return first.astype(np.int32), low, middle, high, rows_of


def rounded(
    weight: NDArray[np.float64],
    leaf: NDArray[np.int64],
    nodes: int,
    at_least: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return `weight` where less than `at_least` is that or 0 by chance; the sum of each leaf stays about as it is.

    What another piece of its leaf has left of less than that, because a small one became it, is so many or
    0 by chance in turn.
    """
    for _ in range(PASSES):
        if not _is_small(weight, at_least).any():
            break
        weight = _rounded_once(weight, leaf, nodes, at_least, rng)
    return np.where(_is_small(weight, at_least), at_least, weight)


def _is_small(weight: NDArray[np.float64], at_least: int) -> NDArray[np.bool_]:
    return (weight > 0) & (weight < at_least)


def _rounded_once(
    weight: NDArray[np.float64],
    leaf: NDArray[np.int64],
    nodes: int,
    at_least: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return `weight` with small weights rounded and the others of their leaf giving or taking the difference.

    The small weights are drawn systematically with steps of `at_least` from a random start, through all leaves
    (neighbouring leaves are alike), so each is taken with a chance in proportion to it and their sum stays
    within that of what it is. A leaf that would be left empty has so many rows of each small piece.
    """
    small = np.where(_is_small(weight, at_least), weight, 0.0)
    steps = np.floor(np.concatenate([[0.0], np.cumsum(small)]) / at_least + rng.random() + 1e-9)
    kept = np.where(small > 0, np.minimum(np.diff(steps), 1.0) * at_least, 0.0)
    total, lost, given = (np.bincount(leaf, part, minlength=nodes) for part in (weight, small, kept))
    rest = total - lost
    scale = np.zeros(nodes)
    np.divide(np.maximum(total - given, 0.0), rest, out=scale, where=rest > 0)
    kept = np.where(small > 0, kept, weight * scale[leaf])
    nothing = np.bincount(leaf, kept, minlength=nodes)[leaf] <= 0
    return np.where(nothing & (weight > 0), at_least, kept)
