"""Following a run in a test."""

import time
from collections.abc import Callable

from synthdesk.domain.events import Cancelled, Event, Failed, Finished
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.jobs.requests import Request
from synthdesk.jobs.run import Run


def collect(
    run: Run, *, until: Callable[[list[Event]], bool] = lambda _: False, seconds: float = 30.0
) -> list[Event]:
    """Return the events of `run` up to its ending, or until `until(events)`."""
    events: list[Event] = []
    give_up = time.monotonic() + seconds
    while not (events and isinstance(events[-1], Finished | Cancelled | Failed)) and not until(events):
        assert time.monotonic() < give_up, f"no ending after {seconds} s: {events}"
        events.extend(run.poll(0.05))
    return events


def do(request: Request, run_type: Callable[[Request], Run] = InlineRun) -> object:
    """Return the result of `request`; it must not fail."""
    run = run_type(request)
    run.start()
    ending = collect(run, seconds=120)[-1]
    assert isinstance(ending, Finished), ending
    return ending.result
