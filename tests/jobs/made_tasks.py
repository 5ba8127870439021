"""Made-up work: the "path" of the request is a script of steps, such as "count 3; die"."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from synthdesk.domain.control import Control, Wish
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Event, Finished, Paused, Progress, Resumed
from synthdesk.domain.messages import message
from synthdesk.jobs.reporting import reported
from synthdesk.jobs.requests import ReadPreview, Train

COUNTED = message("Counting")


def perform(request: ReadPreview | Train, control: Control) -> Iterator[Event]:
    script = request.path if isinstance(request, ReadPreview) else request.source_sha256
    for step in script.split(";"):
        verb, *arguments = step.split()
        yield from STEPS[verb](control, *arguments)
    if not script.endswith("silent"):
        yield Finished(script)


def _count(control: Control, upto: str) -> Iterator[Event]:
    for n in range(1, int(upto) + 1):
        yield Progress(COUNTED, n, int(upto))


def _step_until_asked(control: Control) -> Iterator[Event]:
    n = 0
    while True:
        n += 1
        yield Progress(COUNTED, n, n)
        if control.wish() is Wish.PAUSE:
            yield Paused()
            control.wait()
            yield Resumed()
        if control.wish() is Wish.STOP_AND_KEEP:
            return
        threading.Event().wait(0.01)


def _die(control: Control) -> Iterator[Event]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield Progress(COUNTED, 0, 1)


def _leave(control: Control, code: str) -> Iterator[Event]:
    os._exit(int(code))
    yield Progress(COUNTED, 0, 1)


def _hang(control: Control) -> Iterator[Event]:
    time.sleep(3600)
    yield Progress(COUNTED, 0, 1)


def _spin(control: Control) -> Iterator[Event]:
    while control is not None:
        pass
    yield Progress(COUNTED, 0, 1)


def _swell(control: Control) -> Iterator[Event]:
    kept = [bytes(1) * 2_000_000 for _ in range(100)]
    time.sleep(3600)
    yield Progress(COUNTED, len(kept), 1)


def _raise(control: Control, what: str) -> Iterator[Event]:
    secret = "Mrs Secret, 123-45-678"
    errors = {
        "user": UserError(message("Empty"), message("It is empty."), message("Take another.")),
        "memory": MemoryError(secret),
        "bug": ValueError(secret),
        "full": OSError(28, secret),
        "io": OSError(5, secret),
        "quota": OSError(122, secret),
    }
    try:
        raise KeyError(secret)
    except KeyError as first:
        raise errors[what] from first
    yield Progress(COUNTED, 0, 1)


def _silent(control: Control) -> Iterator[Event]:
    yield from ()


def _print(control: Control) -> Iterator[Event]:
    os.write(1, b"chatter of a library\n")
    yield Progress(COUNTED, 1, 1)


def _in_thread(control: Control, what: str) -> Iterator[Event]:
    def work(report):
        for n in range(1, 1_000_000 if what == "long" else 4):
            report(n / 4)
            if what == "deaf":
                threading.Event().wait(1.5)
            threading.Event().wait(0.01)
        return "value"

    value = yield from reported(message("Threaded"), control, work)
    yield Progress(message(value), 1, 1)


def _facts(control: Control) -> Iterator[Event]:
    score = Path("/proc/self/oom_score_adj").read_text().strip()
    yield Progress(
        message("{oom} {nice} {threads}", oom=score, nice=os.nice(0), threads=os.environ["OMP_NUM_THREADS"]),
        1,
        1,
    )


def _network(control: Control) -> Iterator[Event]:
    try:
        socket.socket()
    except PermissionError:
        yield Progress(message("refused"), 1, 1)


STEPS = {
    "count": _count, "until-asked": _step_until_asked, "die": _die, "leave": _leave, "hang": _hang,
    "raise": _raise, "silent": _silent, "print": _print, "thread": _in_thread, "facts": _facts,
    "spin": _spin, "swell": _swell, "network": _network,
}  # fmt: skip
