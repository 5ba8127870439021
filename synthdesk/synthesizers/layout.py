"""Where each column stands in the networks' rows: numbers first, then groups of categories."""

from dataclasses import dataclass
from math import ceil, isqrt

import numpy as np
from numpy.typing import NDArray

from synthdesk.synthesizers.encoding import (
    CategoryColumn,
    Codes,
    Encoding,
    code_count,
    has_alpha,
)

WIDEST_GROUP = 256
"""A column with more codes is written as two digits, so that no layer grows with the categories."""


@dataclass(frozen=True, slots=True)
class Digit:
    """One group of outputs of which exactly one is hot.

    Attributes:
        column: Index of the column in the table.
        divisor: The digit of a code is `code // divisor % size`.
        size: Number of outputs.
        start: First output, counted from the first group.
    """

    column: int
    divisor: int
    size: int
    start: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The outputs of the generator: `alphas` numbers, then the groups of `digits` one after another.

    Attributes:
        alphas: Outputs for places within modes.
        digits: Groups, those of conditional columns first; the digits of a column stand together.
        conditional: Columns that can be conditions, in the order of their digits.
        condition_width: Width of the conditional vector: the groups of the conditional columns.
        counts: Codes per column of the table.
    """

    alphas: int
    digits: tuple[Digit, ...]
    conditional: tuple[int, ...]
    condition_width: int
    counts: tuple[int, ...]

    @property
    def groups_width(self) -> int:
        """Outputs of all groups together."""
        return sum(digit.size for digit in self.digits)

    @property
    def width(self) -> int:
        """Outputs of the generator."""
        return self.alphas + self.groups_width

    def digits_of(self, codes: Codes) -> NDArray[np.int16]:
        """Return the digits of table codes. Shape: (rows, digits), in the order of `digits`."""
        found = np.empty((codes.shape[0], len(self.digits)), np.int16)
        for index, digit in enumerate(self.digits):
            found[:, index] = codes[:, digit.column] // digit.divisor % digit.size
        return found

    def codes_of(self, digits: NDArray[np.int16]) -> Codes:
        """Return the table codes of `digits`; a pair of digits beyond the last code becomes the last code."""
        codes = np.zeros((digits.shape[0], len(self.counts)), np.int32)
        for index, digit in enumerate(self.digits):
            codes[:, digit.column] += digits[:, index].astype(np.int32) * digit.divisor
        return np.minimum(codes, np.array(self.counts, np.int32) - 1)


def layout_of(encoding: Encoding, *, condition_on_modes: bool) -> Layout:
    """Return the layout of `encoding`; with `condition_on_modes` the modes of numbers are conditions too."""
    columns = encoding.columns
    can = [condition_on_modes or isinstance(column, CategoryColumn) for column in columns]
    conditional = tuple(i for i, ok in enumerate(can) if ok and code_count(columns[i]) > 1)
    others = tuple(i for i in range(len(columns)) if i not in set(conditional))
    counts = tuple(code_count(column) for column in columns)
    digits: list[Digit] = []
    start = condition_width = 0
    for index in conditional + others:
        for divisor, size in _sizes(counts[index]):
            digits.append(Digit(index, divisor, size, start))
            start += size
        if index in conditional[-1:]:
            condition_width = start
    alphas = sum(has_alpha(column) for column in columns)
    return Layout(alphas, tuple(digits), conditional, condition_width, counts)


def _sizes(count: int) -> tuple[tuple[int, int], ...]:
    """Return (divisor, size) of the digits of a column with `count` codes.

    >>> _sizes(256), _sizes(10_000)
    (((1, 256),), ((100, 100), (1, 100)))
    """
    if count <= WIDEST_GROUP:
        return ((1, count),)
    base = isqrt(count - 1) + 1
    return ((base, ceil(count / base)), (1, base))
