"""Facts that depend on the plan (groups: their names, and which are rare) are worked out again when it changes."""

from PySide6.QtCore import QObject, QTimer

from synthdesk.domain.events import Finished
from synthdesk.domain.facts import Bars, ColumnFacts
from synthdesk.domain.preprocessing import RARE_BELOW
from synthdesk.domain.project import Project
from synthdesk.jobs.requests import DescribeColumns
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.worker import Job, JobService

DEBOUNCE_MILLISECONDS = 300

Grouping = tuple[int, tuple[tuple[str, str], ...]]
"""Below how many persons a group is rare, and the new names of categories."""

AS_READ: Grouping = (RARE_BELOW, ())
"""How the facts are that come with a file."""


class FactsRefresh(QObject):
    """Keeps the names of groups, and the rare ones where a column has many, in step with the plan."""

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._job: Job | None = None
        self._asked: dict[str, Grouping] = {}
        self._described: dict[str, tuple[ColumnFacts, Grouping]] = {}
        self._pause = QTimer(self, singleShot=True, interval=DEBOUNCE_MILLISECONDS)
        self._pause.timeout.connect(self._describe)
        store.plan_changed.connect(self._on_changed)
        store.facts_changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        if self._stale():
            self._pause.start()

    def _stale(self) -> dict[str, Grouping]:
        """Return the columns whose facts were worked out for other groups, with the groups wanted."""
        return {
            name: wanted
            for name, wanted in groupings_of(self._store.project).items()
            if wanted != self._grouping_of(name)
        }

    def _grouping_of(self, name: str) -> Grouping:
        facts = next((fact for fact in self._store.project.facts if fact.name == name), None)
        described, grouping = self._described.get(name, (None, AS_READ))
        return grouping if described == facts else AS_READ

    def _describe(self) -> None:
        self._asked = self._stale()
        if not self._asked:
            return
        if self._job is not None:
            self._job.ended.disconnect(self._on_ended)
            self._job.kill()
        project, folder = self._store.project, str(self._store.work_folder)
        request = DescribeColumns(folder, project.schema, project.plan, tuple(self._asked))
        self._job = self._jobs.start(request)
        self._job.ended.connect(self._on_ended)

    def _on_ended(self, ending: object) -> None:
        self._job = None
        if not isinstance(ending, Finished) or not isinstance(ending.result, tuple):
            return
        known = {column.name: column for column in self._store.project.schema}
        facts = tuple(fact for fact in ending.result if isinstance(fact, ColumnFacts) and fact.name in known)
        self._described |= {fact.name: (fact, self._asked[fact.name]) for fact in facts}
        self._store.set_facts(facts)


def groupings_of(project: Project) -> dict[str, Grouping]:
    """Return the groups of each column of categories, as far as the window cannot work them out by itself."""
    facts = {fact.name: fact for fact in project.facts}
    return {
        column.name: (
            project.plan.of(column.name).rare_below
            if has_hidden_groups(facts.get(column.name))
            else RARE_BELOW,
            project.plan.of(column.name).names,
        )
        for column in project.schema
        if column.kind.is_discrete and column.name in facts
    }


def has_hidden_groups(facts: ColumnFacts | None) -> bool:
    """Return whether a column has more values than its drawing lists."""
    return facts is not None and isinstance(facts.drawing, Bars) and facts.drawing.others > 0
