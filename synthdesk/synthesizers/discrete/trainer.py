"""Training of a model of codes as a generator of events: watched, paused, stopped, given up and resumed."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
import polars as pl
import psutil

from synthdesk.domain.control import Control, Wish
from synthdesk.domain.events import (
    CheckpointSaved,
    EpochDone,
    Noticed,
    Paused,
    Resumed,
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
from synthdesk.synthesizers.problems import cannot_go_on, check_task
from synthdesk.synthesizers.protocol import Training, TrainingOutcome, TrainingTask

PROCESSOR_WORDS = "processor"
MEASURED_ROWS = 5_000
MEASURE_SECONDS = 2.0
"""While it learns the similarity is measured so often at most; this changes nothing of what is learned."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is told and saved, seconds; it never changes what is learned."""

    report_seconds: float = 0.25
    checkpoint_seconds: float = 30.0


def train(
    kind: ModelKind, task: TrainingTask, control: Control, *, resume: bool = False, pace: Pace = Pace()
) -> Training:
    """Return the running training of `task`; its rounds are the steps of the learner.

    It asks `control` before every step. Closing the generator leaves the last checkpoint behind, from
    which `resume` goes on to the same bytes. Stopped early, it keeps what is learned by then; the columns
    that are not learned yet are independent of the others, and this is told.

    Raises:
        UserError: The table or a setting cannot be used, or there is nothing to go on from.
    """
    check_task(task)
    run = _Run(kind, task, control, pace)
    if resume:
        run.resume()
    yield run.begun()
    ending = yield from run.steps()
    if ending is Wish.CANCEL:
        checkpoint.remove(task.folder)
        return None
    stopped_early = ending is Wish.STOP_AND_KEEP
    yield from run.finish(stopped_early=stopped_early)
    return run.outcome(stopped_early=stopped_early)


class _Run:
    """The loop over the steps, with its clocks."""

    def __init__(self, kind: ModelKind, task: TrainingTask, control: Control, pace: Pace) -> None:
        self._kind, self._task, self._control, self._pace = kind, task, control, pace
        self._begun = monotonic()
        rng = np.random.default_rng(task.config.seed)
        self._table = bin_table(task.table, rng, most_bins=kind.most_bins)
        self._learner = kind.learner(self._table, task.config.seed)
        self._cursor = Cursor(task.config, checkpoint.digest_of(self._table))
        self._process = psutil.Process()
        self._similarity = 0.0
        self._first_step, self._first_seconds = 0, 0.0
        self._reported = self._saved = self._measured = monotonic()

    def resume(self) -> None:
        self._cursor, state = checkpoint.read(self._task.folder, self._cursor)
        try:
            self._learner.restore(self._cursor.done, state)
        except (ValueError, LookupError) as error:
            raise cannot_go_on(message("Its last saved state is missing or damaged.")) from error
        self._begun = monotonic() - self._cursor.seconds
        self._first_step, self._first_seconds = self._cursor.done, self._cursor.seconds

    def begun(self) -> TrainingBegun:
        return TrainingBegun(
            self._learner.done,
            self._learner.steps,
            PROCESSOR_WORDS,
            self._task.halves,
            self._task.table.height,
            self._task.rows_held_out,
        )

    def steps(self) -> Generator[TrainEvent, None, Wish]:
        """Do all steps; return `STOP_AND_KEEP` or `CANCEL` when ended before the last."""
        while self._learner.done < self._learner.steps:
            wish = self._control.wish()
            if wish is Wish.PAUSE:
                yield from self._pause()
                continue
            if wish is not Wish.GO_ON:
                return wish
            if self._time_is_up():
                return Wish.STOP_AND_KEEP
            self._learner.advance()
            self._cursor.done = self._learner.done
            self._cursor.seconds = monotonic() - self._begun
            yield from self._tell()
        return Wish.GO_ON

    def finish(self, *, stopped_early: bool) -> Iterator[TrainEvent]:
        """Measure and write the model; tell what an early end left out."""
        if stopped_early and self._learner.done < self._learner.steps:
            yield Noticed(
                message(
                    "Training ended early: {done} of {steps} parts are learned, the rest is made without looking "
                    "at the other columns.",
                    done=self._learner.done,
                    steps=self._learner.steps,
                )
            )
        yield from self._measure()
        self._cursor.seconds = monotonic() - self._begun
        yield self._report()
        self._trained().save(self._task.folder)
        checkpoint.remove(self._task.folder)

    def outcome(self, *, stopped_early: bool) -> TrainingOutcome:
        """Return the record of the ended training."""
        return TrainingOutcome(
            self._learner.done,
            self._learner.done,
            self._similarity,
            self._cursor.seconds,
            PROCESSOR_WORDS,
            replace(self._task.config, threads=1, device=Device.CPU),
            stopped_early,
        )

    def _tell(self) -> Iterator[TrainEvent]:
        now = monotonic()
        if now - self._reported >= self._pace.report_seconds:
            self._reported = now
            yield self._report()
        if now - self._saved >= self._pace.checkpoint_seconds:
            self._saved = now
            yield self._save()
        if now - self._measured >= MEASURE_SECONDS and self._learner.done < self._learner.steps:
            yield from self._measure()
            self._measured = monotonic()

    def _save(self) -> CheckpointSaved:
        checkpoint.write(self._task.folder, self._cursor, self._learner.state())
        return CheckpointSaved(self._cursor.done)

    def _pause(self) -> Iterator[TrainEvent]:
        yield self._save()
        yield Paused()
        began = monotonic()
        self._control.wait()
        self._begun += monotonic() - began
        yield Resumed()

    def _time_is_up(self) -> bool:
        limit = self._task.config.max_minutes
        return limit is not None and monotonic() - self._begun >= 60 * limit

    def _trained(self) -> TrainedCodes:
        return TrainedCodes(self._kind.key, self._table.binning, self._learner.model())

    def _measure(self) -> Iterator[SimilarityMeasured]:
        rows = min(MEASURED_ROWS, max(500, 2 * self._task.table.height))
        fresh = pl.concat(self._trained().sample(rows, seed=self._task.config.seed))
        scored = self._task.score(fresh)
        self._similarity = scored.similarity if np.isfinite(scored.similarity) else 0.0
        done = self._learner.done
        yield SimilarityMeasured(done, self._similarity, done, self._similarity, scored.columns)

    def _report(self) -> EpochDone:
        cursor = self._cursor
        per_step = (cursor.seconds - self._first_seconds) / max(1, cursor.done - self._first_step)
        left = per_step * (self._learner.steps - cursor.done)
        return EpochDone(
            cursor.done,
            self._learner.steps,
            None,
            None,
            cursor.seconds,
            left,
            self._process.memory_info().rss,
        )
