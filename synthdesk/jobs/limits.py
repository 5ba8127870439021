"""What a child may use that reads a file nobody has looked at: time by the size of the file, and the free memory.

The watcher keeps the limits, not the child: a parser that hangs or eats memory does not let anything else run.
"""

import contextlib
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from synthdesk.domain.messages import Message, message
from synthdesk.jobs.requests import ReadPreview, ReadTable, Request

SECONDS = 300.0
"""Processor time for any file, however small."""
SECONDS_PER_MEGABYTE = 4.0
"""Processor time for each megabyte of it; the slowest format (ODS) takes a quarter of that."""
MEMORY_SHARE = 0.9
"""Share of the memory that was free at the start."""
_LOOK_SECONDS = 0.25


@dataclass(slots=True)
class Watch:
    """Keeps an eye on one child.

    Attributes:
        pid: Its process number.
        seconds: Processor seconds that it may use.
        memory: Bytes that it may hold.
    """

    pid: int
    seconds: float
    memory: float
    _looked: float = field(default=0.0)
    _spent_before: float | None = field(default=None)

    def excess(self) -> Message | None:
        """Return what the child has used too much of, None when all is well (or it is not time to look again)."""
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return None
        self._looked = now
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.pid)
            times = process.cpu_times()
            if self._spent_before is None:
                self._spent_before = times.user + times.system
            if times.user + times.system - self._spent_before > self.seconds:
                return message("Reading the file took far longer than a file of its size takes.")
            if process.memory_info().rss > self.memory:
                return message("Reading the file took all of the computer's free memory.")
        return None


def watch_of(request: Request, pid: int | None) -> Watch | None:
    """Return the watch over the child `pid` that reads a file; None for other work."""
    if pid is None or not isinstance(request, ReadPreview | ReadTable):
        return None
    try:
        megabytes = Path(request.path).stat().st_size / 1e6
    except (OSError, ValueError):
        megabytes = 0.0
    return Watch(
        pid, SECONDS + SECONDS_PER_MEGABYTE * megabytes, MEMORY_SHARE * psutil.virtual_memory().available
    )
