"""New, open, save: the project and the private folder it works in, always changed together."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthdesk.domain.events import Failed, Finished
from synthdesk.domain.project import Project
from synthdesk.jobs.requests import Train
from synthdesk.storage import project_file, recovery
from synthdesk.storage.recovery import Autosave, Recovered
from synthdesk.storage.workspace import Workspace
from synthdesk.ui.keeping import Keeper
from synthdesk.ui.preferences import Preferences
from synthdesk.ui.step_watcher import step_of
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import file_dialogs, problem_box
from synthdesk.ui.worker import Background, JobService

Then = Callable[[], object]


class ProjectFiles(QObject):
    """The verbs of the File menu. `opened` is sent when another project has taken the place of the old one."""

    opened = Signal()
    busy_with = Signal(str)

    def __init__(
        self,
        window: QWidget,
        *,
        workspace: Workspace,
        store: ProjectStore,
        jobs: JobService,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._jobs, self._preferences = window, store, jobs, preferences
        self._workspace = workspace
        self._coming: Workspace | None = None
        self._path = Path()
        self._then: Then | None = None
        self._saving = store.project
        self._work: Background | None = None
        self.keeper = Keeper(store, jobs, self)

    @Slot()
    def new(self, then: Then | None = None) -> None:
        """Begin afresh, after asking about what is not saved."""
        self.leave(lambda: self._begin_new(then))

    @Slot()
    def ask_open(self) -> None:
        """Let the user choose a project file and open it."""
        path = file_dialogs.file_to_open(
            self._window, self.tr("Open a project"), _filters(), _folder(self._store)
        )
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a project file, after asking about what is not saved."""
        self.leave(lambda: self._begin_open(path))

    @Slot()
    def save(self, then: Then | None = None) -> None:
        """Save to the project's file; ask for one when there is none yet. `then` is called when it is saved."""
        if self._store.path is None:
            self.save_as(then)
        else:
            self._begin_save(self._store.path, then)

    @Slot()
    def save_as(self, then: Then | None = None) -> None:
        """Ask for a file and save to it."""
        path = file_dialogs.file_to_save(
            self._window, self.tr("Save the project"), _proposal(self._store), _filters()
        )
        if path is not None:
            self._begin_save(path, then)

    def leave(self, then: Then) -> None:
        """Call `then` when the open project may go: work that runs and unsaved changes are asked about."""
        if self._work is not None:
            return
        if self._jobs.running and not self._may_stop_jobs():
            return
        if not self._store.is_dirty or self._store.project.source is None:
            then()
            return
        answer = problem_box.ask(
            self._window,
            self.tr("Save the project?"),
            self.tr("It holds changes that are not saved yet."),
            (
                ("save", self.tr("&Save")),
                ("discard", self.tr("&Do not save")),
                ("back", self.tr("Go &back")),
            ),
        )
        if answer == "save":
            self.save(then)
        elif answer == "discard":
            then()

    def recover(self, found: Recovered) -> None:
        """Take over what an earlier start of the program left."""
        self.leave(lambda: self._begin_recover(found))

    def close(self, *, keep: bool) -> None:
        """End: delete the private folder and the recovery file, or `keep` both for the next start."""
        if self._work is not None:
            self._work.wait()
        if keep:
            self.keeper.keep_now()
            self.keeper.stop()
            return
        self.keeper.clear()
        self._workspace.close()

    def _may_stop_jobs(self) -> bool:
        if not any(step_of(job.request) for job in self._jobs.running):
            self._jobs.shut_down()
            return True
        training = any(isinstance(job.request, Train) for job in self._jobs.running)
        answer = problem_box.ask(
            self._window,
            self.tr("Stop the training?") if training else self.tr("Stop the work that is running?"),
            self.tr("It is not finished. What it has done so far will be lost."),
            (("stop", self.tr("&Stop it")), ("back", self.tr("Go &back"))),
        )
        if answer != "stop":
            return False
        self._jobs.shut_down()
        return True

    def _begin_new(self, then: Then | None) -> None:
        self._swap(Workspace(), Project(), None)
        self.opened.emit()
        if then is not None:
            then()

    def _begin_open(self, path: Path) -> None:
        coming = Workspace()
        self._coming, self._path = coming, path
        self._start(
            lambda: project_file.load(path, coming.path),
            self._on_loaded,
            self.tr("Opening {name} …").format(name=path.name),
        )

    @Slot(object)
    def _on_loaded(self, ending: object) -> None:
        self._finish()
        coming, self._coming = self._coming, None
        assert coming is not None
        if isinstance(ending, Finished) and isinstance(ending.result, Project):
            self._swap(coming, ending.result, self._path)
            self._preferences.remember(self._path)
            self.opened.emit()
            return
        coming.close()
        if isinstance(ending, Failed):
            problem_box.show_problem(self._window, ending)

    def _begin_save(self, path: Path, then: Then | None) -> None:
        if self._work is not None:
            return
        project, folder = self._store.project, self._store.work_folder
        self._path, self._then, self._saving = path, then, project
        self._start(
            lambda: project_file.save(project, folder, path),
            self._on_saved,
            self.tr("Saving {name} …").format(name=path.name),
        )

    @Slot(object)
    def _on_saved(self, ending: object) -> None:
        self._finish()
        then, self._then = self._then, None
        if isinstance(ending, Failed):
            problem_box.show_problem(self._window, ending)
            return
        self._store.mark_saved(self._path, self._saving)
        self._preferences.remember(self._path)
        if then is not None:
            then()

    def _begin_recover(self, found: Recovered) -> None:
        workspace = Workspace(found.work_folder) if found.work_folder.is_dir() else Workspace()
        self._change_workspace(workspace, Autosave(workspace.path, found.entry))
        self._store.unfinished = found.unfinished
        self._store.recover(found.project, found.path)
        self.opened.emit()

    def _swap(self, workspace: Workspace, project: Project, path: Path | None) -> None:
        self._change_workspace(workspace, Autosave(workspace.path))
        self._store.unfinished = None
        self._store.replace_project(project, path)

    def _change_workspace(self, workspace: Workspace, autosave: Autosave) -> None:
        old, self._workspace = self._workspace, workspace
        self._store.work_folder = workspace.path
        self.keeper.move_to(autosave)
        old.close()

    def _start(self, work: Then, then: Callable[[object], None], words: str) -> None:
        self._work = Background(work, self)
        self._work.ended.connect(then)
        self.busy_with.emit(words)
        self._work.start()

    def _finish(self) -> None:
        self._work = None
        self.busy_with.emit("")


def _proposal(store: ProjectStore) -> Path:
    """Return where a project that has no file yet is proposed to go."""
    if store.path is not None:
        return store.path
    source = store.project.source
    name = Path(source.path).stem if source else _tr("project")
    return _folder(store) / f"{name}{project_file.SUFFIX}"


def _folder(store: ProjectStore) -> Path:
    return store.path.parent if store.path is not None else Path.home()


def _filters() -> str:
    return _tr("SynthDesk project (*.synthdesk)")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ProjectFiles", text)


def left_behind() -> tuple[Recovered, ...]:
    """Return what earlier starts of the program left, and delete folders nobody needs."""
    found = recovery.left_behind()
    recovery.sweep()
    return found
