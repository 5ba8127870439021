"""Reading a file step by step: a quick preview, then the whole table, always only the newest wish.

A file is read into a folder of its own inside the work folder and put in place only when all went well, so
that the table of the open project never belongs to another reading than the project says.
"""

import shutil
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from synthdesk.domain.events import Cancelled, Failed, Finished
from synthdesk.domain.facts import ImportedTable, Preview
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.project import Project
from synthdesk.domain.schema import ColumnKind
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.jobs.requests import ChangedKinds, ChangeKinds, ReadPreview, ReadTable, Request
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.worker import Job, JobService

DEBOUNCE_MILLISECONDS = 250
ROWS_FILE = "source.parquet"
READING_FOLDER = "reading"


class Phase(Enum):
    """What is being done."""

    RESTING = "resting"
    LOOKING = "looking"
    READING = "reading"
    SORTING = "sorting"


@dataclass(frozen=True, slots=True)
class Proof:
    """How many cells there are, and how many convert to a value and back to the same text."""

    cells: int
    same: int


class TableReading(QObject):
    """Opens files for the store. `changed` says that phase, preview, failure or proof are not what they were."""

    changed = Signal()
    progressed = Signal(object)

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._job: Job | None = None
        self._table: ImportedTable | None = None
        self._readings = 0
        self._folder = store.work_folder
        self.path: Path | None = None
        self.wanted = ImportOptions()
        self.is_remembered = False
        self.preview: Preview | None = None
        self.failure: Failed | None = None
        self.proof: Proof | None = None
        self.phase = Phase.RESTING
        self._own: Source | None = None
        self._sorting: dict[str, ColumnKind] = {}
        self._pause = QTimer(self, singleShot=True, interval=DEBOUNCE_MILLISECONDS)
        self._pause.timeout.connect(self.look)
        self._answered = QTimer(self, singleShot=True, interval=DEBOUNCE_MILLISECONDS)
        self._answered.timeout.connect(self._read)
        store.source_changed.connect(self._on_source_changed)
        self._follow_store()

    @property
    def is_busy(self) -> bool:
        return self.phase is not Phase.RESTING or self._pause.isActive() or self._answered.isActive()

    @property
    def may_change_kinds(self) -> bool:
        """Whether the whole table is there and not about to be read anew."""
        return not self.is_busy or (self.phase is Phase.SORTING and self._table is None)

    def open_file(self, path: Path) -> None:
        """Read another file, everything about it found anew."""
        self.path, self.wanted, self.preview, self.proof = path.absolute(), ImportOptions(), None, None
        self.is_remembered = False
        self.look()

    def change_options(self, wanted: ImportOptions) -> None:
        """Read the same file in another way, shortly after the last change."""
        if self.path is not None and wanted != self.wanted:
            self.wanted, self.is_remembered = wanted, False
            self._give_up_job()
            self._pause.start()
            self.changed.emit()

    def answer(self, answers: tuple[tuple[str, str], ...]) -> None:
        """Take answers to questions, (key, choice), and read the table again with them."""
        for key, choice in answers:
            self.wanted = self.wanted.with_answer(key, choice)
            if key == "size":
                kept = _columns_kept(self._store.project) if choice == "columns" else ()
                self.wanted = replace(self.wanted, columns=kept)
        if self.path is not None:
            self._give_up_job()
            self._answered.start()
            self.changed.emit()

    def change_kinds(self, kinds: tuple[tuple[str, ColumnKind], ...]) -> None:
        """Read columns of the table as other kinds."""
        project = self._store.project
        if not kinds or project.source is None or not self.may_change_kinds:
            return
        self._sorting |= dict(kinds)
        decimal = project.source.options.decimal or "."
        folder, all_kinds = str(self._store.work_folder), tuple(self._sorting.items())
        self._start(Phase.SORTING, ChangeKinds(folder, project.schema, project.plan, all_kinds, decimal))

    def cancel(self) -> None:
        """Give up; the project keeps the table it has."""
        self._give_up_job()
        self._rest()
        self._follow_store()
        self.changed.emit()

    def look(self) -> None:
        """Look at the file, then read it, as it is wanted now (also once more after it failed)."""
        if self.path is not None:
            self._start(Phase.LOOKING, ReadPreview(str(self.path), self.wanted))

    def _read(self) -> None:
        self._readings += 1
        self._folder = self._store.work_folder / READING_FOLDER / str(self._readings)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._start(Phase.READING, ReadTable(str(self.path), self.wanted, str(self._folder)))

    def _start(self, phase: Phase, request: Request) -> None:
        self._give_up_job()
        self.phase, self.failure = phase, None
        self._job = self._jobs.start(request)
        self._job.progressed.connect(self.progressed)
        self._job.ended.connect(self._on_ended)
        self.changed.emit()

    def _give_up_job(self) -> None:
        """End what is under way; none of its events arrives any more."""
        self._pause.stop()
        self._answered.stop()
        job, self._job = self._job, None
        if job is not None:
            job.progressed.disconnect(self.progressed)
            job.ended.disconnect(self._on_ended)
            job.kill()

    def _on_ended(self, ending: object) -> None:
        self._job = None
        result = ending.result if isinstance(ending, Finished) else ending
        if isinstance(result, Preview):
            self.preview = result
            self._read()
        elif isinstance(result, ImportedTable):
            self._take_table(result)
        elif isinstance(result, ChangedKinds):
            self._take_kinds(result)
        elif isinstance(result, Failed):
            self._fail(result)
        elif isinstance(result, Cancelled):
            self.cancel()

    def _take_table(self, table: ImportedTable) -> None:
        kinds = kinds_to_keep(self._store.project, table)
        if kinds:
            self._table = table
            decimal = table.source.options.decimal or "."
            request = ChangeKinds(str(self._folder), table.schema, self._store.project.plan, kinds, decimal)
            self._start(Phase.SORTING, request)
        else:
            self._finish(table)

    def _take_kinds(self, changed: ChangedKinds) -> None:
        table, self._table = self._table, None
        self.proof = Proof(changed.cells, changed.cells_same)
        if table is not None:
            facts = {fact.name: fact for fact in changed.facts}
            merged = tuple(facts.get(fact.name, fact) for fact in table.facts)
            same = (changed.cells, changed.cells_same)
            self._finish(
                replace(table, schema=changed.schema, facts=merged, cells=same[0], cells_same=same[1])
            )
            return
        new = {fact.name: fact for fact in changed.facts}
        facts_now = tuple(new.get(fact.name, fact) for fact in self._store.project.facts)
        self._rest()
        self._store.set_schema(changed.schema, facts_now)
        self.changed.emit()

    def _finish(self, table: ImportedTable) -> None:
        """Put the table in place and tell the store."""
        try:
            (self._folder / ROWS_FILE).replace(self._store.work_folder / ROWS_FILE)
        except OSError:
            self._fail(_not_put_in_place())
            return
        self._rest()
        self.proof, self.failure = Proof(table.cells, table.cells_same), None
        self._own, self.preview = table.source, None
        self._store.load_table(table)
        self.changed.emit()

    def _fail(self, failure: Failed) -> None:
        self._rest()
        self.failure = failure
        self.changed.emit()

    def _rest(self) -> None:
        self.phase, self._table = Phase.RESTING, None
        self._sorting.clear()
        if self._folder.parent.name == READING_FOLDER:
            shutil.rmtree(self._folder.parent, ignore_errors=True)

    def _on_source_changed(self) -> None:
        source = self._store.project.source
        if source is None or source is not self._own:
            self.proof = None
            self.cancel()

    def _follow_store(self) -> None:
        """Forget what was read here and show what the project says."""
        source = self._store.project.source
        self.preview = self.failure = None
        self.path = None if source is None else Path(source.path)
        self.wanted = ImportOptions() if source is None else _options_of(self._store.project)
        self.is_remembered = source is not None


