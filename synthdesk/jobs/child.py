"""The entry of the child process; the only module that may reach `tasks`."""

import contextlib
import os
import signal
import sys
import threading
import time
import warnings
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path

from synthdesk.domain.control import Wish
from synthdesk.jobs import performing, seclusion
from synthdesk.jobs.orders import TASKS, Order, Warm
from synthdesk.storage import log

ORPHAN_SECONDS = 2.0
"""How long a child whose window is gone may clear up before it is ended."""

_FINAL = (Wish.CANCEL, Wish.STOP_AND_KEEP)
_OOM_SCORE = "600"
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class WindowGoneError(BaseException):
    """Nobody is left to work for. Not an `Exception`, so that no working code swallows it."""


class PipeControl:
    """The wishes that arrive through the pipe."""

    def __init__(self, pipe: "Connection[object, object]") -> None:
        self._pipe = pipe
        self._wish = Wish.GO_ON

    def wish(self) -> Wish:
        """Return what is wanted now, without waiting."""
        while self._arrived(0.0):
            self._take()
        return self._wish

    def wait(self) -> Wish:
        """Block while the wish is `PAUSE`; return the next wish."""
        while self.wish() is Wish.PAUSE:
            self._arrived(None)
        return self._wish

    def _arrived(self, seconds: float | None) -> bool:
        try:
            return self._pipe.poll(seconds)
        except OSError as error:
            raise WindowGoneError from error

    def _take(self) -> None:
        try:
            wish = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WindowGoneError from error
        # A wish to end is final: a late "go on" must not undo it.
        if isinstance(wish, Wish) and (wish is Wish.CANCEL or self._wish not in _FINAL):
            self._wish = wish


def main(pipe: "Connection[object, object]") -> None:
    """Wait for an `Order` on `pipe`, do it, and report on `pipe`; leave quietly when the window is gone."""
    seclusion.begin()
    settle()
    with contextlib.suppress(WindowGoneError):
        order = _order(pipe)
        _limit_threads(getattr(getattr(getattr(order.request, "recipe", None), "config", None), "threads", 0))
        _work(pipe, order)
    pipe.close()
    # Everything is written and sent. Taking torch down in order takes up to a second, and a thread that was
    # given up would be waited for; the window would have to wait for both.
    os._exit(0)


def settle() -> None:
    """Make this process a good child: quiet, low in priority, first to go when memory runs out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True, name="parent watch").start()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(2, 1)  # what a library prints must not land among the results of the command line
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE, encoding="ascii")
    _lower_priority()
    _limit_threads(0)
    with contextlib.suppress(OSError):  # work goes on without a log
        log.configure("work")


def perform(order: Order) -> performing.Perform:
    """Return the function that does `order`; the tasks are loaded here and nowhere else."""
    if order.module == TASKS:
        from synthdesk.jobs import tasks

        return tasks.perform
    return performing.other_tasks(order.module)


def _order(pipe: "Connection[object, object]") -> Order:
    while True:
        try:
            order = pipe.recv()
        except (EOFError, OSError) as error:
            raise WindowGoneError from error
        if isinstance(order, Order):
            return order
        if isinstance(order, Warm):
            from synthdesk.jobs import tasks

            tasks.warm_up()


def _work(pipe: "Connection[object, object]", order: Order) -> None:
    for event in performing.events(lambda: perform(order), order.request, PipeControl(pipe)):
        try:
            pipe.send(event)
        except OSError as error:
            raise WindowGoneError from error


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is None:
        return
    parent.join()
    time.sleep(ORPHAN_SECONDS)
    os._exit(1)


def _lower_priority() -> None:
    import psutil

    with contextlib.suppress(psutil.Error, OSError):
        process = psutil.Process()
        if sys.platform == "win32":
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            process.nice(min(19, process.nice() + 5))


def _limit_threads(threads: int) -> None:
    """Leave one core to the window; libraries read these when they are first loaded."""
    import psutil

    wanted = threads or max(1, (psutil.cpu_count(logical=False) or 2) - 1)
    for name in _THREAD_VARIABLES:
        os.environ[name] = str(wanted)
