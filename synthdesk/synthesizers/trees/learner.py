"""Learning a few trees per column, and the rows they make together, column by column."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdesk.domain.messages import Message, message
from synthdesk.synthesizers.discrete.binning import SMALLEST_COUNT, BinnedTable, Codes, NumberBins, code_count
from synthdesk.synthesizers.discrete.model import Arrays, ModelKind
from synthdesk.synthesizers.trees.forest import Forest, forest_of, grow_forest
from synthdesk.synthesizers.trees.order import order_of
from synthdesk.synthesizers.trees.scale import Scale

KEY = "trees"
MOST_BINS = 200


class TreesModel:
    """Trees in the order of their columns; see `CodesModel`.

    Args:
        order: All columns, in the order in which they are drawn.
        forests: The trees of each column, in this order.
        scales: The scale of each column's codes, in the table's order.
    """

    def __init__(self, order: tuple[int, ...], forests: list[Forest], scales: list[Scale]) -> None:
        self._order, self._forests, self._scales = order, forests, scales

    def draw(self, rows: int, wanted: Mapping[int, int], rng: np.random.Generator) -> Codes:
        """Return rows of codes, see `CodesModel`."""
        codes = np.zeros((rows, len(self._order)), np.int32)
        for column, forest in zip(self._order, self._forests, strict=True):
            codes[:, column] = forest.draw(codes, self._scales[column], rng)
            if column in wanted:
                codes = codes[codes[:, column] == wanted[column]]
        return codes

    def arrays(self) -> Arrays:
        """Return order, scales and trees."""
        weights = np.concatenate([scale.weights for scale in self._scales]).astype(np.float32)
        return _as_arrays(self._order, self._forests) | {"weights": weights}


def build(arrays: Arrays, counts: tuple[int, ...]) -> TreesModel:
    """Return the model of `arrays` for columns with `counts` codes; `ValueError` when they do not fit."""
    order = _order_in(arrays, len(counts))
    weights = arrays["weights"].astype(np.float64)
    if weights.shape != (sum(counts),) or not (np.isfinite(weights) & (weights > 0)).all():
        raise ValueError("weights")
    forests = _from_arrays(arrays, len(order))
    scales = [Scale(part) for part in np.split(weights, np.cumsum(counts)[:-1])]
    for place, forest in enumerate(forests):
        forest.check(frozenset(order[:place]), scales[order[place]])
    if set(arrays) != {"weights"} | set(_as_arrays(order, forests)):
        raise ValueError("unknown arrays")
    return TreesModel(order, forests, scales)


class TreesLearner:
    """Grows the trees, a column a step; see `Learner`.

    Columns that tell most about the others come first, see `order`.

    Args:
        table: The binned training rows.
        seed: Start of the random numbers; each step has its own, so that it does not matter what came before.
    """

    def __init__(self, table: BinnedTable, seed: int) -> None:
        self._table, self._seed = table, seed
        columns = table.binning.columns
        self._counts = tuple(code_count(column) for column in columns)
        self._order = order_of(table.codes, np.random.default_rng([seed, len(columns)]))
        self._scales = [self._scale(column) for column in range(len(columns))]
        self._forests: list[Forest] = []

    @property
    def steps(self) -> int:
        """Columns."""
        return len(self._order)

    @property
    def done(self) -> int:
        """Columns learned."""
        return len(self._forests)

    def advance(self) -> None:
        """Learn the next column."""
        self._forests.append(self._grown(self.done, before=self._order[: self.done]))

    def _grown(self, place: int, before: tuple[int, ...]) -> Forest:
        column = self._order[place]
        asked = tuple(c for c in before if self._counts[c] > 1)
        rng = np.random.default_rng([self._seed, place, len(asked)])
        return grow_forest(self._table.codes, column, asked, scale=self._scales[column], rng=rng)

    def model(self) -> TreesModel:
        """Return the trees so far; the other columns have trees without questions."""
        rest = [self._grown(place, before=()) for place in range(self.done, self.steps)]
        return TreesModel(self._order, [*self._forests, *rest], self._scales)

    def _scale(self, column: int) -> Scale:
        counts = np.bincount(self._table.codes[:, column], minlength=self._counts[column])
        described = self._table.binning.columns[column]
        last = len(described.curves) - 1 if isinstance(described, NumberBins) else -1
        return Scale(np.maximum(counts // SMALLEST_COUNT, 1) * float(SMALLEST_COUNT), last)

    def state(self) -> Arrays:
        """Return the order and the trees so far."""
        return _as_arrays(self._order, self._forests)

    def restore(self, done: int, state: Arrays) -> None:
        """Take over order and trees of a `state`."""
        self._order = _order_in(state, self.steps)
        self._forests = _from_arrays(state, done)
        for place, forest in enumerate(self._forests):
            forest.check(frozenset(self._order[:place]), self._scales[self._order[place]])


def _order_in(arrays: Arrays, columns: int) -> tuple[int, ...]:
    order = tuple(arrays["order"].tolist())
    if sorted(order) != list(range(columns)):
        raise ValueError("order")
    return order


def _as_arrays(order: tuple[int, ...], forests: list[Forest]) -> dict[str, NDArray[Any]]:
    parts = {
        f"{i}.{name}": part for i, forest in enumerate(forests) for name, part in forest.arrays().items()
    }
    return {"order": np.array(order, np.int32)} | parts


def _from_arrays(arrays: Arrays, forests: int) -> list[Forest]:
    of_place: defaultdict[str, dict[str, NDArray[Any]]] = defaultdict(dict)
    for name, array in arrays.items():
        place, _, field = name.partition(".")
        of_place[place][field] = array
    return [forest_of(of_place[str(place)]) for place in range(forests)]


def early_end(done: int, steps: int) -> Message:
    """Return what is told when the learning ends early."""
    return message(
        "Training ended early: {done} of {steps} parts are learned, the rest is made without looking "
        "at the other columns.",
        done=done,
        steps=steps,
    )


TREES = ModelKind(KEY, TreesLearner, build, MOST_BINS, early_end)
