"""What a model of codes offers, so that training, files and conditions are the same for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from synthdesk.domain.messages import Message
from synthdesk.synthesizers.discrete.binning import BinnedTable, Codes

Arrays = Mapping[str, NDArray[Any]]


class CodesModel(Protocol):
    """Makes rows of codes."""

    def draw(self, rows: int, wanted: Mapping[int, int], rng: np.random.Generator) -> Codes:
        """Return rows whose column `c` has code `wanted[c]`. Shape: (at most `rows`, columns), int32.

        Fewer than `rows`, also none, come back where only some of as many tries meet the wish.
        """
        ...

    def arrays(self) -> Arrays:
        """Return everything the model knows."""
        ...


class Learner(Protocol):
    """Learns a model of codes step by step; every step depends on the table and the seed alone."""

    @property
    def steps(self) -> int:
        """All steps."""
        ...

    @property
    def done(self) -> int:
        """Steps done."""
        ...

    def advance(self) -> None:
        """Do one step, at most a few seconds."""
        ...

    def model(self) -> CodesModel:
        """Return the model as it is by now."""
        ...

    def state(self) -> Arrays:
        """Return what the steps so far have found."""
        ...

    def restore(self, done: int, state: Arrays) -> None:
        """Take over a `state` after `done` steps; `ValueError` or `KeyError` when it does not fit."""
        ...


@dataclass(frozen=True, slots=True)
class ModelKind:
    """One kind of model of codes.

    Attributes:
        key: Its key in the registry.
        learner: Makes a learner of a binned table with a seed.
        build: Makes a model of its arrays and the number of codes of each column; `ValueError` or
            `KeyError` when they do not fit.
        most_bins: Bins of a continuous column, about.
        early_end: What is told when learning ends after some of all steps.
    """

    key: str
    learner: Callable[[BinnedTable, int], Learner]
    build: Callable[[Arrays, tuple[int, ...]], CodesModel]
    most_bins: int
    early_end: Callable[[int, int], Message]
