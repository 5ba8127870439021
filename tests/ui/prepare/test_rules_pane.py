"""Rules on the page Prepare: found by looking, chosen, built in plain words, refused when they clash."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.rules import (
    CompareColumns,
    Condition,
    IfThen,
    InRange,
    OnlyCombinations,
    Relation,
    Rule,
    RulePlan,
    Test,
    Treatment,
)
from synthdesk.ui.prepare.rule_builder import RuleBuilder
from synthdesk.ui.prepare.rules_pane import RulesPane
from synthdesk.ui.prepare.screen import PrepareScreen
from synthdesk.ui.store import ProjectStore

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
STAY = CompareColumns("admission", Relation.AT_MOST, "discharge")


@pytest.fixture
def pane(qtbot: QtBot, opened: PrepareScreen) -> RulesPane:
    tabs = opened.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(1)
    found = opened.findChild(RulesPane)
    assert isinstance(found, RulesPane)
    qtbot.waitUntil(lambda: bool(proposals(found)), timeout=60_000)
    return found


def shown(pane: QWidget, kind: type[W], ending: str) -> list[W]:
    return [w for w in pane.findChildren(kind) if w.objectName().endswith(ending) and w.isVisible()]


def proposals(pane: RulesPane) -> list[QPushButton]:
    return [b for b in shown(pane, QPushButton, ".add") if b.objectName().startswith("prepare.proposal.")]


def child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def texts(pane: QWidget) -> str:
    return "\n".join(label.text() for label in pane.findChildren(QLabel) if label.isVisible())


def pick(parent: QWidget, name: str, key: str) -> None:
    combo = child(parent, QComboBox, name)
    combo.setCurrentIndex(combo.findData(key))


def test_that_rules_are_found_when_the_tab_is_opened(pane: RulesPane) -> None:
    assert "“admission” is on or before “discharge”" in texts(pane)
    assert "holds in 1,000 of 1,000 rows" in texts(pane)


def test_that_a_found_rule_is_added_treated_and_removed(
    qtbot: QtBot, pane: RulesPane, store: ProjectStore
) -> None:
    button = next(b for b in proposals(pane) if "ward" in b.accessibleName())
    qtbot.mouseClick(button, LEFT)
    (plan,) = store.project.plan.rules
    assert isinstance(plan.rule, OnlyCombinations)
    qtbot.waitUntil(lambda: bool(shown(pane, QComboBox, ".treatment")))
    qtbot.waitUntil(lambda: "break at least one rule, and" in texts(pane), timeout=20_000)
    (combo,) = shown(pane, QComboBox, ".treatment")
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert store.project.plan.rules == (RulePlan(plan.rule, Treatment.SET_MISSING),)
    qtbot.waitUntil(lambda: "1,000 rows are left" in texts(pane), timeout=20_000)
    (remove,) = shown(pane, QPushButton, ".remove")
    qtbot.mouseClick(remove, LEFT)
    assert store.project.plan.rules == ()
    store.undo_stack.undo()
    assert [p.rule for p in store.project.plan.rules] == [plan.rule]


def test_that_all_found_rules_are_added_at_once(qtbot: QtBot, pane: RulesPane, store: ProjectStore) -> None:
    qtbot.mouseClick(child(pane, QPushButton, "prepare.rules.add_all"), LEFT)
    assert STAY in [plan.rule for plan in store.project.plan.rules]
    assert proposals(pane) == []
    assert "Nothing else was found" in texts(pane)


@pytest.fixture
def builder(qtbot: QtBot, store: ProjectStore, table: ImportedTable) -> RuleBuilder:
    store.load_table(table)
    made = RuleBuilder()
    qtbot.addWidget(made)
    made.show_project(store.project)
    made.show()
    return made


def add(qtbot: QtBot, builder: RuleBuilder) -> list[Rule]:
    """Press "Add this rule" and return what was built."""
    built: list[Rule] = []
    builder.built.connect(built.append)
    qtbot.mouseClick(child(builder, QPushButton, "prepare.builder.add"), LEFT)
    builder.built.disconnect(built.append)
    return built


def test_that_every_kind_of_rule_can_be_put_together(qtbot: QtBot, builder: RuleBuilder) -> None:
    for kind in ("compare", "range", "if", "combinations", "formula", "together", "key"):
        pick(builder, "prepare.builder.kind", kind)
        for edit in builder.findChildren(QLineEdit):
            edit.setText("1")
        assert len(add(qtbot, builder)) == 1, builder.trouble.text.text()


def test_that_a_rule_is_built_in_a_row_of_words(qtbot: QtBot, builder: RuleBuilder) -> None:
    pick(builder, "prepare.builder.kind", "range")
    pick(builder, "prepare.builder.column.0", "age")
    child(builder, QLineEdit, "prepare.builder.low").setText("18")
    assert add(qtbot, builder) == [InRange("age", "18")]


def test_that_an_empty_field_is_asked_for(qtbot: QtBot, builder: RuleBuilder) -> None:
    pick(builder, "prepare.builder.kind", "if")
    assert add(qtbot, builder) == []
    assert "Fill in every field" in texts(builder)


def test_that_rules_that_contradict_each_other_are_refused_with_both_named(
    qtbot: QtBot, builder: RuleBuilder, store: ProjectStore
) -> None:
    builder.show_project(store.project.with_plan(PreprocessPlan(rules=(RulePlan(STAY),))))
    pick(builder, "prepare.builder.column.0", "discharge")
    pick(builder, "prepare.builder.relation", "<")
    pick(builder, "prepare.builder.column.1", "admission")
    assert add(qtbot, builder) == []
    assert "“admission” is on or before “discharge”" in builder.trouble.text.text()
    assert "“discharge” is before “admission”" in builder.trouble.text.text()


def test_that_rules_of_the_user_are_counted_and_a_value_that_cannot_be_read_is_named(
    qtbot: QtBot, pane: RulesPane, store: ProjectStore
) -> None:
    good = InRange("age", "18")
    bad = IfThen((Condition("age", Test.MORE, ("old",)),), Condition("died", Test.FILLED))
    store.set_plan(store.project.plan.with_rules([RulePlan(good), RulePlan(bad)]), "test")
    qtbot.waitUntil(lambda: "“old” is not a value" in texts(pane), timeout=60_000)
    assert "holds in 1,000 of 1,000" in texts(pane)