def kinds_to_keep(project: Project, table: ImportedTable) -> tuple[tuple[str, ColumnKind], ...]:
    """Return the kinds that the user gave to columns of the same file and that `table` does not have."""
    if project.source is None or project.preview is None or project.source.path != table.source.path:
        return ()
    proposed = dict(zip(project.preview.names, project.preview.kinds, strict=False))
    given = {c.name: c.kind for c in project.schema if proposed.get(c.name) is not c.kind}
    return tuple((c.name, given[c.name]) for c in table.schema if given.get(c.name, c.kind) is not c.kind)


def _columns_kept(project: Project) -> tuple[str, ...]:
    """Return the names of the columns that the user has not left out."""
    return tuple(name for name in project.schema.names if project.plan.of(name).role is not Role.LEAVE_OUT)


def _options_of(project: Project) -> ImportOptions:
    """Return how the table of `project` was read; a decimal sign that is still asked about is not decided."""
    assert project.source is not None
    options = project.source.options
    asked = any(question.key.startswith("number:") for question in project.questions)
    return replace(options, decimal=None) if asked else options


def _not_put_in_place() -> Failed:
    return Failed(
        message("The table could not be taken over"),
        message("The file that keeps it for this project is in use by another program."),
        message("Try again in a moment."),
    )
