"""A child process started ahead, so that short work begins at once."""

import atexit
import contextlib
import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from synthdesk.jobs import child
from synthdesk.jobs.orders import Warm
from synthdesk.storage import programs

_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Child:
    """A started child process and our end of the pipe to it."""

    process: SpawnProcess
    pipe: "Connection[object, object]"


def launch() -> Child:
    """Start a child that waits for an `Order`."""
    if (worker := programs.worker()) is not None:
        _SPAWN.set_executable(worker)
    ours, theirs = _SPAWN.Pipe(duplex=True)
    process = _SPAWN.Process(target=child.main, args=(theirs,), daemon=True, name="SynthDesk work")
    with _without_interrupts():
        process.start()
    theirs.close()  # our copy must go, or the child's death is never an end of file
    return Child(process, ours)


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let a child that starts here inherit that Ctrl-C is none of its business."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def discard(unwanted: Child) -> None:
    """End a child at once and give its handles back."""
    unwanted.process.kill()
    unwanted.process.join()
    unwanted.pipe.close()
    unwanted.process.close()


@dataclass(slots=True)
class _Shelf:
    lock: threading.Lock = field(default_factory=threading.Lock)
    wanted: bool = False
    spare: Child | None = None


_shelf = _Shelf()


def keep() -> None:
    """From now on keep one warm child ready (the window does this once it is on screen)."""
    with _shelf.lock:
        _shelf.wanted = True
    _replace()


def take() -> Child:
    """Return a child that waits for an `Order`: the warm one when there is one, else a new one."""
    with _shelf.lock:
        found, _shelf.spare = _shelf.spare, None
    if found is None:
        return launch()
    if not found.process.is_alive():
        discard(found)
        return launch()
    return found


def restock() -> None:
    """Start the next spare child, when one is to be kept ready."""
    if _shelf.wanted:
        _replace()


def close() -> None:
    """End the spare child and keep none any more."""
    with _shelf.lock:
        _shelf.wanted = False
        found, _shelf.spare = _shelf.spare, None
    if found is not None:
        discard(found)


def _replace() -> None:
    with _shelf.lock:
        if not _shelf.wanted or _shelf.spare is not None:
            return
        _shelf.spare = launch()
        _shelf.spare.pipe.send(Warm())


atexit.register(close)
