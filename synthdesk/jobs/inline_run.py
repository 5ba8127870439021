"""One run in this process: for short work that needs no child, and for tests."""

import threading
import time
from collections.abc import Iterator

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Cancelled, Event, Failed, Finished
from synthdesk.jobs import child, performing
from synthdesk.jobs.orders import TASKS, Order
from synthdesk.jobs.requests import Request


class InlineRun:
    """Does `request` inside `poll`; the thread that polls is the thread that works.

    Args:
        request: What to do.
        module: Name of the module whose `perform` does the request.
    """

    def __init__(self, request: Request, *, module: str = TASKS) -> None:
        self._order = Order(request, module)
        self._control = _SharedControl()
        self._events: Iterator[Event] | None = None
        self._ended = False

    def start(self) -> None:
        """Begin; call once. The work itself happens in `poll`."""
        order = self._order
        self._events = performing.events(lambda: child.perform(order), order.request, self._control)

    def poll(self, seconds: float) -> Iterator[Event]:
        """Yield the events of the work until `seconds` have passed or an ending came."""
        end = time.monotonic() + seconds
        while self._events is not None and not self._ended:
            event = next(self._events)
            self._ended = isinstance(event, Finished | Cancelled | Failed)
            yield event
            if time.monotonic() >= end:
                return

    def send(self, wish: Wish) -> None:
        """Tell the work what is wanted; any thread may call this."""
        self._control.send(wish)

    def kill(self) -> None:
        """Give the work up at its next event; a process of its own would end at once."""
        self._control.send(Wish.CANCEL)


class _SharedControl:
    """Wishes that another thread of this process may change."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wish = Wish.GO_ON

    def send(self, wish: Wish) -> None:
        with self._changed:
            if self._wish not in (Wish.CANCEL, Wish.STOP_AND_KEEP) or wish is Wish.CANCEL:
                self._wish = wish
            self._changed.notify_all()

    def wish(self) -> Wish:
        return self._wish

    def wait(self) -> Wish:
        with self._changed:
            self._changed.wait_for(lambda: self._wish is not Wish.PAUSE)
            return self._wish
