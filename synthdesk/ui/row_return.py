"""Brings back what a project file does not hold: the rows of its table, read again from where they came from."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthdesk.domain.events import Failed, Finished
from synthdesk.domain.facts import ColumnFacts, ImportedTable, Preview
from synthdesk.domain.messages import message
from synthdesk.domain.source import is_pasted
from synthdesk.jobs.requests import DescribeColumns, ReadTable
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import file_dialogs, problem_box
from synthdesk.ui.worker import JobService


class RowReturn(QObject):
    """After a project was opened: reads its table again, checks that it is the same, and fills in the facts.

    `new_data` carries a file the user wants to open as another table instead.
    """

    new_data = Signal(object)

    def __init__(self, window: QWidget, store: ProjectStore, jobs: JobService) -> None:
        super().__init__(window)
        self._window, self._store, self._jobs = window, store, jobs
        self._path = Path()
        self._preview: Preview | None = None

    def begin(self) -> None:
        """Look whether rows are missing and, if so, read them."""
        source, preview = self._store.project.source, self._store.project.preview
        if source is None or (preview is not None and preview.rows):
            return
        path = Path(source.path)
        if path.is_file():
            self._read(path)
        elif is_pasted(path):
            self._ask(
                Failed(
                    message("The table of this project was pasted"),
                    message(
                        "A project file holds no rows of the data, and a pasted table is in no other file."
                    ),
                    message(
                        "Paste it again on the page “Data”, or go on without it: making new rows is still possible."
                    ),
                )
            )
        else:
            self._ask(
                Failed(
                    message("The table of this project is not where it was"),
                    message(
                        "A project file holds no rows of the data, and “{name}” was not found.",
                        name=path.name,
                    ),
                    message("Choose the file, or go on without it: making new rows is still possible."),
                )
            )

    def _read(self, path: Path) -> None:
        source = self._store.project.source
        assert source is not None
        self._path = path
        job = self._jobs.start(ReadTable(str(path), source.options, str(self._store.work_folder)))
        job.ended.connect(self._on_read)

    @Slot(object)
    def _on_read(self, ending: object) -> None:
        source = self._store.project.source
        if isinstance(ending, Failed):
            self._ask(ending)
        elif source is not None and isinstance(ending, Finished) and isinstance(ending.result, ImportedTable):
            if ending.result.source.sha256 == source.sha256:
                self._describe(ending.result)
            else:
                self._ask_about_another()

    def _describe(self, table: ImportedTable) -> None:
        project = self._store.project
        self._preview = table.preview
        names = project.schema.names
        job = self._jobs.start(
            DescribeColumns(str(self._store.work_folder), project.schema, project.plan, names)
        )
        job.ended.connect(self._on_described)

    @Slot(object)
    def _on_described(self, ending: object) -> None:
        facts: tuple[ColumnFacts, ...] = ()
        if isinstance(ending, Finished) and isinstance(ending.result, tuple):
            facts = ending.result
        self._store.complete(self._preview, facts)

    def _ask_about_another(self) -> None:
        (Path(self._store.work_folder) / "source.parquet").unlink(missing_ok=True)
        self._ask(
            Failed(
                message("The table has changed since"),
                message("“{name}” is not the file this project was made from.", name=self._path.name),
                message("Choose the right file, open this one as new data, or go on without rows."),
            ),
            with_new_data=True,
        )

    def _ask(self, failed: Failed, *, with_new_data: bool = False) -> None:
        buttons = [("choose", self.tr("&Choose the file …"))]
        if with_new_data:
            buttons.append(("new", self.tr("Open it as &new data")))
        buttons.append(("later", self.tr("Go &on without it")))
        answer = problem_box.show_problem(self._window, failed, buttons)
        if answer == "choose":
            path = file_dialogs.file_to_open(
                self._window, self.tr("Where is the table?"), self.tr("All files (*)"), self._path.parent
            )
            if path is not None:
                self._read(path)
        elif answer == "new":
            self.new_data.emit(self._path)
