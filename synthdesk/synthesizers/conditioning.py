"""Training by sampling: conditions, the real rows that meet them, and true conditions for generating.

Xu et al. 2019, section 4.3, arXiv:1907.00503, for a whole batch at once and on the device of the tables.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from synthdesk.synthesizers.encoding import EncodedTable, Encoding
from synthdesk.synthesizers.layout import Layout
from synthdesk.synthesizers.mixture import Floats

MOST_TIMES_UNIFORM = 3.0
"""In training no row is expected more often than this, measured in the rate of plain uniform sampling."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """One condition per row of a batch.

    Attributes:
        places: Where the conditional vector has its ones, the rest being zeros: the place of the code, or those
            of its two digits. Where some columns have two digits, those with one are filled up with the
            condition width, a place outside. Shape: (rows, 0 to 2), int64.
        flat: The condition as a number over all codes of all conditional columns. Shape: (rows,), int64.
    """

    places: Tensor
    flat: Tensor


class ConditionSampler:
    """Draws conditions: a conditional column, all equally likely, then one of its codes by `shares`.

    Args:
        layout: Where the columns stand.
        shares: For each conditional column the share of each of its codes.
        device: Where the tensors are kept.
    """

    def __init__(self, layout: Layout, shares: list[Floats], device: torch.device) -> None:
        self._columns = len(layout.conditional)
        self._device = device
        limits = [np.minimum(np.cumsum(s), 1.0) + i for i, s in enumerate(shares)]
        for i, limit in enumerate(limits):
            limit[-1] = i + 1.0
        flat = np.concatenate(limits) if limits else np.empty(0)
        self._limits = torch.from_numpy(flat).to(device)
        self.firsts = np.concatenate([[0], np.cumsum([s.size for s in shares])]).astype(np.int64)
        self._hot = torch.from_numpy(_hot_places(layout)).to(device)

    def draw(self, rows: int, generator: torch.Generator) -> Conditions:
        """Return `rows` conditions; `generator` lives on the sampler's device."""
        if not self._columns:
            empty = torch.empty((rows, 0), dtype=torch.int64, device=self._device)
            return Conditions(empty, empty.new_empty(rows))
        draws = torch.rand(rows, generator=generator, device=self._device, dtype=torch.float64)
        # One number decides both: its whole part the column, the rest the code within the column.
        flat = torch.searchsorted(self._limits, draws * self._columns, right=True)
        return self.numbered(flat.clamp_(max=self._limits.numel() - 1))

    def numbered(self, flat: Tensor) -> Conditions:
        """Return the conditions numbered `flat`."""
        return Conditions(self._hot[flat], flat)


def _hot_places(layout: Layout) -> NDArray[np.int64]:
    """Return where the ones stand in the vector of each condition. Shape: (conditions, most digits)."""
    digits = [[digit for digit in layout.digits if digit.column == column] for column in layout.conditional]
    most = max(map(len, digits), default=0)
    found = []
    for column, own in zip(layout.conditional, digits, strict=True):
        codes = np.arange(layout.counts[column])
        places = [digit.start + codes // digit.divisor % digit.size for digit in own]
        outside = np.full_like(codes, layout.condition_width)
        found.append(np.stack([*places, *[outside] * (most - len(own))], axis=1))
    return np.concatenate(found).astype(np.int64) if found else np.empty((0, 0), np.int64)


class RowSampler:
    """Holds the training rows in compact form and finds rows that meet conditions.

    Args:
        table: The encoded training rows.
        layout: Where the columns stand.
        device: Where the tensors are kept.
    """

    def __init__(self, table: EncodedTable, layout: Layout, device: torch.device) -> None:
        self._layout = layout
        self._rows = table.codes.shape[0]
        self._device = device
        self._digits = torch.from_numpy(layout.digits_of(table.codes)).to(device)
        self._alphas = torch.from_numpy(table.alphas).to(device)
        starts = torch.tensor([digit.start for digit in layout.digits], dtype=torch.int64)
        self._starts = (starts + layout.alphas).to(device)
        self._order, self._first, self._count = self._index(table)

    def _index(self, table: EncodedTable) -> tuple[Tensor, Tensor, Tensor]:
        """Return the rows sorted by code of each conditional column, and where each code's rows lie."""
        columns = self._layout.conditional
        order = np.empty(len(columns) * self._rows, np.int32)
        firsts, counts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for place, column in enumerate(columns):
            codes, start = table.codes[:, column], place * self._rows
            order[start : start + self._rows] = np.argsort(codes, kind="stable")
            count = np.bincount(codes, minlength=self._layout.counts[column])
            firsts.append(np.cumsum(count) - count + start)
            counts.append(count)
        return self._tensor(order), self._tensor(np.concatenate(firsts)), self._tensor(np.concatenate(counts))

    def _tensor(self, numbers: NDArray[Any]) -> Tensor:
        return torch.from_numpy(numbers).to(self._device)

    def training_shares(self) -> list[Floats]:
        """Return tempered shares of the codes of each conditional column."""
        counts = self._count.cpu().numpy()
        sizes = [self._layout.counts[column] for column in self._layout.conditional]
        parts = np.split(counts, np.cumsum(sizes)[:-1]) if sizes else []
        return [tempered(part) for part in parts]

    def rows_for(self, conditions: Conditions, generator: torch.Generator) -> Tensor:
        """Return row numbers that meet `conditions`, each drawn among all such rows."""
        rows = conditions.flat.numel()
        draws = torch.rand(rows, generator=generator, device=self._device, dtype=torch.float64)
        if not self._layout.conditional:
            return draws.mul(self._rows).long()
        count: Tensor = self._count[conditions.flat]
        within = torch.minimum((draws * count).long(), count - 1)
        places: Tensor = self._first[conditions.flat] + within
        return self._order.index_select(0, places).long()

    def dense(self, rows: Tensor) -> Tensor:
        """Return the rows as the networks see them. Shape: (rows, layout width)."""
        found = torch.zeros((rows.numel(), self._layout.width), device=self._device)
        if self._layout.alphas:
            found[:, : self._layout.alphas] = self._alphas[rows]
        found.scatter_(1, self._digits[rows].long() + self._starts, 1.0)
        return found


def tempered(counts: NDArray[np.integer]) -> Floats:
    """Return the share in training of codes that `counts` rows have: in proportion to the root.

    No share exceeds 3 times the true one, so no row is expected more than 3 times as often as in plain
    sampling; what is cut off goes to the other codes. Codes without rows get 0.

    >>> tempered(np.array([900, 99, 1])).round(4).tolist()
    [0.7487, 0.2483, 0.003]
    """
    limits = MOST_TIMES_UNIFORM * counts / counts.sum()
    wished = np.sqrt(counts.astype(np.float64))
    shares = np.zeros(counts.size)
    free = counts > 0
    left = 1.0
    while True:
        shares[free] = wished[free] * (left / wished[free].sum())
        over = free & (shares > limits)
        if not over.any():
            return np.asarray(shares / shares.sum())
        shares[over] = limits[over]
        free &= ~over
        left -= float(limits[over].sum())


def true_shares(encoding: Encoding, layout: Layout) -> list[Floats]:
    """Return the true shares of the codes of each conditional column, for generating."""
    return [np.array(encoding.columns[i].frequencies.shares) for i in layout.conditional]
