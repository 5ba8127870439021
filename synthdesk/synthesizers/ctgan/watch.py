"""Signs of mode collapse, measured on fresh rows and told in words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdesk.domain.messages import Message, message
from synthdesk.synthesizers.encoding import CategoryColumn, EncodedTable, Encoding, code_count

FREQUENT = 0.01
"""A category is expected in fresh rows when it has this share of the real rows."""
LOWEST_KEPT = 0.7
LOWEST_ENTROPY = 0.3
LOWEST_DISTINCT = 0.3
LOWEST_SPREAD = 0.2
FALLEN = 0.8
"""A similarity below this share of the best so far is a fall."""


@dataclass(frozen=True, slots=True)
class Variety:
    """How varied rows are.

    Attributes:
        kept: Share of the frequent categories that occur, 0-1.
        entropy: Smallest entropy of a column's codes relative to the real one, 0 and above.
        distinct: Different rows of codes relative to as many real rows, 0 and above.
        spread: Smallest standard deviation of a number within its modes relative to the real one.
    """

    kept: float
    entropy: float
    distinct: float
    spread: float

    def signs(self) -> tuple[Message, ...]:
        """Return the signs of collapse in words; () when there are none."""
        found = (
            (self.kept < LOWEST_KEPT, message("Many categories no longer appear in the new rows.")),
            (self.entropy < LOWEST_ENTROPY, message("A column of the new rows shows almost one value only.")),
            (self.distinct < LOWEST_DISTINCT, message("Many of the new rows are the same.")),
            (self.spread < LOWEST_SPREAD, message("A number hardly varies any more in the new rows.")),
        )
        return tuple(words for sign, words in found if sign)


class Watch:
    """Compares fresh rows with what is known of the real ones.

    Args:
        encoding: Encoding of the real table.
        table: Real rows; of many rows a fixed part is looked at.
        rows: Rows that are compared at once.
    """

    def __init__(self, encoding: Encoding, table: EncodedTable, rows: int) -> None:
        every = max(1, table.codes.shape[0] // rows)
        self._real = EncodedTable(table.codes[::every][:rows], table.alphas[::every][:rows])
        self._encoding = encoding
        self._entropies = _entropies(encoding, self._real.codes)
        self._distinct = _distinct_share(self._real.codes)

    def variety(self, fresh: EncodedTable) -> Variety:
        """Return how varied `fresh` is beside the real rows."""
        real = self._entropies
        ratios = _entropies(self._encoding, fresh.codes)[real > 0.1] / real[real > 0.1]
        spread = _spreads(fresh.alphas) / np.maximum(_spreads(self._real.alphas), 1e-6)
        return Variety(
            kept=_kept_share(self._encoding, fresh.codes),
            entropy=float(ratios.min(initial=1.0)),
            distinct=_distinct_share(fresh.codes) / self._distinct,
            spread=float(spread.min(initial=1.0)),
        )


def _kept_share(encoding: Encoding, codes: NDArray[np.int32]) -> float:
    expected = kept = 0
    for index, column in enumerate(encoding.columns):
        if not isinstance(column, CategoryColumn):
            continue
        frequent = np.array(column.frequencies.shares) >= FREQUENT
        there = np.bincount(codes[:, index], minlength=code_count(column)) > 0
        expected += int(frequent.sum())
        kept += int((frequent & there).sum())
    return kept / expected if expected else 1.0


def _entropies(encoding: Encoding, codes: NDArray[np.int32]) -> NDArray[np.float64]:
    found = []
    for index, column in enumerate(encoding.columns):
        shares = np.bincount(codes[:, index], minlength=code_count(column)) / max(1, codes.shape[0])
        shares = shares[shares > 0]
        found.append(-(shares * np.log(shares)).sum())
    return np.array(found)


def _distinct_share(codes: NDArray[np.int32]) -> float:
    return float(np.unique(codes, axis=0).shape[0] / codes.shape[0])


def _spreads(alphas: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(alphas.std(axis=0), np.float64)
