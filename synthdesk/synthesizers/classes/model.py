"""Latent classes that make rows: a class is drawn, then each column by itself, exactly as wished where something is."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from synthdesk.synthesizers.classes.counting import Counts, Floats, class_rows, shares
from synthdesk.synthesizers.classes.grouping import Groups
from synthdesk.synthesizers.discrete.binning import SMALLEST_COUNT, Codes
from synthdesk.synthesizers.discrete.model import Arrays

FEWEST_CLASS_ROWS = 10
"""A class with fewer rows is not kept."""


class ClassesModel:
    """Latent classes; see `CodesModel`.

    Args:
        groups: The groups of the codes.
        counts: Rows of each group in each class, each 0 or at least 5. Shape: (groups, classes).
        rows: Rows of each class, > 0. Shape: (classes,).
        strengths: See `counting.shares`.
    """

    def __init__(self, groups: Groups, counts: Counts, rows: Floats, strengths: Floats) -> None:
        self._groups, self._counts, self._rows, self._strengths = groups, counts, rows, strengths

    @cached_property
    def _shares(self) -> Floats:
        return shares(self._counts, self._groups.frame, self._strengths)

    @cached_property
    def _limits(self) -> list[Floats]:
        """For each column the rising shares within class k, plus k. Shape each: (classes * groups,)."""
        found = []
        for part in np.split(self._shares, self._groups.frame.firsts[1:]):
            rising = np.cumsum(part.T, axis=1)
            rising /= rising[:, -1:]
            found.append((rising + np.arange(rising.shape[0])[:, None]).ravel())
        return found

    def draw(self, rows: int, wanted: Mapping[int, int], rng: np.random.Generator) -> Codes:
        """Return rows of codes, see `CodesModel`; the classes are drawn by Bayes' rule given what is wanted."""
        classes = self._classes(rows, wanted, rng)
        found = np.empty((rows, len(self._groups.of_codes)), np.int32)
        for column, limits in enumerate(self._limits):
            size = self._groups.frame.counts[column]
            place = np.searchsorted(limits, classes + rng.random(rows), side="right")
            found[:, column] = np.clip(place - classes * size, 0, size - 1)
        codes = self._groups.ungrouped(found, rng)
        for column, code in wanted.items():
            codes[:, column] = code
        return codes

    def _classes(self, rows: int, wanted: Mapping[int, int], rng: np.random.Generator) -> NDArray[np.int64]:
        logs = np.log(self._rows)
        for column, code in wanted.items():
            group = self._groups.of_codes[column][code]
            logs += np.log(self._shares[self._groups.frame.firsts[column] + group])
        limits = np.cumsum(np.exp(logs - logs.max()))
        draws = rng.random(rows) * limits[-1]
        return np.asarray(np.minimum(np.searchsorted(limits, draws, side="right"), limits.size - 1))

    def arrays(self) -> Arrays:
        """Return groups, rows and strengths."""
        return {
            "groups": np.concatenate(self._groups.of_codes).astype(np.int32),
            "code_rows": np.concatenate(self._groups.rows).astype(np.float32),
            "counts": self._counts.astype(np.float32),
            "class_rows": self._rows.astype(np.float32),
            "strengths": self._strengths.astype(np.float32),
        }


def build(arrays: Arrays, counts: tuple[int, ...]) -> ClassesModel:
    """Return the model of `arrays` for columns with `counts` codes; `ValueError` when they do not fit."""
    if set(arrays) != {"groups", "code_rows", "counts", "class_rows", "strengths"}:
        raise ValueError("arrays")
    ends = np.cumsum(counts)[:-1]
    code_rows, rows, strengths = (
        _positive(arrays[name], shape)
        for name, shape in (
            ("code_rows", (sum(counts),)),
            ("class_rows", (arrays["class_rows"].size,)),
            ("strengths", (len(counts),)),
        )
    )
    if arrays["groups"].dtype != np.int32 or arrays["groups"].shape != (sum(counts),):
        raise ValueError("groups")
    of_codes = tuple(np.split(arrays["groups"], ends))
    if any(own[0] != 0 or not np.isin(np.diff(own), (0, 1)).all() for own in of_codes):
        raise ValueError("groups")
    groups = Groups(of_codes, tuple(np.split(code_rows, ends)))
    found = arrays["counts"]
    if found.dtype != np.float32 or found.shape != (groups.frame.overall.size, rows.size) or not rows.size:
        raise ValueError("counts")
    if not np.isfinite(found).all() or (found < 0).any():
        raise ValueError("counts")
    return ClassesModel(groups, found, rows, strengths)


def _positive(array: NDArray[np.generic], shape: tuple[int, ...]) -> Floats:
    if array.dtype != np.float32 or array.shape != shape:
        raise ValueError("shape")
    found = array.astype(np.float64)
    if not (np.isfinite(found) & (found > 0)).all():
        raise ValueError("not above 0")
    return found


def kept_model(groups: Groups, counts: Counts, strengths: Floats, rng: np.random.Generator) -> ClassesModel:
    """Return the model of `counts` without classes of few rows and without numbers of rows under five."""
    rows = class_rows(counts, groups.frame)
    kept = rows >= min(FEWEST_CLASS_ROWS, rows.max())
    return ClassesModel(groups, none_or_five(counts[:, kept], rng), rows[kept], strengths)


def none_or_five(counts: Counts, rng: np.random.Generator) -> Counts:
    """Return `counts` where each under five is none or five; over all classes each code keeps its rows but for five.

    What few rows of a class have in common does not show, and in the mean nothing is lost: the fives are dealt
    out at equal distances along the sum over the classes, from a start drawn by chance.
    """
    few = counts < SMALLEST_COUNT
    rising = np.cumsum(np.where(few, counts, 0.0), axis=1, dtype=np.float64) / SMALLEST_COUNT
    fives = np.diff(np.floor(rising + rng.random((counts.shape[0], 1))), axis=1, prepend=0.0)
    return np.where(few, SMALLEST_COUNT * fives, counts).astype(np.float32)
