"""One job at a time for a page: only the newest one is listened to, and its ending is sorted."""

from PySide6.QtCore import QObject, Signal, Slot

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Failed, Finished, Progress
from synthdesk.jobs.requests import Request
from synthdesk.ui.texts import translated
from synthdesk.ui.worker import Job, JobService


class SingleJob(QObject):
    """Runs one request after the other.

    `progressed` carries words and a share of 0-1; `finished` the result; `failed` a `Failed`. `changed` is
    sent first whenever a job began or ended.
    """

    changed = Signal()
    progressed = Signal(str, float)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, request: Request) -> None:
        """Do `request`; what ran before is given up."""
        self.forget()
        job = self._jobs.start(request)
        job.progressed.connect(self._on_progressed)
        job.ended.connect(self._on_ended)
        self._job = job
        self.changed.emit()

    def cancel(self) -> None:
        """Ask the job to end; `cancelled` follows."""
        if self._job is not None:
            self._job.send(Wish.CANCEL)

    def forget(self) -> None:
        """Give the job up and do not listen to it any more."""
        if self._job is not None:
            self._job.send(Wish.CANCEL)
            self._job = None
            self.changed.emit()

    @Slot(object)
    def _on_progressed(self, event: object) -> None:
        if self.sender() is self._job and isinstance(event, Progress):
            self.progressed.emit(translated(event.what), event.done / event.total if event.total else 0.0)

    @Slot(object)
    def _on_ended(self, ending: object) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self.changed.emit()
        if isinstance(ending, Finished):
            self.finished.emit(ending.result)
        elif isinstance(ending, Failed):
            self.failed.emit(ending)
        else:
            self.cancelled.emit()
