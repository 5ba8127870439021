"""Saves the comparison as a page for people."""

from pathlib import Path

from PySide6.QtCore import QDate, QObject, Signal
from PySide6.QtWidgets import QWidget

from synthdesk.domain.events import Failed
from synthdesk.domain.messages import message
from synthdesk.domain.project import Project
from synthdesk.jobs.requests import WriteReport
from synthdesk.ui.pdf_process import PdfProcess
from synthdesk.ui.single_job import SingleJob
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import file_dialogs, problem_box
from synthdesk.ui.worker import JobService

PAGE_FILE = "report_for_pdf.html"
"""The page in the private work folder while it becomes a PDF."""

_NO_PDF = Failed(
    message("The report could not be written as PDF"),
    message("The part of the program that writes PDF did not finish."),
    message("Save it as a web page, open it in a browser and print it to a PDF file."),
)


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
        self._pdf = PdfProcess(self)
        self._pdf.ended.connect(self._on_pdf_ended)

    def ask(self) -> None:
        """Ask where the report of the open project goes, and write it."""
        project = self._store.project
        path = file_dialogs.file_to_save(
            self._parent,
            self.tr("Save the report"),
            proposal(project),
            self.tr("Web page (*.html);;PDF document (*.pdf)"),
        )
        if path is None or project.evaluation is None:
            return
        self._path = path
        page = self._store.work_folder / PAGE_FILE if self._is_pdf else path
        self._job.start(
            WriteReport(
                project.evaluation,
                project.source,
                project.trained_with[0].written_schema if project.trained_with else project.schema,
                run=project.run,
                date=QDate.currentDate().toString("yyyy-MM-dd"),
                html=str(page),
            )
        )

    @property
    def _is_pdf(self) -> bool:
        return self._path.suffix.lower() == ".pdf"

    def _on_written(self) -> None:
        if self._is_pdf:
            self._pdf.write(self._store.work_folder / PAGE_FILE, self._path)
        else:
            self._tell()

    def _on_pdf_ended(self, is_there: bool) -> None:  # noqa: FBT001  # the value of a signal
        if is_there:
            self._tell()
        else:
            problem_box.show_problem(self._parent, _NO_PDF)

    def _tell(self) -> None:
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
