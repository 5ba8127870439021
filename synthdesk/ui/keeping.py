"""Keeps the open project against a crash: once a minute, and soon after each step."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from synthdesk.domain.project import Project
from synthdesk.jobs.requests import Train
from synthdesk.storage.recovery import Autosave, Unfinished
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.worker import Background, JobService

Kept = tuple[Project, Path | None, Unfinished | None]

_EVERY_MS = 60_000
_SOON_MS = 1_000


class Keeper(QObject):
    """Writes the recovery file of the open project, without rows, in a thread."""

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._autosave = Autosave(store.work_folder)
        self._kept: object = None
        self._writing: Background | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(_EVERY_MS)
        self._minute.timeout.connect(self.keep)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.keep)
        for changed in (store.source_changed, store.run_changed, store.evaluation_changed):
            changed.connect(self._soon.start)
        jobs.busy_changed.connect(self._soon.start)
        self._minute.start()

    def move_to(self, autosave: Autosave) -> None:
        """Go on with another recovery file, because another workspace took the place of this one."""
        self.wait()
        self._autosave.clear()
        self._autosave, self._kept = autosave, None

    @Slot()
    def keep(self) -> None:
        """Write the recovery file when there is something new to keep."""
        what = self._what()
        if what is None or what == self._kept or self._writing is not None:
            return
        self._kept = what
        autosave = self._autosave
        self._writing = Background(lambda: autosave.save(*what), self)
        self._writing.ended.connect(self._on_written)
        self._writing.start()

    def keep_now(self) -> None:
        """Write the recovery file at once and wait for it (the program ends or is in trouble)."""
        self.wait()
        what = self._what()
        if what is not None:
            self._kept = what
            self._autosave.save(*what)

    def clear(self) -> None:
        """Delete the recovery file: nothing needs to be brought back."""
        self.stop()
        self._autosave.clear()

    def stop(self) -> None:
        """End all timers and wait for a file that is being written."""
        self._minute.stop()
        self._soon.stop()
        self.wait()

    def wait(self) -> None:
        """Wait for a file that is being written."""
        if self._writing is not None:
            self._writing.wait()
            self._writing = None

    def _what(self) -> Kept | None:
        """Return what is to be kept; None when there is no work yet."""
        project = self._store.project
        if project.source is None:
            return None
        return project, self._store.path, self._unfinished()

    def _unfinished(self) -> Unfinished | None:
        for job in self._jobs.running:
            if isinstance(job.request, Train):
                asked = job.request
                return Unfinished(asked.run_id, asked.recipe, asked.source_sha256)
        return self._store.unfinished

    @Slot(object)
    def _on_written(self, _ending: object) -> None:
        self._writing = None
