"""Every way a file comes in: chosen, dropped, recent, the example, or named on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMimeData, QObject, QTimer, Slot

from synthdesk.storage import paths
from synthdesk.storage.project_file import SUFFIX
from synthdesk.storage.recovery import Recovered
from synthdesk.ui.steps import Step
from synthdesk.ui.widgets import file_dialogs, problem_box

if TYPE_CHECKING:
    from synthdesk.ui.main_window import MainWindow


class OpensFiles(Protocol):
    """The part of the Data screen that opens a table."""

    def open_file(self, path: Path) -> None:
        """Read `path`."""
        ...


class Opening(QObject):
    """Takes a path to the right place: a project to the project files, a table to the Data screen."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._later: Path | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_later)

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open a project or a table, whatever `path` is."""
        if path.suffix.lower() == SUFFIX:
            self._window.files.open(path)
            return
        if self._window.store.project.source is None:
            self._open_table(path)
            return
        answer = problem_box.ask(
            self._window,
            self.tr("Open this table in a new project?"),
            self.tr(
                "A project is open. A new project starts afresh; in this project the table takes the place of"
                " the one that is there, and settings of columns of the same name are kept."
            ),
            (
                ("new", self.tr("&New project")),
                ("here", self.tr("In &this project")),
                ("back", self.tr("Go &back")),
            ),
        )
        if answer == "new":
            self._window.files.new(lambda: self._open_table(path))
        elif answer == "here":
            self._open_table(path)

    def open_later(self, path: Path) -> None:
        """Open `path` from the event loop (a drop must end before a question is asked)."""
        self._later = path
        self._timer.start(0)

    @Slot()
    def ask_data(self) -> None:
        """Let the user choose a table."""
        path = file_dialogs.file_to_open(self._window, self.tr("Open a table"), self._filters())
        if path is not None:
            self.open_path(path)

    @Slot()
    def open_example(self) -> None:
        """Open the bundled example."""
        self.open_path(paths.resources() / "example" / "hospital_stays.csv")

    @Slot(object)
    def recover(self, found: Recovered) -> None:
        """Open what an earlier start left."""
        self._window.files.recover(found)

    def dropped_file(self, data: QMimeData) -> Path | None:
        """Return the one file of this computer that is dragged, or None."""
        names = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        return Path(names[0]) if len(names) == 1 else None

    def step_reached(self) -> Step:
        """Return the page on which work with the open project goes on."""
        project = self._window.store.project
        if project.source is None:
            return Step.START
        if self._window.store.unfinished is not None:
            return Step.TRAIN
        if project.run is None:
            return Step.DATA
        return Step.EVALUATE if project.evaluation is not None else Step.TRAIN

    def _open_table(self, path: Path) -> None:
        self._window.open_step(Step.DATA)
        screen: object = self._window.pages.page(Step.DATA)
        opener: OpensFiles = screen  # type: ignore[assignment]  # pages are made lazily and known by their base
        opener.open_file(path)

    @Slot()
    def _on_later(self) -> None:
        if self._later is not None:
            path, self._later = self._later, None
            self.open_path(path)

    def _filters(self) -> str:
        return ";;".join(
            (
                self.tr("Tables (*.csv *.tsv *.txt *.tab *.xlsx *.xls *.xlsb *.ods *.parquet)"),
                self.tr("All files (*)"),
            )
        )
