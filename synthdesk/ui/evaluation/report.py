"""Saves the comparison as a page for people."""

from pathlib import Path

from PySide6.QtCore import QDate, QObject, Signal
from PySide6.QtWidgets import QWidget

from synthdesk.domain.events import Failed
from synthdesk.domain.project import Project
from synthdesk.jobs.requests import WriteReport
from synthdesk.ui.single_job import SingleJob
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import file_dialogs, problem_box
from synthdesk.ui.worker import JobService


class ReportSaver(QObject):
    """Asks where the report goes and lets a child write it; `saved` carries a sentence."""

    saved = Signal(str)

    def __init__(self, parent: QWidget, store: ProjectStore, jobs: JobService) -> None:
        super().__init__(parent)
        self._parent, self._store = parent, store
        self._path = Path()
        self._job = SingleJob(jobs, self)
        self._job.finished.connect(self._on_written)
        self._job.failed.connect(self._on_failed)

    def ask(self) -> None:
        """Ask where the report of the open project goes, and write it."""
        project = self._store.project
        path = file_dialogs.file_to_save(
            self._parent, self.tr("Save the report"), proposal(project), self.tr("Web page (*.html)")
        )
        if path is None or project.evaluation is None:
            return
        self._path = path
        self._job.start(
            WriteReport(
                project.evaluation,
                project.source,
                project.trained_with[0].schema if project.trained_with else project.schema,
                run=project.run,
                date=QDate.currentDate().toString("yyyy-MM-dd"),
                html=str(path),
            )
        )

    def _on_written(self) -> None:
        self.saved.emit(self.tr("Saved: {name}").format(name=self._path.name))

    def _on_failed(self, failed: object) -> None:
        if isinstance(failed, Failed):
            problem_box.show_problem(self._parent, failed)


def proposal(project: Project) -> Path:
    """Return where the report is proposed to go: beside the source, named after it."""
    if project.source is None:
        return Path.home() / "report.html"
    source = Path(project.source.path)
    return source.with_name(f"{source.stem}_report.html")
