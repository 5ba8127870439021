"""What the page shows in which situation."""

from enum import Enum

from synthdesk.domain.project import Project


class View(Enum):
    """What the page shows."""

    EMPTY = "empty"
    BEFORE = "before"
    RUNNING = "running"
    FAILED = "failed"
    RESULT = "result"


def view_of(project: Project, *, is_running: bool, has_failed: bool, wants_again: bool) -> View:
    """Return what to show of `project`; `wants_again` asks for the settings although there is a model."""
    if project.source is None:
        return View.EMPTY
    if is_running:
        return View.RUNNING
    if has_failed:
        return View.FAILED
    return View.RESULT if project.run is not None and not wants_again else View.BEFORE
