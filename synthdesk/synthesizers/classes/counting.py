"""Expectation maximisation for latent classes within which the columns are independent.

A row belongs to one of some classes that nobody sees; within a class the codes of the columns are drawn one by one
(Lazarsfeld and Henry 1968, "Latent structure analysis"; EM as in Dempster, Laird and Rubin 1977). What is learned
are numbers of rows, in fractions: those of each code in each class. A share of a class is drawn towards that of
the whole table, column by column as strongly as it foretells best (an empirical Bayes estimate, the rows foretold
being left out).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from synthdesk.synthesizers.discrete.binning import Codes

Floats = NDArray[np.float64]
Counts = NDArray[np.float32]
"""Rows of each code in each class, the codes of all columns one after another. Shape: (codes, classes)."""

PIECE_ROWS = 2_048
STRENGTHS = np.array([0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0])
"""Rows like those of the whole table that are added to each class."""
FIRST_STRENGTH = 0.3


@dataclass(frozen=True)
class Frame:
    """Where the codes of each column stand among those of all, and how frequent they are.

    Attributes:
        counts: Codes of each column, >= 1 each.
        overall: Share of each code among those of its column in the whole table, > 0. Shape: (codes,).
    """

    counts: tuple[int, ...]
    overall: Floats

    @cached_property
    def firsts(self) -> NDArray[np.int64]:
        """Place of the first code of each column. Shape: (columns,)."""
        return np.cumsum((0, *self.counts[:-1]))

    def spread(self, codes: Codes) -> csr_array:
        """Return rows of zeros with a one for each code. Shape: (rows, codes)."""
        rows, columns = codes.shape
        ends = np.arange(rows + 1, dtype=np.int32) * columns
        places = (codes + self.firsts[None, :]).astype(np.int32).ravel()
        return csr_array((np.ones(codes.size, np.float32), places, ends), shape=(rows, self.overall.size))

    def per_code(self, numbers: Floats) -> Floats:
        """Return `numbers`, the first axis columns, once for each code of their column."""
        return np.repeat(numbers, self.counts, axis=0)


def class_rows(counts: Counts, frame: Frame) -> Floats:
    """Return the rows of each class. Shape: (classes,)."""
    return np.asarray(counts[: frame.counts[0]].sum(axis=0, dtype=np.float64))


def shares(counts: Counts, frame: Frame, strengths: Floats) -> Floats:
    """Return the share of each code among those of its column in each class, > 0. Shape: (codes, classes).

    Args:
        counts: Rows of each code in each class.
        frame: Where the codes stand.
        strengths: Rows like those of the whole table added to each class, > 0. Shape: (columns,).
    """
    rows = np.add.reduceat(counts, frame.firsts, axis=0, dtype=np.float64)
    added = frame.per_code(strengths)[:, None]
    return np.asarray((counts + added * frame.overall[:, None]) / (frame.per_code(rows) + added))


def best_strengths(counts: Counts, frame: Frame) -> Floats:
    """Return for each column the strength with which rows left out are foretold best. Shape: (columns,)."""
    others = np.maximum(counts - 1.0, 0.0)
    rows = np.maximum(class_rows(counts, frame) - 1.0, 0.0)
    scores = [
        np.add.reduceat(
            (counts * np.log((others + strength * frame.overall[:, None]) / (rows + strength))).sum(axis=1),
            frame.firsts,
        )
        for strength in STRENGTHS
    ]
    return np.asarray(STRENGTHS[np.argmax(scores, axis=0)])


def first_counts(codes: Codes, frame: Frame, classes: int, rng: np.random.Generator) -> Counts:
    """Return where learning begins: each class around a row of its own, drawn by chance."""
    rows = frame.spread(codes[rng.choice(codes.shape[0], classes, replace=False)])
    return np.asarray(rows.T.toarray() + frame.overall[:, None], np.float32)


def count(codes: Codes, frame: Frame, counts: Counts, strengths: Floats) -> tuple[Counts, float]:
    """Return the rows of each code in each class as the classes stand, and the mean log likelihood of a row.

    Args:
        codes: Rows. Shape: (rows, columns).
        frame: Where the codes stand.
        counts: The classes as they stand, all with rows.
        strengths: See `shares`.
    """
    logs = np.log(shares(counts, frame, strengths)).astype(np.float32)
    rows = class_rows(counts, frame)
    log_weights = np.log(np.maximum(rows / rows.sum(), 1e-12)).astype(np.float32)
    found = np.zeros(counts.shape, np.float32)
    likelihood = 0.0
    for start in range(0, codes.shape[0], PIECE_ROWS):
        ones = frame.spread(codes[start : start + PIECE_ROWS])
        belongs = ones @ logs
        belongs += log_weights
        highest = belongs.max(axis=1, keepdims=True)
        belongs -= highest
        np.exp(belongs, out=belongs)
        total = belongs.sum(axis=1, keepdims=True)
        belongs /= total
        likelihood += float((np.log(total) + highest).sum(dtype=np.float64))
        found += ones.T @ belongs
    return found, likelihood / codes.shape[0]
