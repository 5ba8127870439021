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
    scale: Scale,
    at_least: NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[Whole, Singles, Singles, Singles, Singles]:
    """Return `first`, `low`, `middle`, `high` and `weight` of `Tree` for rows with `codes` in `leaves`.

    A code that `at_least` rows of a leaf share is a piece (each node has its own number of rows). Of the others
    neighbours are joined (never across a value very many rows share) until a piece has so many; what is too
    little even then becomes a piece of so many or none by chance, so that it counts rightly in the mean over leaves and is not told in any of them.
    """
    width = scale.weights.size
    runs, counts = np.unique(leaves * width + codes, return_counts=True)
    leaf, code = runs // width, runs % width
    region, is_spike = scale.regions()
    alone = (counts >= at_least[leaf]) | (code > scale.ordered_up_to) | is_spike[code]
    new = np.ones(runs.size, np.bool_)
    new[1:] = (leaf[1:] != leaf[:-1]) | alone[1:] | alone[:-1] | (region[code[1:]] != region[code[:-1]])
    stretch = np.cumsum(new) - 1
    rows = np.bincount(stretch, counts)
    parts = np.maximum(1, rows // at_least[leaf[new]])
    parts[stretch[alone]] = 1
    starts = np.cumsum(counts) - counts
    middle = starts - starts[np.flatnonzero(new)][stretch] + counts / 2
    part = np.minimum(parts[stretch] - 1, np.floor(middle * parts[stretch] / rows[stretch]))
    key = np.stack([stretch, part.astype(np.int64)], axis=1)
    begins = np.flatnonzero(np.any(np.diff(key, axis=0, prepend=-1) != 0, axis=1))
    ranges = scale.ranges(code, counts, begins)
    weight = rounded((rows / parts)[stretch[begins]], leaf[begins], at_least, rng)
    chosen = np.flatnonzero(weight > 0)
    first = np.concatenate([[0], np.cumsum(np.bincount(leaf[begins][chosen], minlength=at_least.size))])
    low, middle, high, rows_of = (part[chosen].astype(np.float32) for part in (*ranges, weight))
    return first.astype(np.int32), low, middle, high, rows_of


def rounded(
    weight: NDArray[np.float64],
    leaf: NDArray[np.int64],
    at_least: NDArray[np.int64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return `weight` where less than `at_least` of its leaf is that or 0 by chance; the sum of each leaf stays about as it is.

    What another piece of its leaf has left of less than that, because a small one became it, is so many or
    0 by chance in turn.
    """
    whole = at_least[leaf].astype(np.float64)
    for _ in range(PASSES):
        if not _is_small(weight, whole).any():
            break
        weight = _rounded_once(weight, leaf, whole, rng)
    return np.where(_is_small(weight, whole), whole, weight)


def _is_small(weight: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.bool_]:
    return (weight > 0) & (weight < whole)


def _rounded_once(
    weight: NDArray[np.float64],
    leaf: NDArray[np.int64],
    whole: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return `weight` with what is less than `whole` rounded, and the others of a leaf taking the difference.

    The small weights are drawn systematically from a random start, through all leaves (neighbouring leaves are
    alike), so each is taken with a chance in proportion to it and the number taken stays within one of what it
    should be. A leaf that would be left empty has a whole one of each small piece.
    """
    is_small, nodes = _is_small(weight, whole), int(leaf.max()) + 1
    chances = np.where(is_small, weight / whole, 0.0)
    steps = np.floor(np.concatenate([[0.0], np.cumsum(chances)]) + rng.random() + 1e-9)
    kept = np.where(is_small, np.minimum(np.diff(steps), 1.0) * whole, 0.0)
    lost = np.where(is_small, weight, 0.0)
    total, gone, given = (np.bincount(leaf, part, minlength=nodes) for part in (weight, lost, kept))
    rest = total - gone
    scale = np.zeros(nodes)
    np.divide(np.maximum(total - given, 0.0), rest, out=scale, where=rest > 0)
    kept = np.where(is_small, kept, weight * scale[leaf])
    nothing = np.bincount(leaf, kept, minlength=nodes)[leaf] <= 0
    return np.where(nothing & (weight > 0), whole, kept)
