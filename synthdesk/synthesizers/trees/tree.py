"""One column's tree: which of its codes go with the codes of the columns before it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdesk.synthesizers.discrete.binning import Codes
from synthdesk.synthesizers.discrete.model import Arrays
from synthdesk.synthesizers.trees.scale import Scale, Singles

Whole = NDArray[np.int32]
DEEPEST = 40
"""Questions on the way to a leaf, at most."""
GOLDEN = 0.6180339887498949
"""Multiples of the golden ratio's fraction spread most evenly."""
WHOLE_FIELDS = ("feature", "threshold", "left", "right", "first")
FIELDS = (*WHOLE_FIELDS, "low", "middle", "high", "weight")


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """A tree whose leaves hold pieces: ranges of codes, and the rows that fall into each.

    Attributes:
        feature: Column asked at each node; -1 at a leaf. Shape: (nodes,)
        threshold: The way is left when the code is at most this. Shape: (nodes,)
        left, right: The next nodes, later in the list. Shape: (nodes,)
        first: Where each node's pieces begin, and the number of pieces at the end. Shape: (nodes + 1,)
        low, middle, high: Where each piece begins, has half of its rows behind it, and ends on the column's `Scale`. Shape: (pieces,), float32.
        weight: Rows of each piece, about; at least 5. Shape: (pieces,), float32.
    """

    feature: Whole
    threshold: Whole
    left: Whole
    right: Whole
    first: Whole
    low: Singles
    middle: Singles
    high: Singles
    weight: Singles

    def leaves(self, codes: Codes) -> NDArray[np.int64]:
        """Return the leaf that each row of `codes` (of all columns) comes to."""
        node = np.zeros(codes.shape[0], np.int64)
        walking = np.arange(codes.shape[0])
        while True:
            here = node[walking]
            goes_on = self.feature[here] >= 0
            walking, here = walking[goes_on], here[goes_on]
            if not walking.size:
                return node
            goes_left = codes[walking, self.feature[here]] <= self.threshold[here]
            node[walking] = np.where(goes_left, self.left[here], self.right[here])

    def draw(self, codes: Codes, scale: Scale, rng: np.random.Generator) -> Codes:
        """Return a code of this column for each row of `codes`, given the columns before it."""
        leaves = self.leaves(codes)
        sums = np.concatenate([[0.0], np.cumsum(self.weight, dtype=np.float64)])
        start, end = self.first[leaves], self.first[leaves + 1]
        at = sums[start] + _evenly(leaves, rng) * (sums[end] - sums[start])
        piece = np.clip(np.searchsorted(sums, at, side="right") - 1, start, end - 1)
        low, middle, high = (part[piece].astype(np.float64) for part in (self.low, self.middle, self.high))
        within = 2.0 * rng.random(leaves.size) - 1.0
        return scale.codes(middle + np.where(within < 0, middle - low, high - middle) * within)

    def arrays(self) -> Arrays:
        """Return the fields by name."""
        return {name: getattr(self, name) for name in FIELDS}

    def check(self, before: frozenset[int], scale: Scale) -> None:
        """Return when the tree can be walked, asks only columns `before`, and fits `scale`; else `ValueError`."""
        nodes, pieces = self.feature.size, self.low.size
        sizes = [getattr(self, name).shape for name in FIELDS]
        if nodes < 1 or sizes != [(nodes,)] * 4 + [(nodes + 1,)] + [(pieces,)] * 4:
            raise ValueError("sizes")
        inner = np.flatnonzero(self.feature >= 0)
        if not {int(f) for f in np.unique(self.feature[inner])} <= before:
            raise ValueError("a column that is not known yet is asked")
        ways = (self.left[inner], self.right[inner])
        if any((way <= inner).any() or (way >= nodes).any() for way in ways):
            raise ValueError("a way that does not go on")
        self._check_pieces(scale)

    def _check_pieces(self, scale: Scale) -> None:
        counts = np.diff(self.first)
        if self.first[0] != 0 or self.first[-1] != self.low.size or (counts < 0).any():
            raise ValueError("pieces")
        if (counts[self.feature < 0] < 1).any():
            raise ValueError("an empty leaf")
        rising = (self.low >= 0) & (self.low <= self.middle) & (self.middle <= self.high)
        if not (rising & (self.high <= scale.length)).all():
            raise ValueError("ranges")
        if not (np.isfinite(self.weight) & (self.weight > 0)).all():
            raise ValueError("weights")


def _evenly(leaves: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a number of 0 to 1 for each row: each by itself evenly distributed, those of a leaf spread evenly.

    So the rows of a leaf share its pieces almost exactly as they should (systematic sampling), which takes
    most of the noise out of a table. Which row gets which number is chance.
    """
    shuffled = rng.permutation(leaves.size)
    order = shuffled[np.argsort(leaves[shuffled], kind="stable")]
    _, first, counts = np.unique(leaves[order], return_index=True, return_counts=True)
    place = np.arange(leaves.size) - np.repeat(first, counts)
    start = (rng.random() + np.arange(counts.size) * GOLDEN) % 1.0
    found = np.empty(leaves.size)
    found[order] = (place + np.repeat(start, counts)) / np.repeat(counts, counts)
    return found
