"""Codes in groups: classes tell coarse groups of a number's bins, which bin of a group it is, the whole table tells."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from synthdesk.synthesizers.classes.counting import Floats, Frame
from synthdesk.synthesizers.discrete.binning import (
    SMALLEST_COUNT,
    BinnedTable,
    Codes,
    NumberBins,
    bins_of,
    code_count,
)

GROUPS = 20
"""Groups of a continuous column, about; a bin with more rows is a group of its own."""
FEWEST_GROUP_ROWS = 25
"""Groups of small tables have about so many rows."""


@dataclass(frozen=True)
class Groups:
    """The groups of the codes of each column.

    Attributes:
        of_codes: For each column the group of each code, rising by at most 1 from 0. Shape each: (codes,), int32.
        rows: For each column the rows of each code, in whole fives, >= 5. Shape each: (codes,).
    """

    of_codes: tuple[Codes, ...]
    rows: tuple[Floats, ...]

    def grouped(self, codes: Codes) -> Codes:
        """Return the groups of `codes`. Shape: as `codes`."""
        return np.stack([groups[codes[:, i]] for i, groups in enumerate(self.of_codes)], axis=1)

    def ungrouped(self, groups: Codes, rng: np.random.Generator) -> Codes:
        """Return a code of each of `groups`, drawn by the rows of the codes. Shape: as `groups`."""
        found = np.empty_like(groups)
        for column, (own, rows) in enumerate(zip(self.of_codes, self.rows, strict=True)):
            ends = np.cumsum(rows)
            group_rows = np.bincount(own, rows)
            begins = np.cumsum(group_rows) - group_rows
            wanted = groups[:, column]
            drawn = begins[wanted] + rng.random(wanted.size) * group_rows[wanted]
            codes = np.searchsorted(ends, drawn, side="right").astype(np.int32)
            # The sums are rounded, so a place may fall beside its group.
            found[:, column] = np.clip(codes, *_span(own, wanted))
        return found

    @cached_property
    def frame(self) -> Frame:
        """Where the groups stand among all."""
        rows = [np.bincount(own, rows) for own, rows in zip(self.of_codes, self.rows, strict=True)]
        return Frame(tuple(r.size for r in rows), np.concatenate([r / r.sum() for r in rows]))


def _span(groups: Codes, wanted: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.searchsorted(groups, wanted), np.searchsorted(groups, wanted, side="right") - 1


def groups_of(table: BinnedTable) -> Groups:
    """Return the groups for `table`."""
    of_codes, rows = [], []
    target = max(FEWEST_GROUP_ROWS, table.codes.shape[0] / GROUPS)
    for index, column in enumerate(table.binning.columns):
        counts = np.bincount(table.codes[:, index], minlength=code_count(column))
        groups = np.arange(counts.size, dtype=np.int32)
        if isinstance(column, NumberBins) and column.curves:
            line = bins_of(counts[: len(column.curves)].tolist(), target)
            groups = np.append(line, np.arange(counts.size - line.size) + line[-1] + 1).astype(np.int32)
        of_codes.append(groups)
        rows.append(np.maximum(counts // SMALLEST_COUNT, 1) * float(SMALLEST_COUNT))
    return Groups(tuple(of_codes), tuple(rows))
