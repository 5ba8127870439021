"""Doing a request of the program within a benchmark's own process."""

from synthdesk.domain.events import Cancelled, Failed, Finished
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.jobs.requests import Request


def do(request: Request) -> object:
    """Return the result of `request`; it must not fail."""
    run = InlineRun(request)
    run.start()
    while True:
        for event in run.poll(60.0):
            if isinstance(event, Finished):
                return event.result
            assert not isinstance(event, Failed | Cancelled), event
