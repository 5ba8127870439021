"""Asks a child how long each preset takes, and remembers for which settings it asked."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Failed, Finished
from synthdesk.domain.project import Project, Recipe
from synthdesk.domain.training import TrainingConfig
from synthdesk.jobs.requests import EstimateTraining, TrainingEstimate
from synthdesk.ui.worker import Job, JobService

_Key = tuple[Recipe, str]


class Estimator(QObject):
    """`begun` says that a trial runs; `known` carries a `TrainingEstimate`; `failed` carries a `Failed` or None."""

    begun = Signal()
    known = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._asked_for: _Key | None = None

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def ask(self, project: Project, work_folder: Path) -> None:
        """Measure for `project`, unless that was done or is being done for the same settings."""
        key = _key(project)
        if project.source is None or key == self._asked_for:
            return
        self.give_up()
        self._asked_for = key
        job = self._jobs.start(EstimateTraining(str(work_folder), project.recipe))
        job.ended.connect(self._on_ended)
        self._job = job
        self.begun.emit()

    def give_up(self) -> None:
        """End a trial that runs; what it would have said is asked for again the next time."""
        if self._job is not None:
            self._job.send(Wish.CANCEL)
            self._job, self._asked_for = None, None

    @Slot(object)
    def _on_ended(self, ending: object) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        if isinstance(ending, Finished) and isinstance(ending.result, TrainingEstimate):
            self.known.emit(ending.result)
        else:
            self.failed.emit(ending if isinstance(ending, Failed) else None)


def _key(project: Project) -> _Key:
    """Return what the seconds of a round depend on."""
    advised = TrainingConfig()
    config = replace(
        project.config,
        preset=advised.preset,
        epochs=advised.epochs,
        max_minutes=advised.max_minutes,
        seed=advised.seed,
    )
    return replace(project.recipe, config=config), project.source.sha256 if project.source else ""
