"""Made-up work for real child processes."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synthdesk.jobs import spare
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import ReadPreview
from synthdesk.jobs.run import Run

sys.path.insert(0, str(Path(__file__).parent))  # a spawned child takes over the path and finds made_tasks


@pytest.fixture(autouse=True)
def _no_spare_is_left() -> Iterator[None]:
    yield
    spare.close()


@pytest.fixture
def in_child() -> Callable[..., ProcessRun]:
    """Start made-up work in a child: `in_child("count 5")`."""

    def start(orders: str, grace_seconds: float = 5.0) -> ProcessRun:
        run = ProcessRun(ReadPreview(orders), grace_seconds=grace_seconds, module="made_tasks")
        run.start()
        return run

    return start


@pytest.fixture(params=[ProcessRun, InlineRun])
def any_run(request: pytest.FixtureRequest) -> Callable[[str], Run]:
    """Make (not start) made-up work, once for each kind of run."""
    return lambda orders: request.param(ReadPreview(orders), module="made_tasks")
