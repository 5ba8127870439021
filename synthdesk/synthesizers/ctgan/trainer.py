"""Training of a CTGAN as a generator of events: it can be watched, paused, stopped, given up and resumed."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from time import monotonic

import psutil
import torch

from synthdesk.domain.control import Control, Wish
from synthdesk.domain.events import CheckpointSaved, EpochDone, Paused, Resumed, TrainEvent, TrainingBegun
from synthdesk.synthesizers.ctgan import checkpoint
from synthdesk.synthesizers.ctgan.session import Session
from synthdesk.synthesizers.protocol import Training, TrainingOutcome, TrainingTask


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is told and saved, seconds; it never changes what is learned."""

    report_seconds: float = 0.25
    checkpoint_seconds: float = 30.0


def train(
    task: TrainingTask,
    control: Control,
    *,
    resume: bool = False,
    pace: Pace = Pace(),
) -> Training:
    """Return the running training of `task`.

    It asks `control` before every step. Closing the generator leaves the last checkpoint behind, from
    which `resume` goes on to the same bytes (same machine class and threads, on the processor).

    Raises:
        UserError: The table or a setting cannot be used, or training became unstable.
    """
    threads = torch.get_num_threads()
    try:
        session = Session(task, resume=resume)
        run = _Run(session, control, pace)
        yield TrainingBegun(
            session.plan.round_at(session.cursor.step),
            session.config.epochs,
            session.device_words,
            task.halves,
            task.table.height,
            task.rows_held_out,
        )
        ending = yield from run.steps()
        if ending is Wish.CANCEL:
            checkpoint.remove(task.folder)
            return None
        yield from session.finish()
        yield from run.last_report()
        return run.outcome(stopped_early=ending is Wish.STOP_AND_KEEP)
    finally:
        torch.set_num_threads(threads)


class _Run:
    """The loop over the steps, with its clocks."""

    def __init__(self, session: Session, control: Control, pace: Pace) -> None:
        self._session, self._control, self._pace = session, control, pace
        self._process = psutil.Process()
        self._begun = monotonic() - session.cursor.seconds
        self._first_step = session.cursor.step
        self._first_seconds = session.cursor.seconds
        self._reported = self._saved = monotonic()

    def steps(self) -> Generator[TrainEvent, None, Wish]:
        """Do all steps; return `STOP_AND_KEEP` or `CANCEL` when ended before the last."""
        session = self._session
        while session.cursor.step < session.plan.steps:
            wish = self._control.wish()
            if wish is Wish.PAUSE:
                yield from self._pause()
                continue
            if wish is not Wish.GO_ON:
                return wish
            if self._time_is_up():
                return Wish.STOP_AND_KEEP
            yield from session.advance()
            session.cursor.seconds = monotonic() - self._begun
            yield from self._tell()
        return Wish.GO_ON

    def _tell(self) -> Iterator[TrainEvent]:
        now = monotonic()
        if now - self._reported >= self._pace.report_seconds:
            self._reported = now
            yield self.report()
        if now - self._saved >= self._pace.checkpoint_seconds:
            self._saved = now
            yield from self._save()

    def _save(self) -> Iterator[TrainEvent]:
        if self._session.save():
            yield CheckpointSaved(self._session.plan.round_at(self._session.cursor.step))

    def _pause(self) -> Iterator[TrainEvent]:
        yield from self._save()
        yield Paused()
        began = monotonic()
        self._control.wait()
        self._begun += monotonic() - began
        yield Resumed()

    def _time_is_up(self) -> bool:
        limit = self._session.config.max_minutes
        return limit is not None and self._session.cursor.seconds >= 60 * limit

    def last_report(self) -> Iterator[EpochDone]:
        """Yield the end of the training, unless it has just been told."""
        if self._session.has_untold_losses:
            yield self.report()

    def report(self) -> EpochDone:
        """Return how far the training is."""
        session, cursor = self._session, self._session.cursor
        generator, critic = session.mean_losses()
        return EpochDone(
            session.plan.round_at(cursor.step),
            session.config.epochs,
            generator,
            critic,
            cursor.seconds,
            self._seconds_left(),
            self._process.memory_info().rss,
        )

    def _seconds_left(self) -> float:
        session, cursor = self._session, self._session.cursor
        per_step = (cursor.seconds - self._first_seconds) / max(1, cursor.step - self._first_step)
        left = per_step * (session.plan.steps - cursor.step)
        limit = session.config.max_minutes
        return left if limit is None else max(0.0, min(left, 60 * limit - cursor.seconds))

    def outcome(self, *, stopped_early: bool) -> TrainingOutcome:
        """Return the record of the ended training."""
        session, cursor = self._session, self._session.cursor
        return TrainingOutcome(
            session.plan.round_at(cursor.step),
            session.plan.round_at(cursor.best_step),
            cursor.best,
            cursor.seconds,
            session.device_words,
            session.config,
            stopped_early,
        )
