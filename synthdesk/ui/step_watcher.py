"""Follows the jobs and tells for each step of the work whether something runs or has failed."""

from PySide6.QtCore import QObject, Signal, Slot

from synthdesk.domain.events import EpochDone, Event, Failed, Paused, Progress
from synthdesk.domain.messages import Message, message
from synthdesk.jobs.requests import Evaluate, Export, ReadTable, Request, Train
from synthdesk.ui.steps import Activity, Running, Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import duration_words
from synthdesk.ui.worker import Job, JobService

_STEP_OF: dict[type, Step] = {
    ReadTable: Step.DATA,
    Train: Step.TRAIN,
    Evaluate: Step.EVALUATE,
    Export: Step.EXPORT,
}


def step_of(request: Request) -> Step | None:
    """Return the step a request belongs to; None for short work that no step shows."""
    return _STEP_OF.get(type(request))


class StepWatcher(QObject):
    """Keeps one `Activity` for each step with work under way, or whose last work failed."""

    changed = Signal()

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._activities: dict[Step, Activity] = {}
        jobs.started.connect(self._on_started)
        store.source_changed.connect(self._on_source_changed)

    @property
    def running(self) -> Running:
        """What goes on now, by step."""
        return self._activities

    def note(self, step: Step, activity: Activity | None) -> None:
        """Remember what goes on in `step`."""
        before = self._activities.pop(step, None)
        if activity is not None:
            self._activities[step] = activity
        if activity != before:
            self.changed.emit()

    @Slot(object)
    def _on_started(self, job: Job) -> None:
        step = step_of(job.request)
        if step is not None:
            _Follower(self, step, job)

    @Slot()
    def _on_source_changed(self) -> None:
        for step in [s for s, a in self._activities.items() if a.failed]:
            self.note(step, None)


class _Follower(QObject):
    """Tells the watcher about one job; lives and dies with it."""

    def __init__(self, watcher: StepWatcher, step: Step, job: Job) -> None:
        super().__init__(job)
        self._watcher, self._step = watcher, step
        job.progressed.connect(self._on_progressed)
        job.ended.connect(self._on_ended)
        watcher.note(step, Activity())

    @Slot(object)
    def _on_progressed(self, event: Event) -> None:
        share, words = _said(event)
        if share is not None or words is not None:
            self._watcher.note(self._step, Activity(share, words))

    @Slot(object)
    def _on_ended(self, ending: Event) -> None:
        if isinstance(ending, Failed):
            self._watcher.note(self._step, Activity(None, ending.title, failed=True))
        else:
            self._watcher.note(self._step, None)


def _said(event: Event) -> tuple[float | None, Message | None]:
    if isinstance(event, EpochDone):
        left = message("{left} left", left=duration_words(event.seconds_left))
        return event.epoch / max(event.epochs, 1), left
    if isinstance(event, Progress):
        return (event.done / event.total if event.total else None), None
    if isinstance(event, Paused):
        return None, message("paused")
    return None, None
