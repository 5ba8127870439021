"""Learning latent classes: how many foretell held-out rows best, then those from all rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthdesk.domain.messages import Message, message
from synthdesk.synthesizers.classes.counting import (
    FIRST_STRENGTH,
    Counts,
    Floats,
    best_strengths,
    class_rows,
    count,
    first_counts,
)
from synthdesk.synthesizers.classes.grouping import groups_of
from synthdesk.synthesizers.classes.model import FEWEST_CLASS_ROWS, ClassesModel, build, kept_model
from synthdesk.synthesizers.classes.plan import Plan
from synthdesk.synthesizers.discrete.binning import BinnedTable
from synthdesk.synthesizers.discrete.model import Arrays, ModelKind

KEY = "fast"
MOST_BINS = 200
FREE_ROUNDS = 3
"""So long classes go apart before they are held to the whole table more strongly."""
MOST_RISE = 2.0
"""A strength rises by this factor in a round at most, for the same reason."""
STEPS_LATER = 0.6
"""With batches step t changes the classes by t to the power of minus this (Cappe and Moulines 2009)."""


class ClassesLearner:
    """Finds the classes, see `Learner`; what a step does is told by `plan.Plan`.

    First a few numbers of classes are tried with a part of the rows, and the one that foretells held-out rows best
    goes on with all rows, in batches. At last all rows are counted once more with the classes as they are.

    Args:
        table: The binned training rows.
        seed: Start of the random numbers; each step has its own, so that it does not matter what came before.
    """

    def __init__(self, table: BinnedTable, seed: int) -> None:
        self._seed, self._done = seed, 0
        self._groups = groups_of(table)
        self._frame = self._groups.frame
        self._codes = self._groups.grouped(table.codes)
        rows = self._codes.shape[0]
        self._plan = Plan.of(rows, self._frame.overall.size)
        order = np.random.default_rng([seed, 0]).permutation(rows)
        held_out, tried = self._plan.held_out, self._plan.tried
        self._held_out, self._tried = order[:held_out], order[held_out : held_out + tried]
        self._counts: Counts = np.asarray(rows * self._frame.overall[:, None], np.float32)
        self._strengths: Floats = np.full(table.codes.shape[1], FIRST_STRENGTH)
        self._kept: tuple[Counts, Floats] = self._counts, self._strengths
        self._kept_score = -np.inf

    @property
    def steps(self) -> int:
        """Steps in all."""
        return self._plan.steps

    @property
    def done(self) -> int:
        """Steps done."""
        return self._done

    def advance(self) -> None:
        """Do the next step."""
        plan, step = self._plan, self._done
        if step < plan.trial_steps:
            self._try(*divmod(step, plan.trial_rounds))
        elif step < plan.trial_steps + plan.fit_steps:
            self._fit(step - plan.trial_steps)
        else:
            self._count_all(step - plan.trial_steps - plan.fit_steps)
        self._done += 1

    def _try(self, candidate: int, step: int) -> None:
        codes = self._codes[self._tried]
        if step == 0:
            classes, rng = self._plan.candidates[candidate], self._random()
            self._counts = first_counts(codes, self._frame, classes, rng)
            self._strengths = np.full_like(self._strengths, FIRST_STRENGTH)
        self._counts, _ = count(codes, self._frame, self._counts, self._strengths)
        if step >= FREE_ROUNDS:
            self._follow_strengths()
        if step == self._plan.trial_rounds - 1:
            held_out = self._codes[self._held_out]
            score = count(held_out, self._frame, self._counts, self._strengths)[1]
            if score > self._kept_score:
                self._kept, self._kept_score = (self._counts, self._strengths), score
            if candidate == len(self._plan.candidates) - 1:
                self._counts, self._strengths = self._kept

    def _fit(self, step: int) -> None:
        rows = self._codes.shape[0]
        batch = self._codes
        if rows > self._plan.batch:
            batch = self._codes[self._random().choice(rows, self._plan.batch, replace=False)]
        found, _ = count(batch, self._frame, self._counts, self._strengths)
        found *= rows / batch.shape[0]
        if rows > self._plan.batch:
            change = np.float32((step + 1) ** -STEPS_LATER)
            before = np.float32(rows / class_rows(self._counts, self._frame).sum()) * self._counts
            found = (1 - change) * before + change * found
        self._counts = found
        if step >= self._plan.fit_steps // 2:
            self._drop_small()
        self._follow_strengths()

    def _follow_strengths(self) -> None:
        best = best_strengths(self._counts, self._frame)
        self._strengths = np.minimum(best, MOST_RISE * self._strengths)

    def _drop_small(self) -> None:
        rows = class_rows(self._counts, self._frame)
        self._counts = self._counts[:, rows >= min(FEWEST_CLASS_ROWS, rows.max())]

    def _count_all(self, piece: int) -> None:
        if piece == 0:
            self._kept = np.zeros_like(self._counts), self._strengths
        size = self._plan.batch
        found, _ = count(
            self._codes[piece * size : (piece + 1) * size], self._frame, self._counts, self._strengths
        )
        self._kept = self._kept[0] + found, self._strengths
        if piece == self._plan.count_steps - 1:
            self._counts = self._kept[0]
            self._strengths = best_strengths(self._counts, self._frame)

    def _random(self) -> np.random.Generator:
        return np.random.default_rng([self._seed, 1, self._done])

    def model(self) -> ClassesModel:
        """Return the classes as they are by now."""
        rng = np.random.default_rng([self._seed, 2])
        return kept_model(self._groups, self._counts, self._strengths, rng)

    def state(self) -> Arrays:
        """Return the classes, those kept beside them, and how well these foretell."""
        return {
            "counts": self._counts,
            "strengths": self._strengths,
            "kept_counts": self._kept[0],
            "kept_strengths": self._kept[1],
            "kept_score": np.array([self._kept_score]),
        }

    def restore(self, done: int, state: Arrays) -> None:
        """Take over a `state`."""
        self._counts, self._strengths = self._checked(state, "")
        self._kept = self._checked(state, "kept_")
        self._kept_score = float(state["kept_score"].item())
        self._done = done

    def _checked(self, state: Mapping[str, NDArray[Any]], prefix: str) -> tuple[Counts, Floats]:
        counts, strengths = state[prefix + "counts"], state[prefix + "strengths"]
        if counts.ndim != 2 or counts.shape[0] != self._frame.overall.size or counts.dtype != np.float32:
            raise ValueError("counts")
        if strengths.shape != (len(self._frame.counts),) or not (strengths > 0).all():
            raise ValueError("strengths")
        return counts, strengths


def early_end(done: int, steps: int) -> Message:
    """Return what is told when the learning ends early."""
    return message(
        "Training ended early, after {done} of {steps} rounds: what goes together in the rows is learned less well.",
        done=done,
        steps=steps,
    )


CLASSES = ModelKind(KEY, ClassesLearner, build, MOST_BINS, early_end)
