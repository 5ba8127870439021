"""What the page shows in which situation."""

from enum import Enum

from synthdesk.domain.project import Project


class View(Enum):
    """What the page shows."""

    NO_TABLE = "no table"
    NO_RUN = "no run"
    OTHER_TABLE = "other table"
    READY = "ready"
    RUNNING = "running"
    FAILED = "failed"
    RESULT = "result"


def view_of(project: Project, *, is_running: bool, has_failed: bool) -> View:
    """Return what to show of `project`."""
    if project.source is None:
        return View.NO_TABLE
    if project.run is None:
        return View.NO_RUN
    if is_running:
        return View.RUNNING
    if has_failed:
        return View.FAILED
    if project.evaluation is not None:
        return View.RESULT
    return View.READY if can_compare(project) else View.OTHER_TABLE


def can_compare(project: Project) -> bool:
    """Return whether the table the model was trained on is the one that is open."""
    return (
        project.source is not None
        and project.trained_with is not None
        and project.trained_with[1] == project.source.sha256
    )
