"""Learning one tree per column, and the rows they make together, column by column."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdesk.synthesizers.discrete.binning import SMALLEST_COUNT, BinnedTable, Codes, NumberBins, code_count
from synthdesk.synthesizers.discrete.model import Arrays, ModelKind
from synthdesk.synthesizers.trees.growing import grow
from synthdesk.synthesizers.trees.scale import Scale
from synthdesk.synthesizers.trees.tree import FIELDS, WHOLE_FIELDS, Tree

KEY = "trees"
MOST_BINS = 200
FEW_CODES = 30


class TreesModel:
    """Trees in the order of their columns; see `CodesModel`.

    Args:
        order: All columns, in the order in which they are drawn.
        trees: The tree of each column, in this order.
        scales: The scale of each column's codes, in the table's order.
    """

    def __init__(self, order: tuple[int, ...], trees: list[Tree], scales: list[Scale]) -> None:
        self._order, self._trees, self._scales = order, trees, scales

    def draw(self, rows: int, wanted: Mapping[int, int], rng: np.random.Generator) -> Codes:
        """Return rows of codes, see `CodesModel`."""
        codes = np.zeros((rows, len(self._order)), np.int32)
        for column, tree in zip(self._order, self._trees, strict=True):
            codes[:, column] = tree.draw(codes, self._scales[column], rng)
            if column in wanted:
                codes = codes[codes[:, column] == wanted[column]]
        return codes

    def arrays(self) -> Arrays:
        """Return order, scales and trees."""
        found: dict[str, NDArray[Any]] = {"order": np.array(self._order, np.int32)}
        found["weights"] = np.concatenate([scale.weights for scale in self._scales]).astype(np.float32)
        return found | _trees_as_arrays(self._trees)


def build(arrays: Arrays, counts: tuple[int, ...]) -> TreesModel:
    """Return the model of `arrays` for columns with `counts` codes; `ValueError` when they do not fit."""
    order = tuple(arrays["order"].tolist())
    if sorted(order) != list(range(len(counts))):
        raise ValueError("order")
    weights = arrays["weights"].astype(np.float64)
    if weights.shape != (sum(counts),) or not (np.isfinite(weights) & (weights > 0)).all():
        raise ValueError("weights")
    trees = [_tree_of(arrays, place) for place in range(len(order))]
    scales = [Scale(part) for part in np.split(weights, np.cumsum(counts)[:-1])]
    for place, tree in enumerate(trees):
        tree.check(frozenset(order[:place]), scales[order[place]])
    expected = {"order", "weights"} | {f"{i}.{name}" for i in range(len(order)) for name in FIELDS}
    if set(arrays) != expected:
        raise ValueError("unknown arrays")
    return TreesModel(order, trees, scales)


class TreesLearner:
    """Grows the trees, a column a step; see `Learner`.

    Columns with few codes come first: they are the ones rows are asked for by, and questions about them
    divide all that follow. The others keep the table's order, in which what belongs together stands
    together (measured: the months of credit_default are told from real ones less than by falling detail).

    Args:
        table: The binned training rows.
        seed: Start of the random numbers; each step has its own, so that it does not matter what came before.
    """

    def __init__(self, table: BinnedTable, seed: int) -> None:
        self._table, self._seed = table, seed
        columns = table.binning.columns
        self._counts = tuple(code_count(column) for column in columns)
        self._order = tuple(
            sorted(range(len(columns)), key=lambda c: (min(self._counts[c], FEW_CODES + 1), c))
        )
        self._scales = [self._scale(column) for column in range(len(columns))]
        self._trees: list[Tree] = []

    @property
    def steps(self) -> int:
        """Columns."""
        return len(self._order)

    @property
    def done(self) -> int:
        """Columns learned."""
        return len(self._trees)

    def advance(self) -> None:
        """Learn the next column."""
        self._trees.append(self._grown(self.done, before=self._order[: self.done]))

    def _grown(self, place: int, before: tuple[int, ...]) -> Tree:
        column = self._order[place]
        asked = tuple(c for c in before if self._counts[c] > 1)
        rng = np.random.default_rng([self._seed, place, len(asked)])
        return grow(self._table.codes, column, asked, scale=self._scales[column], rng=rng)

    def model(self) -> TreesModel:
        """Return the trees so far; the other columns have trees without questions."""
        rest = [self._grown(place, before=()) for place in range(self.done, self.steps)]
        return TreesModel(self._order, [*self._trees, *rest], self._scales)

    def _scale(self, column: int) -> Scale:
        counts = np.bincount(self._table.codes[:, column], minlength=self._counts[column])
        described = self._table.binning.columns[column]
        last = len(described.curves) - 1 if isinstance(described, NumberBins) else -1
        return Scale(np.maximum(counts // SMALLEST_COUNT, 1) * float(SMALLEST_COUNT), last)

    def state(self) -> Arrays:
        """Return the trees so far."""
        return _trees_as_arrays(self._trees)

    def restore(self, done: int, state: Arrays) -> None:
        """Take over the trees of a `state`."""
        self._trees = [_tree_of(state, place) for place in range(done)]
        for place, tree in enumerate(self._trees):
            tree.check(frozenset(self._order[:place]), self._scales[self._order[place]])


def _trees_as_arrays(trees: list[Tree]) -> dict[str, NDArray[Any]]:
    return {f"{i}.{name}": array for i, tree in enumerate(trees) for name, array in tree.arrays().items()}


def _tree_of(arrays: Arrays, place: int) -> Tree:
    fields = {name: arrays[f"{place}.{name}"] for name in FIELDS}
    for name, array in fields.items():
        if array.dtype != (np.int32 if name in WHOLE_FIELDS else np.float32):
            raise ValueError("type")
    return Tree(**fields)


TREES = ModelKind(KEY, TreesLearner, build, MOST_BINS)
