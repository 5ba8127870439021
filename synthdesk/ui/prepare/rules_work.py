"""Rules of the open table, looked for and counted in the background."""

from PySide6.QtCore import QObject, QTimer, Signal

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Failed, Finished
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.rule_effects import RulesTogether
from synthdesk.domain.rules import Rule, RuleFinding
from synthdesk.jobs.requests import CountRules, CountTogether, FindRules
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.worker import Job, JobService

_DEBOUNCE_MILLISECONDS = 200


class RulesWork(QObject):
    """Knows how rules fare in the real table. `changed` is sent when more is known, `failed` with a `Failed`.

    What is known goes when the table or the kinds of its columns change.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._finding: Job | None = None
        self._counting: Job | None = None
        self._known: dict[Rule, RuleFinding] = {}
        self._refused: set[Rule] = set()
        self._is_resting = True
        self._joint: RulesTogether | None = None
        self._joint_plan: PreprocessPlan | None = None
        self.found: tuple[RuleFinding, ...] | None = None
        """What was found by looking; None before that."""
        self._pause = QTimer(self, singleShot=True, interval=_DEBOUNCE_MILLISECONDS)
        self._pause.timeout.connect(self._count)
        store.source_changed.connect(self._forget)
        store.schema_changed.connect(self._forget)
        store.plan_changed.connect(self._on_plan_changed)

    @property
    def is_looking(self) -> bool:
        """Whether rules are being looked for."""
        return self._finding is not None

    def of(self, rule: Rule) -> RuleFinding | None:
        """Return how `rule` fares, or None while that is not known."""
        return self._known.get(rule)

    @property
    def together(self) -> RulesTogether | None:
        """How the rules of the plan fare together, or None while that is not known or there is none."""
        plan = self._store.project.plan
        return self._joint if plan.rules and plan == self._joint_plan else None

    def go_on(self) -> None:
        """Count the rules whose figures somebody wants to see now."""
        self._is_resting = False
        self._on_plan_changed()

    def rest(self) -> None:
        """Start nothing until it is wanted again."""
        self._is_resting = True
        self._pause.stop()

    def look(self) -> None:
        """Look for rules, unless that is under way."""
        project = self._store.project
        if self._finding is None and project.source is not None:
            folder = str(self._store.work_folder)
            self._finding = self._jobs.start(FindRules(folder, project.schema, project.plan))
            self._finding.ended.connect(self._on_found)
            self.changed.emit()

    def stop(self) -> None:
        """Give up looking."""
        if self._finding is not None:
            self._finding.send(Wish.CANCEL)

    def _forget(self) -> None:
        for job, slot in ((self._finding, self._on_found), (self._counting, self._on_counted)):
            if job is not None:
                job.ended.disconnect(slot)
                job.kill()
        self._finding = self._counting = None
        self._known, self._refused, self.found = {}, set(), None
        self._joint = self._joint_plan = None
        self.changed.emit()
        self._on_plan_changed()

    def _on_plan_changed(self) -> None:
        plan = self._store.project.plan
        if not self._is_resting and plan.rules and (self._uncounted() or plan != self._joint_plan):
            self._pause.start()

    def _uncounted(self) -> tuple[Rule, ...]:
        done = self._known.keys() | self._refused
        return tuple(p.rule for p in self._store.project.plan.rules if p.rule not in done)

    def _count(self) -> None:
        project, rules, folder = self._store.project, self._uncounted(), str(self._store.work_folder)
        if self._counting is not None or project.source is None or not project.plan.rules:
            return
        # One at a time, so that one rule that cannot be read does not hide how the others fare.
        self._counting = self._jobs.start(
            CountRules(folder, project.schema, project.plan, rules[:1])
            if rules
            else CountTogether(folder, project.schema, project.plan)
        )
        self._counting.ended.connect(self._on_counted)

    def _on_found(self, ending: object) -> None:
        self._finding = None
        if isinstance(ending, Finished) and isinstance(ending.result, tuple):
            self.found = ending.result
            self._known |= {fares.rule: fares for fares in ending.result}
        elif isinstance(ending, Failed):
            self.failed.emit(ending)
        self.changed.emit()

    def _on_counted(self, ending: object) -> None:
        job, self._counting = self._counting, None
        if isinstance(ending, Finished) and isinstance(ending.result, tuple):
            self._known |= {fares.rule: fares for fares in ending.result}
        elif job is not None and isinstance(job.request, CountTogether):
            together = ending.result if isinstance(ending, Finished) else None
            self._joint = together if isinstance(together, RulesTogether) else None
            self._joint_plan = job.request.plan
        elif isinstance(ending, Failed) and job is not None and isinstance(job.request, CountRules):
            self._refused |= set(job.request.rules)
        if isinstance(ending, Failed):
            self.failed.emit(ending)
        self.changed.emit()
        self._on_plan_changed()
