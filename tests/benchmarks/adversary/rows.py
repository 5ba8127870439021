"""Codes as rows of ones, zeros and normal scores that a network can make and tell apart, and back.

A column with few codes, or of categories, is a block of places, one of which is one. Another number has a
block of its spikes and one place for all other values, and beside it a number: the normal score of the share
of values below it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from torch import Tensor

from synthdesk.synthesizers.discrete.binning import BinnedTable, Codes, NumberBins, code_count

FEW_CODES = 30
SPIKE_SHARE = 0.02
HIGHEST_SCORE = 3.5
LOGIT_LIMIT = 15.0


@dataclass(frozen=True)
class Block:
    """One column.

    Attributes:
        place: Place of each code within the block.
        code: A code of each place; -1 for the place of all values between spikes.
        line: Codes between spikes, rising; empty without such.
        ends: Share of the rows between spikes that lie up to the end of each of `line`, rising to 1.
    """

    place: NDArray[np.int64]
    code: NDArray[np.int64]
    line: NDArray[np.int64]
    ends: NDArray[np.float64]


class Space:
    """The rows of one binned table.

    Args:
        table: Tells what codes there are and how many rows each has.
    """

    def __init__(self, table: BinnedTable) -> None:
        counts = [
            np.bincount(table.codes[:, i], minlength=code_count(c))
            for i, c in enumerate(table.binning.columns)
        ]
        numbers = [isinstance(c, NumberBins) for c in table.binning.columns]
        lasts = [len(c.curves) if isinstance(c, NumberBins) else 0 for c in table.binning.columns]
        self.blocks = [_block(*known) for known in zip(counts, numbers, lasts, strict=True)]
        self.firsts = np.cumsum([0, *(b.code.size for b in self.blocks)])
        self.scored = [i for i, b in enumerate(self.blocks) if b.line.size]
        self.places = int(self.firsts[-1])
        self.width = self.places + len(self.scored)

    def encoded(self, codes: Codes, rng: np.random.Generator) -> Tensor:
        """Return rows of numbers. Shape: (rows, width), float32."""
        found = np.zeros((codes.shape[0], self.width), np.float32)
        for i, block in enumerate(self.blocks):
            found[np.arange(codes.shape[0]), self.firsts[i] + block.place[codes[:, i]]] = 1.0
        for k, i in enumerate(self.scored):
            found[:, self.places + k] = _scores(self.blocks[i], codes[:, i], rng)
        return torch.from_numpy(found)

    def codes(self, rows: Tensor) -> Codes:
        """Return the codes of rows, each block at its highest place."""
        numbers = rows.numpy()
        found = np.empty((numbers.shape[0], len(self.blocks)), np.int32)
        for i, block in enumerate(self.blocks):
            found[:, i] = block.code[numbers[:, self.firsts[i] : self.firsts[i + 1]].argmax(axis=1)]
        for k, i in enumerate(self.scored):
            block = self.blocks[i]
            at = np.searchsorted(block.ends, ndtr(numbers[:, self.places + k].astype(np.float64)))
            between = found[:, i] < 0
            found[between, i] = block.line[np.minimum(at, block.line.size - 1)][between]
        return found

    @cached_property
    def _of_blocks(self) -> Tensor:
        found = torch.zeros(self.places, len(self.blocks))
        for i in range(len(self.blocks)):
            found[self.firsts[i] : self.firsts[i + 1], i] = 1.0
        return found

    @cached_property
    def _padded(self) -> tuple[Tensor, Tensor]:
        most = max(b.code.size for b in self.blocks)
        index = torch.zeros(len(self.blocks), most, dtype=torch.int64)
        off = torch.zeros(len(self.blocks), most)
        for i, block in enumerate(self.blocks):
            index[i, : block.code.size] = torch.arange(int(self.firsts[i]), int(self.firsts[i + 1]))
            off[i, block.code.size :] = -torch.inf
        return index, off

    @cached_property
    def _line_places(self) -> Tensor:
        return torch.tensor([int(self.firsts[i]) for i in self.scored], dtype=torch.int64)

    def chosen(self, raw: Tensor) -> Tensor:
        """Return rows whose blocks are one at the highest of `raw`; gradients pass as by shares (straight through)."""
        logits = raw[:, : self.places].clamp(-LOGIT_LIMIT, LOGIT_LIMIT)
        power = logits.exp()
        shares = power / ((power @ self._of_blocks) @ self._of_blocks.T)
        index, off = self._padded
        with torch.no_grad():
            best = index.gather(
                1, (logits[:, index] + off).argmax(dim=2).T
            ).T  # the place of the highest of each block
            hard = torch.zeros_like(shares).scatter_(1, best, 1.0)
        places = hard + shares - shares.detach()
        scores = raw[:, self.places :].clamp(-HIGHEST_SCORE, HIGHEST_SCORE) * places[:, self._line_places]
        return torch.cat([places, scores], dim=1)


def _block(counts: NDArray[np.int64], is_number: bool, bins: int) -> Block:
    every = np.arange(counts.size)
    if not is_number or counts.size <= FEW_CODES:
        return Block(every, every, np.empty(0, np.int64), np.empty(0))
    between = (every < bins) & (counts < SPIKE_SHARE * counts.sum())
    alone = every[~between]
    place = np.zeros(counts.size, np.int64)
    place[alone] = np.arange(1, alone.size + 1)
    rows = np.cumsum(counts[between])
    return Block(place, np.concatenate([[-1], alone]), every[between], rows / rows[-1])


def _scores(block: Block, codes: Codes, rng: np.random.Generator) -> NDArray[np.float64]:
    size = block.place.size
    low, high = np.full(size, 0.5), np.full(size, 0.5)
    low[block.line] = np.concatenate([[0.0], block.ends[:-1]])
    high[block.line] = block.ends
    share = low[codes] + (high - low)[codes] * rng.random(codes.size)
    return np.clip(ndtri(share), -HIGHEST_SCORE, HIGHEST_SCORE)
