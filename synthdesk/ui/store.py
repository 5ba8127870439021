"""The open project, as the window sees it: verbs that change it and a signal for each part that changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from synthdesk.domain.facts import ColumnFacts, ImportedTable, Preview
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Project, Recipe
from synthdesk.domain.results import EvaluationResult, RunRecord
from synthdesk.domain.schema import Schema
from synthdesk.domain.training import TrainingConfig
from synthdesk.domain.wishes import Wishes
from synthdesk.storage.recovery import Unfinished

_SIGNAL_OF = {
    "source": "source_changed",
    "schema": "schema_changed",
    "questions": "questions_changed",
    "facts": "facts_changed",
    "plan": "plan_changed",
    "config": "config_changed",
    "run": "run_changed",
    "evaluation": "evaluation_changed",
    "store_rows": "store_rows_changed",
    "preview": "preview_changed",
    "wishes": "wishes_changed",
}


class ProjectStore(QObject):
    """Holds the current `Project`; screens call its verbs and listen to its signals.

    A signal is sent only when its part really changed. `work_folder` is the private folder in which the
    child processes keep the table and the runs of this project.
    """

    source_changed = Signal()
    schema_changed = Signal()
    questions_changed = Signal()
    facts_changed = Signal()
    plan_changed = Signal()
    config_changed = Signal()
    run_changed = Signal()
    evaluation_changed = Signal()
    store_rows_changed = Signal()
    preview_changed = Signal()
    wishes_changed = Signal()
    project_changed = Signal()
    dirty_changed = Signal()
    path_changed = Signal()

    def __init__(self, work_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = Project()
        self._saved = self._project
        self._path: Path | None = None
        self.work_folder = work_folder
        self.unfinished: Unfinished | None = None
        """A training run that an earlier start of the program left; it can go on from its checkpoint."""
        self.undo_stack = QUndoStack(self)

    @property
    def project(self) -> Project:
        return self._project

    @property
    def path(self) -> Path | None:
        """The project file, or None while the project was never saved."""
        return self._path

    @property
    def is_dirty(self) -> bool:
        return self._project is not self._saved and self._project != self._saved

    def load_table(self, table: ImportedTable) -> None:
        """Take over a table that was read; undo starts afresh."""
        self.undo_stack.clear()
        self._become(
            self._project.with_table(table.source, table.schema, table.questions, table.facts, table.preview)
        )

    def set_schema(self, schema: Schema, facts: tuple[ColumnFacts, ...]) -> None:
        """Take over other kinds of columns (decided again by the child, with the facts that follow)."""
        self._become(self._project.with_schema(schema, facts))

    def set_facts(self, facts: tuple[ColumnFacts, ...]) -> None:
        """Take over facts of some columns; the others keep theirs."""
        new = {fact.name: fact for fact in facts}
        merged = tuple(new.pop(f.name, f) for f in self._project.facts) + tuple(new.values())
        self._become(replace(self._project, facts=merged))

    def set_plan(self, plan: PreprocessPlan, words: str) -> None:
        """Change settings of columns; `words` names the step in the undo menu."""
        before = self._project.plan
        if plan != before:
            self.undo_stack.push(_Change(words, lambda: self._set_plan(plan), lambda: self._set_plan(before)))

    def set_config(self, config: TrainingConfig) -> None:
        self._become(self._project.with_config(config))

    def set_wishes(self, wishes: Wishes) -> None:
        self._become(self._project.with_wishes(wishes))

    def add_run(self, run: RunRecord, trained_with: tuple[Recipe, str]) -> None:
        self._become(self._project.with_run(run, trained_with))

    def set_evaluation(self, evaluation: EvaluationResult) -> None:
        self._become(self._project.with_evaluation(evaluation))

    def set_store_rows(self, store_rows: bool) -> None:  # noqa: FBT001  # the value of a check box
        self._become(replace(self._project, store_rows=store_rows))

    def replace_project(self, project: Project, path: Path | None) -> None:
        """Put another project in the place of this one (new, opened or recovered)."""
        self.undo_stack.clear()
        self._become(project)
        self.mark_saved(path)

    def recover(self, project: Project, path: Path | None) -> None:
        """Put a project that was never saved in this form in the place of this one."""
        self.replace_project(Project(), path)
        self._become(project)

    def complete(self, preview: Preview | None, facts: tuple[ColumnFacts, ...]) -> None:
        """Take over what a project file does not hold (rows, extremes), read again from the table.

        That is no change of the project: what was saved stays saved.
        """
        was_saved = not self.is_dirty
        new = {fact.name: fact for fact in facts}
        merged = tuple(new.get(f.name, f) for f in self._project.facts)
        self._become(replace(self._project, preview=preview or self._project.preview, facts=merged))
        if was_saved:
            self.mark_saved(self._path)

    def mark_saved(self, path: Path | None, saved: Project | None = None) -> None:
        """Remember that the project (or `saved`, an earlier state of it) is in the file `path`."""
        self._saved, self._path = saved or self._project, path
        self.path_changed.emit()
        self.dirty_changed.emit()

    def _set_plan(self, plan: PreprocessPlan) -> None:
        self._become(self._project.with_plan(plan))

    def _become(self, project: Project) -> None:
        before, self._project = self._project, project
        changed = [name for name in _SIGNAL_OF if getattr(before, name) != getattr(project, name)]
        for name in changed:
            getattr(self, _SIGNAL_OF[name]).emit()
        if changed:
            self.project_changed.emit()
            self.dirty_changed.emit()


class _Change(QUndoCommand):
    """One undoable step made of two functions."""

    def __init__(self, words: str, redo: Callable[[], None], undo: Callable[[], None]) -> None:
        super().__init__(words)
        self._redo, self._undo = redo, undo

    def redo(self) -> None:
        self._redo()

    def undo(self) -> None:
        self._undo()
