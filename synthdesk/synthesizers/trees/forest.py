"""Several trees of one column, each grown from a part of the rows; every new row asks one of them.

A row drawn from one of several trees is drawn from the mean of what they say (Breiman 2001, "Random forests"), which
foretells better than one tree says, and no tree has seen all rows. The parts are drawn without putting back, so
that a piece of five rows of a leaf is five different rows.
"""

from dataclasses import dataclass

import numpy as np

from synthdesk.synthesizers.discrete.binning import Codes
from synthdesk.synthesizers.discrete.model import Arrays
from synthdesk.synthesizers.trees.growing import grow
from synthdesk.synthesizers.trees.scale import Scale
from synthdesk.synthesizers.trees.tree import FIELDS, WHOLE_FIELDS, Tree

TREES = 10
PART = 0.63
"""Share of the rows a tree is grown from; as many different rows as there are in a sample with putting back."""


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
    """Return the trees of `column` given the columns `before`, one of all rows where there is nothing to ask.

    See `growing.grow` for the arguments.
    """
    if not before:
        return Forest((grow(codes, column, before, scale=scale, rng=rng),))
    part = max(1, round(PART * codes.shape[0]))
    parts = (np.sort(rng.choice(codes.shape[0], part, replace=False)) for _ in range(TREES))
    return Forest(tuple(grow(codes[rows], column, before, scale=scale, rng=rng) for rows in parts))


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
