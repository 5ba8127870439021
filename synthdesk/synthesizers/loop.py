"""The loop over the steps of a training: told, saved, paused, ended and timed the same way for every synthesizer."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

import psutil

from synthdesk.domain.control import Control, Wish
from synthdesk.domain.events import CheckpointSaved, EpochDone, Paused, Resumed, TrainEvent


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is told and saved, seconds; it never changes what is learned."""

    report_seconds: float = 0.25
    checkpoint_seconds: float = 30.0


USUAL_PACE = Pace()


class Work(Protocol):
    """A training in memory that goes on step by step.

    Attributes:
        seconds: Training time so far, pauses not counted; the loop keeps it, a checkpoint carries it.
    """

    seconds: float

    @property
    def done(self) -> int:
        """Steps done."""
        ...

    @property
    def steps(self) -> int:
        """Steps in all."""
        ...

    def advance(self) -> Iterator[TrainEvent]:
        """Do one step, and what is due after it."""
        ...

    def save(self) -> Iterator[CheckpointSaved]:
        """Write a checkpoint and tell it, or nothing when this state must not be kept."""
        ...

    def report(self, seconds_left: float, memory_bytes: int) -> EpochDone:
        """Return how far it is."""
        ...


class Loop:
    """Drives `work` to its last step.

    Args:
        work: What is done; it may stand anywhere.
        control: Asked before every step.
        pace: How often is told and saved.
        max_minutes: Training time after which it ends and keeps what is there; None has no limit.
    """

    def __init__(self, work: Work, control: Control, pace: Pace, max_minutes: float | None) -> None:
        self._work, self._control, self._pace = work, control, pace
        self._limit = float("inf") if max_minutes is None else 60.0 * max_minutes
        self._process = psutil.Process()
        self._first_step, self._first_seconds = work.done, work.seconds
        self._begun = monotonic() - work.seconds
        self._reported = self._saved = monotonic()

    def run(self) -> Generator[TrainEvent, None, Wish]:
        """Do all steps; return `STOP_AND_KEEP` or `CANCEL` when ended before the last."""
        work = self._work
        while work.done < work.steps:
            wish = self._control.wish()
            if wish is Wish.PAUSE:
                yield from self._pause()
                continue
            if wish is not Wish.GO_ON:
                return wish
            if work.seconds >= self._limit:
                return Wish.STOP_AND_KEEP
            yield from work.advance()
            work.seconds = monotonic() - self._begun
            yield from self._tell()
        return Wish.GO_ON

    def report(self) -> EpochDone:
        """Return how far the training is."""
        work = self._work
        per_step = (work.seconds - self._first_seconds) / max(1, work.done - self._first_step)
        left = min(per_step * (work.steps - work.done), self._limit - work.seconds)
        return work.report(max(0.0, left), self._process.memory_info().rss)

    def _tell(self) -> Iterator[TrainEvent]:
        now = monotonic()
        if now - self._reported >= self._pace.report_seconds:
            self._reported = now
            yield self.report()
        if now - self._saved >= self._pace.checkpoint_seconds:
            self._saved = now
            yield from self._work.save()

    def _pause(self) -> Iterator[TrainEvent]:
        yield from self._work.save()
        yield Paused()
        began = monotonic()
        self._control.wait()
        self._begun += monotonic() - began
        yield Resumed()
