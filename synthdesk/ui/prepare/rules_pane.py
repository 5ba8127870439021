"""The rules that always hold: those that were chosen, those that were found by looking, and a builder."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.events import Failed
from synthdesk.domain.project import Project
from synthdesk.domain.rules import Rule, RulePlan
from synthdesk.domain.schema import ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.prepare.rule_builder import RuleBuilder
from synthdesk.ui.prepare.rule_row import RuleRow
from synthdesk.ui.prepare.rules_work import RulesWork
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.waiting import Waiting
from synthdesk.ui.worker import JobService


class RulesPane(QWidget):
    """Sends `plan_wanted` with a plan and the words of the step for the undo menu."""

    plan_wanted = Signal(object, str)

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._work = RulesWork(store, jobs, self)
        self._rows: dict[Rule, RuleRow] = {}
        self._proposals: dict[Rule, RuleRow] = {}
        self._made = 0
        self._build()
        self._connect()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for rules when the pane is seen for the first time with this table."""
        super().showEvent(event)
        self._work.go_on()
        if self._work.found is None:
            self._work.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._work.rest()

    def _build(self) -> None:
        self._chosen = Card(self.tr("These rules always hold"))
        self._none = theme.muted(QLabel(self.tr("No rule yet. Add one of those found below, or your own.")))
        self._none.setWordWrap(True)
        self._together = QLabel()
        self._together.setObjectName("prepare.rules.together")
        self._together.setWordWrap(True)
        self._list = QVBoxLayout()
        self._chosen.body.addWidget(self._none)
        self._chosen.body.addWidget(self._together)
        self._chosen.body.addLayout(self._list)
        self._found = Card(self.tr("Found by looking at your table"))
        self._found_words = theme.muted(QLabel())
        self._found_words.setWordWrap(True)
        self._waiting = Waiting(self.tr("Looking for rules …"))
        self._trouble = Notice("problem", "")
        self._trouble.hide()
        self._found_list = QVBoxLayout()
        self._add_all = button(
            self.tr("Add all of them"),
            "prepare.rules.add_all",
            self.tr("Let all of these hold in every new row"),
        )
        self._look = button(
            self.tr("Look again"),
            "prepare.rules.look",
            self.tr("Look for rules that nearly all rows obey"),
            symbol="search",
        )
        tools = QWidget()
        flow = FlowLayout(tools)
        flow.addWidget(self._add_all)
        flow.addWidget(self._look)
        for widget in (self._found_words, self._waiting, self._trouble):
            self._found.body.addWidget(widget)
        self._found.body.addLayout(self._found_list)
        self._found.body.addWidget(tools)
        own = Card(self.tr("Your own rule"))
        self.builder = RuleBuilder()
        own.body.addWidget(self.builder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        for card in (self._chosen, own, self._found):
            column.addWidget(card)
        column.addStretch(1)

    def _connect(self) -> None:
        for changed in (self._store.plan_changed, self._store.schema_changed, self._store.source_changed):
            changed.connect(self._refresh)
        self._work.changed.connect(self._refresh)
        self._work.failed.connect(self._on_failed)
        self._waiting.cancelled.connect(self._work.stop)
        self._look.clicked.connect(self._work.look)
        self._add_all.clicked.connect(self._on_add_all)
        self.builder.built.connect(self._on_added)

    def _refresh(self) -> None:
        project = reshaped(self._store.project)
        plans = {plan.rule: plan for plan in project.plan.rules}
        proposals = [fares.rule for fares in self._work.found or () if fares.rule not in plans]
        self._show_rows(project, self._rows, list(plans), self._list, are_proposals=False)
        self._show_rows(project, self._proposals, proposals, self._found_list, are_proposals=True)
        rows = project.source.rows if project.source is not None else 0
        for rule, row in (*self._rows.items(), *self._proposals.items()):
            row.show_fares(self._work.of(rule), plans.get(rule), rows)
        self._none.setVisible(not plans)
        together = self._work.together
        self._together.setVisible(together is not None)
        if together is not None:
            self._together.setText(translated(together.words))
        self._waiting.setVisible(self._work.is_looking)
        self._look.setEnabled(not self._work.is_looking and project.source is not None)
        self._add_all.setVisible(len(proposals) > 1)
        self._found_words.setText(self._words_of_found(len(proposals)))
        self._found_words.setVisible(not self._work.is_looking)
        if self._work.is_looking:
            self._trouble.hide()
        self.builder.show_project(project)

    def _words_of_found(self, proposals: int) -> str:
        if self._work.found is None:
            return self.tr("Nearly all rows obey rules that nobody wrote down. They can be looked for.")
        if proposals:
            return self.tr("Nearly all rows obey these rules. Add those that must always hold.")
        return self.tr("Nothing else was found that nearly all rows obey.")

    def _show_rows(
        self,
        project: Project,
        rows: dict[Rule, RuleRow],
        wanted: list[Rule],
        layout: QVBoxLayout,
        *,
        are_proposals: bool,
    ) -> None:
        """Make the rows of a list those of the rules `wanted`, and leave the others as they are."""
        for rule in [rule for rule in rows if rule not in wanted]:
            row = rows.pop(rule)
            layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        dates = [column.name for column in project.schema if column.kind is ColumnKind.DATETIME]
        for rule in wanted:
            if rule not in rows:
                self._made += 1
                row = RuleRow(rule, dates, self._made, is_proposal=are_proposals)
                row.added.connect(self._on_added)
                row.removed.connect(self._on_removed)
                row.treatment_wanted.connect(self._on_treatment)
                rows[rule] = row
                layout.addWidget(row)

    def _on_added(self, rule: Rule) -> None:
        plan = self._store.project.plan
        self.plan_wanted.emit(plan.with_rules([*plan.rules, RulePlan(rule)]), self.tr("Add a rule"))

    def _on_add_all(self) -> None:
        plan = self._store.project.plan
        rules = [RulePlan(rule) for rule in self._proposals]
        self.plan_wanted.emit(plan.with_rules([*plan.rules, *rules]), self.tr("Add all found rules"))

    def _on_removed(self, rule: Rule) -> None:
        plan = self._store.project.plan
        kept = [own for own in plan.rules if own.rule != rule]
        self.plan_wanted.emit(plan.with_rules(kept), self.tr("Remove a rule"))

    def _on_treatment(self, changed: RulePlan) -> None:
        plan = self._store.project.plan
        words = self.tr("Treat the rows that break a rule")
        self.plan_wanted.emit(plan.with_rules([*plan.rules, changed]), words)

    def _on_failed(self, failed: Failed) -> None:
        self._trouble.say("problem", f"{translated(failed.happened)} {translated(failed.remedy)}")
        self._trouble.show()


def reshaped(project: Project) -> Project:
    """Return `project` with its columns as they are learned: rules are about these."""
    return replace(project, schema=project.recipe.written_schema)
