"""The training run of the window: starts it, passes wishes on, and remembers how it ended."""

import secrets
import shutil
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Failed, Finished
from synthdesk.domain.messages import message
from synthdesk.domain.results import RunRecord
from synthdesk.jobs.orders import can_resume, run_folder
from synthdesk.jobs.requests import Train
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.worker import Job, JobService

if TYPE_CHECKING:
    from synthdesk.ui.training.watching import Watched

INTERRUPTED = Failed(
    message("A training was interrupted"),
    message("SynthDesk was closed, or ended unexpectedly, while it was running. Its last state is kept."),
    message("Go on from there, or train again from the beginning."),
    can_resume=True,
)
"""What is said of a run that an earlier start of the program left."""


class TrainingRun(QObject):
    """At most one run at a time. `changed` is sent when it begins and when it ended, after the store knows.

    `watched` is what the run has told so far, None before the first run.
    """

    changed = Signal()

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._order: Train | None = None
        self.job: Job | None = None
        self.failed: Failed | None = None
        self.watched: Watched | None = None
        self.take_left()

    @property
    def is_running(self) -> bool:
        return self.job is not None

    @property
    def seconds(self) -> float:
        """How much training the run has behind it."""
        last = self.watched.last if self.watched is not None else None
        return last.seconds if last is not None else 0.0

    def start(self) -> None:
        """Train the open project from the beginning."""
        source = self._store.project.source
        if self.is_running or source is None:
            return
        from synthdesk.ui.training.watching import Watched

        self.watched = Watched()
        folder = str(self._store.work_folder)
        self._run(Train(folder, self._store.project.recipe, source.sha256, secrets.token_hex(6)))

    def resume(self) -> None:
        """Go on from the last checkpoint of the run that failed."""
        order = self._order
        if order is None or self.is_running:
            return
        if self.watched is None:
            from synthdesk.ui.training.watching import Watched

            self.watched = Watched()
        self._run(Train(order.work_folder, order.recipe, order.source_sha256, order.run_id, resume=True))

    def send(self, wish: Wish) -> None:
        if self.job is not None:
            self.job.send(wish)

    def dismiss(self) -> None:
        """Speak no more of the run that failed."""
        if self.failed is not None:
            self.failed = self._store.unfinished = None
            self.changed.emit()

    def take_left(self) -> None:
        """Offer to go on with the run that an earlier start of the program left, if it has a checkpoint."""
        left = self._store.unfinished
        if left is None or self.is_running or self._order is not None:
            return
        order = Train(str(self._store.work_folder), left.recipe, left.source_sha256, left.run_id, resume=True)
        if can_resume(order):
            self._order, self.failed = order, INTERRUPTED
        else:
            self._store.unfinished = None

    def forget_unless_of(self, sha256: str | None) -> None:
        """Drop a run of another table than the one with this digest."""
        if self._order is None or self._order.source_sha256 == sha256:
            return
        if self.job is not None:
            self.job.kill()
        self._order, self.job, self.failed, self.watched = None, None, None, None
        self.changed.emit()

    def _run(self, order: Train) -> None:
        self._order, self.failed = order, None
        self.job = self._jobs.start(order)
        self.job.progressed.connect(self._on_progressed)
        self.job.ended.connect(self._on_ended)
        self.changed.emit()

    @Slot(object)
    def _on_progressed(self, event: object) -> None:
        if self.sender() is self.job and self.watched is not None:
            self.watched.take(event)  # type: ignore[arg-type]  # `Job.progressed` carries a TrainEvent

    @Slot(object)
    def _on_ended(self, ending: object) -> None:
        if self.sender() is not self.job or self._order is None:
            return
        order, self.job = self._order, None
        self._store.unfinished = None
        if isinstance(ending, Finished) and isinstance(ending.result, RunRecord):
            self._store.add_run(ending.result, (order.recipe, order.source_sha256))
        elif isinstance(ending, Failed):
            self.failed = ending
        else:
            self.watched = None
            shutil.rmtree(run_folder(order), ignore_errors=True)  # a child that was killed could not tidy up
        self.changed.emit()
