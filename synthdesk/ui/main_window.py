"""The window: steps at the left, the open page, menus, and what holds for all pages."""

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from synthdesk.domain.events import Failed
from synthdesk.storage import settings
from synthdesk.storage.workspace import Workspace
from synthdesk.ui import theme
from synthdesk.ui.actions import Actions
from synthdesk.ui.closing import Closing
from synthdesk.ui.help import HelpDock
from synthdesk.ui.icons import app_icon
from synthdesk.ui.menu_wiring import MenuWiring
from synthdesk.ui.opening import Opening
from synthdesk.ui.pages import Pages
from synthdesk.ui.preferences import Preferences
from synthdesk.ui.project_files import ProjectFiles
from synthdesk.ui.row_return import RowReturn
from synthdesk.ui.start_wiring import StartWiring
from synthdesk.ui.status import StatusLine
from synthdesk.ui.step_list import StepList
from synthdesk.ui.step_watcher import StepWatcher
from synthdesk.ui.steps import Step, state_of
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.worker import JobService

_PAGE_LETTERS = 84
"""A page narrower than this many letters gets the room of the step list's words."""


class MainWindow(QMainWindow):
    """Puts the parts together; each part does one thing. `shown` comes once, when the window is on screen."""

    shown = Signal()
    closed = Signal()

    def __init__(self, preferences: Preferences, jobs: JobService | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        workspace = Workspace()
        self.preferences = preferences
        self.store = ProjectStore(workspace.path, self)
        self.jobs = jobs or JobService(parent=self)
        self.files = ProjectFiles(
            self, workspace=workspace, store=self.store, jobs=self.jobs, preferences=preferences
        )
        self._may_close = False
        self._build()
        self.opening = Opening(self)
        self.rows = RowReturn(self, self.store, self.jobs)
        self.closing = Closing(self, self.files, self.jobs)
        self.wiring = MenuWiring(self)
        self.start_wiring = StartWiring(self)
        self._connect()
        self._show_states()
        self._show_title()
        self.open_step(Step.START)

    def open_step(self, step: Step) -> None:
        """Put the page of `step` on screen."""
        page = self.pages.open(step)
        self.steps.choose(step)
        if self.help.isVisible():
            self.help.show_topic(page.help_topic)

    def show_problem(self, failed: Failed) -> None:
        """Tell of a problem (used by the hooks of the application)."""
        problem_box.show_problem(self, failed)

    def leave_without_asking(self, *, keep: bool) -> None:
        """Close now; with `keep` the next start offers to go on (also used by tests of the bundle)."""
        self._on_agreed(keep)

    def help_topic(self) -> str:
        """The page of the help that belongs to the open page."""
        return self.pages.open(self.pages.current).help_topic

    def restore_place(self) -> None:
        """Take the size and place the window had last time, or a good first one."""
        geometry = settings.load_geometry()
        if not (geometry and self.restoreGeometry(QByteArray(geometry))):
            room = self.screen().availableGeometry().size()
            self.resize(min(theme.letters(190), room.width()), min(theme.space(225), room.height()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            super().closeEvent(event)
            return
        self.closing.begin()
        # Where nothing had to be asked it is agreed by now; a second close within this one would be ignored.
        event.setAccepted(self._may_close)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.shown.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_steps()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.opening.dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = self.opening.dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.opening.open_later(path)

    def _build(self) -> None:
        self.actions_by_key = Actions(self)
        self.steps = StepList()
        self.stack = QStackedWidget()
        side = QFrame()
        side.setProperty("side", True)  # noqa: FBT003  # Qt's own signature
        column = QVBoxLayout(side)
        column.setContentsMargins(0, theme.space(3), 0, theme.space(3))
        column.addWidget(self.steps, 1)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self.stack, 1)
        self.setCentralWidget(centre)
        self.help = HelpDock(self)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.help)
        self.pages = Pages(self.stack, self.store, self.jobs)
        self.watcher = StepWatcher(self.store, self.jobs, self)
        self.status = StatusLine(self.statusBar(), self.store)

    def _connect(self) -> None:
        self.steps.chosen.connect(self._on_step_chosen)
        self.pages.go_to.connect(self._on_go_to)
        self.watcher.changed.connect(self._show_states)
        self.store.project_changed.connect(self._show_states)
        self.store.dirty_changed.connect(self._show_title)
        self.store.path_changed.connect(self._show_title)
        self.files.opened.connect(self._on_opened)
        self.files.busy_with.connect(self.statusBar().showMessage)
        self.rows.new_data.connect(self.opening.open_path)
        self.closing.agreed.connect(self._on_agreed)
        self.preferences.changed.connect(self._fit_steps)

    @Slot(object)
    def _on_step_chosen(self, step: Step) -> None:
        if step is not self.pages.current:
            self.open_step(step)

    @Slot(object)
    def _on_go_to(self, step: Step) -> None:
        self.open_step(Step(step))
        self.stack.currentWidget().setFocus()

    @Slot()
    def _on_opened(self) -> None:
        self.open_step(self.opening.step_reached())
        self.rows.begin()

    @Slot(bool)
    def _on_agreed(self, keep: bool) -> None:  # noqa: FBT001  # a slot
        if self._may_close:
            return
        self._may_close = True
        settings.save_geometry(bytes(self.saveGeometry().data()))
        self.status.stop()
        if keep:
            self.files.close(keep=True)  # which asks what runs, so that it can go on at the next start
            self.jobs.close()
        else:
            self.jobs.close()  # before the folder goes in which it works
            self.files.close(keep=False)
        self.close()
        self.closed.emit()

    @Slot()
    def _show_states(self) -> None:
        for step in Step:
            self.steps.show_state(step, state_of(step, self.store.project, self.watcher.running))

    @Slot()
    def _show_title(self) -> None:
        name = self.store.path.stem if self.store.path else ""
        self.setWindowTitle(f"{name}[*] – SynthDesk" if name else "SynthDesk")
        self.setWindowModified(bool(name) and self.store.is_dirty)

    @Slot()
    def _fit_steps(self) -> None:
        room = self.width() - self.steps.full_width()
        self.steps.set_collapsed(room < theme.letters(_PAGE_LETTERS))
        self.steps.setFixedWidth(self.steps.width_wanted())
