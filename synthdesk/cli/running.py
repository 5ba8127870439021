"""Doing one job in a child process: progress on stderr, Ctrl-C stops it cleanly."""

import contextlib
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import TypeVar

from synthdesk.cli.console import Console
from synthdesk.cli.endings import StoppedError
from synthdesk.cli.progress import ProgressLine
from synthdesk.domain.control import Wish
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Cancelled, Ending, Event, Failed, Finished, Paused
from synthdesk.domain.messages import message
from synthdesk.jobs.orders import can_resume
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import Request, Train

POLL_SECONDS = 0.2
PATIENCE_SECONDS = 10.0
"""How long the work may take to come to rest after Ctrl-C before it is ended."""

T = TypeVar("T")


class JobFailedError(UserError):
    """A job ended with an error. `details` is "" unless it was a bug; `about` names the file it is about."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.title, failed.happened, failed.remedy)
        self.details = failed.details
        self.about = ""

    def __str__(self) -> str:
        """Return the three sentences, after the name of the file when they do not say it."""
        text = super().__str__()
        return f"{self.about}: {text}" if self.about and self.about not in text else text


def do(request: Request, result: type[T], console: Console) -> T:
    """Do `request` and return its result, which is a `result`.

    Raises:
        JobFailedError: The work failed.
        StoppedError: It was stopped by Ctrl-C or SIGTERM.
    """
    ending = _followed(ProcessRun(request), request, ProgressLine(console))
    if isinstance(ending, Failed):
        raise JobFailedError(ending)
    if isinstance(ending, Cancelled):
        raise _stopped(request)
    assert isinstance(ending.result, result)
    return ending.result


def _followed(run: ProcessRun, request: Request, line: ProgressLine) -> Ending:
    with _interrupts() as asked:
        stop = _Stop(run, rests=isinstance(request, Train))
        run.start()
        try:
            while True:
                for event in run.poll(POLL_SECONDS):
                    if isinstance(event, Finished | Cancelled | Failed):
                        return event
                    stop.on_event(event)
                    line.show(event)
                stop.on_time(len(asked))
        finally:
            run.kill()


class _Stop:
    """What follows from Ctrl-C: training comes to rest, with its state saved; other work is given up."""

    def __init__(self, run: ProcessRun, *, rests: bool) -> None:
        self._run = run
        self._rests = rests
        self._kill_at: float | None = None

    def on_event(self, event: Event) -> None:
        if self._kill_at is not None and isinstance(event, Paused):
            self._run.kill()

    def on_time(self, asked: int) -> None:
        if asked and self._kill_at is None:
            self._kill_at = time.monotonic() + PATIENCE_SECONDS
            self._run.send(Wish.PAUSE if self._rests else Wish.CANCEL)
        elif self._kill_at is not None and (asked > 1 or time.monotonic() > self._kill_at):
            self._run.kill()


@contextlib.contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Collect Ctrl-C and SIGTERM in a list while a job runs, so that nothing is torn apart."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stopped(request: Request) -> StoppedError:
    if can_resume(request):
        return StoppedError(
            message("Stopped. What was trained so far is kept: give the same command with --resume to go on.")
        )
    return StoppedError(message("Stopped. Nothing was written."))
