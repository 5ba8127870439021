"""One run in a supervised child process: exactly one ending, whatever happens to the child."""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import wait

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Cancelled, Ending, Event, Failed, Finished
from synthdesk.domain.messages import Message, message
from synthdesk.jobs import limits, spare
from synthdesk.jobs.orders import TASKS, Order, can_resume
from synthdesk.jobs.requests import Request

_LEAVE_SECONDS = 2.0
"""How long a child may take to leave after it sent its ending."""

_KILLED_CODE = -9
"""Exit code of a process that was ended by SIGKILL, as the system does when memory runs out."""


class ProcessRun:
    """Starts a child, hands out its events, and always ends in exactly one ending.

    Args:
        request: What to do.
        grace_seconds: How long a wish to end may take before the child is killed.
        module: Name of the module whose `perform` does the request.
    """

    def __init__(self, request: Request, *, grace_seconds: float = 8.0, module: str = TASKS) -> None:
        self._order = Order(request, module)
        self._grace = grace_seconds
        self._lock = threading.Lock()
        self._child: spare.Child | None = None
        self._early: list[Wish] = []
        self._wish = Wish.GO_ON
        self._end_by: float | None = None
        self._overdue = False
        self._watch: limits.Watch | None = None
        self._excess: Message | None = None
        self._killed = False
        self._ended = False

    @property
    def pid(self) -> int | None:
        """Process number of the child, None before the start and after the end."""
        child = self._child
        return None if child is None or self._ended else child.process.pid

    def start(self) -> None:
        """Begin; call once."""
        with self._lock:
            if self._killed:
                return
            self._child = spare.take()
            self._watch = limits.watch_of(self._order.request, self._child.process.pid)
            with contextlib.suppress(OSError):  # a child that is dead already shows in `poll`
                self._child.pipe.send(self._order)
                for wish in self._early:
                    self._child.pipe.send(wish)
        spare.restock()

    def poll(self, seconds: float) -> Iterator[Event]:
        """Yield the events that arrive within `seconds` (>= 0); the last one ever is an ending."""
        if self._ended:
            return
        if self._child is None:
            if self._killed:
                self._ended = True
                yield Cancelled()
            return
        self._kill_when_overdue()
        self._kill_beyond_limits(self._child)
        for event in self._received(self._child, seconds):
            if not isinstance(event, Finished | Cancelled | Failed):
                yield event
                continue
            self._ended = True
            try:
                yield self._final(event)
            finally:
                self._close(self._child)
            return

    def send(self, wish: Wish) -> None:
        """Tell the child what is wanted; any thread may call this."""
        with self._lock:
            if self._ended:
                return
            self._wish = wish
            if wish in (Wish.CANCEL, Wish.STOP_AND_KEEP) and self._end_by is None:
                self._end_by = time.monotonic() + self._grace
            if self._child is None:
                self._early.append(wish)
                return
            with contextlib.suppress(OSError):
                self._child.pipe.send(wish)

    def kill(self) -> None:
        """End the child at once; `poll` then yields `Cancelled`."""
        with self._lock:
            self._killed = True
            if self._child is not None and not self._ended:
                self._child.process.kill()

    def _received(self, child: spare.Child, seconds: float) -> Iterator[Event]:
        ready = wait([child.pipe, child.process.sentinel], timeout=seconds)
        if child.pipe in ready:
            try:
                while child.pipe.poll():
                    yield child.pipe.recv()  # type: ignore[misc]  # a child sends events only
            except (EOFError, OSError):
                child.process.join(_LEAVE_SECONDS)
                yield self._obituary(child)
                return
        if not child.process.is_alive() and not child.pipe.poll():
            yield self._obituary(child)

    def _obituary(self, child: spare.Child) -> Ending:
        """What to say of a child that left without an ending; our own wishes tell, never a text."""
        if child.process.is_alive():
            child.process.kill()
            child.process.join()
        if self._killed or self._wish is Wish.CANCEL:
            return Cancelled()
        code = child.process.exitcode
        if self._excess is not None:
            happened = self._excess
        elif self._overdue:
            happened = message("The work did not stop when it was asked to, and had to be ended.")
        elif code == _KILLED_CODE:
            happened = message(
                "The system ended the work before it was done, most likely because memory ran short."
            )
        else:
            happened = message(
                "The process that does the work ended unexpectedly (code {code}).", code=code or 0
            )
        return Failed(message("The work was interrupted"), happened, self._remedy())

    def _remedy(self) -> Message:
        if can_resume(self._order.request):
            return message("Nothing before the last saved state is lost: go on from there.")
        return message("Close other programs and try again, or take a smaller table.")

    def _final(self, ending: Ending) -> Ending:
        if not isinstance(ending, Failed):
            return ending
        return replace(ending, can_resume=ending.can_resume or can_resume(self._order.request))

    def _kill_when_overdue(self) -> None:
        with self._lock:
            if self._end_by is None or time.monotonic() < self._end_by or self._child is None:
                return
            self._end_by, self._overdue = None, True
            self._child.process.kill()

    def _kill_beyond_limits(self, child: spare.Child) -> None:
        if self._watch is not None and self._excess is None:
            self._excess = self._watch.excess()
            if self._excess is not None:
                child.process.kill()

    def _close(self, child: spare.Child) -> None:
        child.process.join(_LEAVE_SECONDS)
        with self._lock:
            if child.process.is_alive():
                child.process.kill()
                child.process.join()
            child.pipe.close()
            child.process.close()
