"""Progress of functions that report through a callback, as events."""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from synthdesk.domain.control import Control, Wish
from synthdesk.domain.events import Event, Paused, Progress, Resumed
from synthdesk.domain.messages import Message
from synthdesk.jobs.performing import GivenUpError

Report = Callable[[float], None]
"""Tells how much is done; never waits except while the work is paused."""

LOOK_SECONDS = 0.1
"""How often the wish is looked at and progress is passed on."""

TIDY_SECONDS = 5.0

T = TypeVar("T")


def reported(
    what: Message,
    control: Control,
    work: Callable[[Report], T],
    *,
    total: float = 1.0,
    writes: bool = False,
) -> Generator[Event, None, T]:
    """Do `work(report)` in a thread and yield its progress; returns what `work` returned.

    The thread leaves the generator free to obey: it pauses at the work's next report and gives up within
    `LOOK_SECONDS` even while the work is deep in a library. Work that `writes` outside the work folder is
    given `TIDY_SECONDS` to get to its next report and take its unfinished file away.

    Raises:
        GivenUpError: The wish was to stop or to cancel.
    """
    desk = _Desk()
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="SynthDesk work")
    future = pool.submit(work, desk.report)
    try:
        told = -1.0
        while not wait([future], timeout=LOOK_SECONDS).done:
            if desk.done > told:
                told = desk.done
                yield Progress(what, min(told, total), total)
            yield from _obey(control, desk)
        yield Progress(what, total, total)
        return future.result()
    finally:
        desk.give_up()
        if writes:
            wait([future], timeout=TIDY_SECONDS)
        pool.shutdown(wait=False)


def _obey(control: Control, desk: "_Desk") -> Generator[Event, None, None]:
    wish = control.wish()
    if wish is Wish.PAUSE:
        desk.gate.clear()
        yield Paused()
        wish = control.wait()
        desk.gate.set()
        yield Resumed()
    if wish in (Wish.CANCEL, Wish.STOP_AND_KEEP):
        raise GivenUpError


class _Desk:
    """What the working thread and its watcher share."""

    def __init__(self) -> None:
        self.done = 0.0
        self.gate = threading.Event()
        self.gate.set()
        self._unwanted = False

    def report(self, done: float) -> None:
        self.done = done
        self.gate.wait()
        if self._unwanted:
            raise GivenUpError

    def give_up(self) -> None:
        self._unwanted = True
        self.gate.set()
