"""The codes of one column on a line: each as long as it has rows in the whole table."""

import numpy as np
from numpy.typing import NDArray

from synthdesk.synthesizers.discrete.binning import Codes

Singles = NDArray[np.float32]

SPIKE_SHARE = 0.01
SPIKE_TIMES_MEAN = 2.5
"""A spike has at least 1 % of the rows and this many times those of the mean code."""


class Scale:
    """The line on which a leaf's pieces lie.

    Args:
        weights: Length of each code, > 0.
        ordered_up_to: Last code whose neighbours mean neighbouring values (numbers); -1 for categories.
    """

    def __init__(self, weights: NDArray[np.float64], ordered_up_to: int = -1) -> None:
        self.weights, self.ordered_up_to = weights, ordered_up_to
        self._ends = np.cumsum(weights)

    @property
    def length(self) -> float:
        """The length of the whole line."""
        return float(self._ends[-1])

    def codes(self, places: NDArray[np.float64]) -> Codes:
        """Return the code at each of the `places`, 0 to `length`."""
        found = np.searchsorted(self._ends, places, side="right")
        return np.asarray(np.minimum(found, self._ends.size - 1), np.int32)

    def regions(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return for each code the number of spikes up to it, and whether it is one itself."""
        least = max(SPIKE_SHARE, SPIKE_TIMES_MEAN / self.weights.size)
        is_spike = self.weights > least * self.length
        return np.cumsum(is_spike), is_spike

    def ranges(
        self, code: NDArray[np.int64], rows: NDArray[np.int64], begins: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return where pieces begin, have their middle row, and end.

        A single code is the whole of itself. Between rows there are gaps; half a mean gap belongs to either
        end as well, as the range of a sample is shorter than that of what it is drawn from.

        Args:
            code: Codes of the pieces' rows, rising within a piece. Shape: (runs,)
            rows: Rows with each of these codes in the piece. Shape: (runs,)
            begins: Where each piece begins in `code`. Shape: (pieces,)
        """
        ends = np.append(begins[1:], code.size) - 1
        first, last = code[begins], code[ends]
        starts = self._ends - self.weights
        middle = starts + self.weights / 2
        total = np.add.reduceat(rows, begins)
        gap = (middle[last] - middle[first]) / (2 * np.maximum(total - 1, 1))
        region, is_spike = self.regions()
        # The ends of the stretch between two spikes, where a piece must stop.
        floor = np.concatenate([[0.0], self._ends[is_spike]])[region[first] * ~is_spike[first]]
        ceiling = np.append(starts[is_spike], self.length)[np.minimum(region[last], is_spike.sum())]
        if 0 <= self.ordered_up_to < self.weights.size - 1:
            ceiling = np.minimum(ceiling, self._ends[self.ordered_up_to])
        single = first == last
        low = np.where(single, starts[first], np.maximum(middle[first] - gap, floor))
        high = np.where(single, self._ends[last], np.minimum(middle[last] + gap, ceiling))
        mean = np.add.reduceat(rows * middle[code], begins) / total
        trimmed = (total * mean - middle[first] - middle[last]) / np.maximum(total - 2, 1)
        centre = np.where(total > 2, trimmed, (low + high) / 2)
        return low, np.clip(np.where(single, (low + high) / 2, centre), low, high), high
