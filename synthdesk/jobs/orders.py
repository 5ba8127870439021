"""What crosses the pipe to a child, and where a request keeps its run."""

from dataclasses import dataclass
from pathlib import Path

from synthdesk.jobs.requests import Request, Train

TASKS = "synthdesk.jobs.tasks"
"""The module whose `perform` does the real work."""

CHECKPOINT = "checkpoint.json"
"""This file in a run folder says that a broken training run can go on from there."""


@dataclass(frozen=True, slots=True)
class Warm:
    """Load what short work needs, then wait for an `Order`."""


@dataclass(frozen=True, slots=True)
class Order:
    """Do `request` with the function `perform` of the module called `module`."""

    request: Request
    module: str = TASKS


def run_folder(request: Train) -> Path:
    """Return the folder in which `request` keeps its model and its checkpoints."""
    return Path(request.folder) if request.folder else Path(request.work_folder) / "runs" / request.run_id


def can_resume(request: object) -> bool:
    """Return whether a broken `request` left a checkpoint from which it can go on."""
    return isinstance(request, Train) and (run_folder(request) / CHECKPOINT).is_file()
