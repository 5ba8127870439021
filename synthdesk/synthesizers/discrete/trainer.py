"""Training of a model of codes as a generator of events: watched, paused, stopped, given up and resumed."""

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

import numpy as np
import polars as pl

from synthdesk.domain.control import Control, Wish
from synthdesk.domain.events import (
    CheckpointSaved,
    EpochDone,
    Noticed,
    SimilarityMeasured,
    TrainEvent,
    TrainingBegun,
)
from synthdesk.domain.messages import message
from synthdesk.domain.training import Device
from synthdesk.synthesizers.discrete import checkpoint
from synthdesk.synthesizers.discrete.binning import bin_table
from synthdesk.synthesizers.discrete.checkpoint import Cursor
from synthdesk.synthesizers.discrete.model import ModelKind
from synthdesk.synthesizers.discrete.sampling import TrainedCodes
from synthdesk.synthesizers.loop import USUAL_PACE, Loop, Pace
from synthdesk.synthesizers.problems import cannot_go_on, check_task
from synthdesk.synthesizers.protocol import Training, TrainingOutcome, TrainingTask

PROCESSOR_WORDS = "processor"
MEASURED_ROWS = 5_000
MEASURE_SECONDS = 2.0
LEARN_SHARE = 4.0
"""While it learns the similarity is measured every two seconds at most, and four times as long is learned as
was measured before (in wide tables that takes seconds); this changes nothing of what is learned."""


def train(
    kind: ModelKind, task: TrainingTask, control: Control, *, resume: bool = False, pace: Pace = USUAL_PACE
) -> Training:
    """Return the running training of `task`; its rounds are the steps of the learner.

    It asks `control` before every step. Closing the generator leaves the last checkpoint behind, from
    which `resume` goes on to the same bytes. Stopped early, it keeps what is learned by then, and tells
    what this means.

    Raises:
        UserError: The table or a setting cannot be used, or there is nothing to go on from.
    """
    check_task(task)
    session = Session(kind, task, resume=resume)
    loop = Loop(session, control, pace, task.config.max_minutes)
    yield session.begun()
    ending = yield from loop.run()
    if ending is Wish.CANCEL:
        checkpoint.remove(task.folder)
        return None
    yield from session.measure()
    yield loop.report()
    yield from session.finish()
    return session.outcome(stopped_early=ending is Wish.STOP_AND_KEEP)


class Session:
    """One run of `task`, see `loop.Work`.

    Raises:
        UserError: With `resume`: there is nothing to go on from.
    """

    def __init__(self, kind: ModelKind, task: TrainingTask, *, resume: bool) -> None:
        begun = monotonic()
        self._kind, self._task = kind, task
        rng = np.random.default_rng(task.config.seed)
        self._table = bin_table(task.table, rng, most_bins=kind.most_bins)
        self._learner = kind.learner(self._table, task.config.seed)
        self._cursor = Cursor(task.config, checkpoint.digest_of(self._table))
        self._similarity = 0.0
        self._measure_at = monotonic() + MEASURE_SECONDS
        if resume:
            self._take_over()
        else:
            self.seconds = monotonic() - begun

    def _take_over(self) -> None:
        self._cursor, state = checkpoint.read(self._task.folder, self._cursor)
        try:
            self._learner.restore(self._cursor.done, state)
        except (ValueError, LookupError) as error:
            raise cannot_go_on(message("Its last saved state is missing or damaged.")) from error

    @property
    def done(self) -> int:
        """Steps done."""
        return self._learner.done

    @property
    def steps(self) -> int:
        """Steps in all."""
        return self._learner.steps

    @property
    def seconds(self) -> float:
        """Training time so far, see `loop.Work`."""
        return self._cursor.seconds

    @seconds.setter
    def seconds(self, seconds: float) -> None:
        self._cursor.seconds = seconds

    def begun(self) -> TrainingBegun:
        """Return what is known before the first step."""
        task = self._task
        rows = task.table.height, task.rows_held_out
        return TrainingBegun(self.done, self.steps, PROCESSOR_WORDS, task.halves, *rows)

    def advance(self) -> Iterator[TrainEvent]:
        """Do one step; measure now and then."""
        self._learner.advance()
        begun = monotonic()
        if begun >= self._measure_at and self.done < self.steps:
            yield from self.measure()
            ended = monotonic()
            self._measure_at = ended + max(MEASURE_SECONDS, LEARN_SHARE * (ended - begun))

    def save(self) -> Iterator[CheckpointSaved]:
        """Write a checkpoint and tell it."""
        self._cursor.done = self.done
        checkpoint.write(self._task.folder, self._cursor, self._learner.state())
        yield CheckpointSaved(self.done)

    def report(self, seconds_left: float, memory_bytes: int) -> EpochDone:
        """Return how far it is."""
        return EpochDone(self.done, self.steps, None, None, self.seconds, seconds_left, memory_bytes)

    def measure(self) -> Iterator[SimilarityMeasured]:
        """Measure the similarity of fresh rows of what is learned by now."""
        rows = min(MEASURED_ROWS, max(500, 2 * self._task.table.height))
        fresh = pl.concat(self._trained().sample(rows, seed=self._task.config.seed))
        scored = self._task.score(fresh)
        self._similarity = scored.similarity if np.isfinite(scored.similarity) else 0.0
        yield SimilarityMeasured(self.done, self._similarity, self.done, self._similarity, scored.columns)

    def finish(self) -> Iterator[Noticed]:
        """Write the model; tell what an early end left out."""
        if self.done < self.steps:
            yield Noticed(self._kind.early_end(self.done, self.steps))
        self._trained().save(self._task.folder)
        checkpoint.remove(self._task.folder)

    def outcome(self, *, stopped_early: bool) -> TrainingOutcome:
        """Return the record of the ended training."""
        config = replace(self._task.config, threads=1, device=Device.CPU)
        return TrainingOutcome(
            self.done, self.done, self._similarity, self.seconds, PROCESSOR_WORDS, config, stopped_early
        )

    def _trained(self) -> TrainedCodes:
        return TrainedCodes(self._kind.key, self._table.binning, self._learner.model())
