"""The prepare page as a user meets it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QSpinBox,
    QSplitter,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import DatePrecision, MissingTreatment, PreprocessPlan, Role, Span
from synthdesk.ui import theme
from synthdesk.ui.prepare.screen import PrepareScreen
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets.plot import Plot
from synthdesk.ui.worker import JobService

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


def child(screen: QWidget, kind: type[W], name: str) -> W:
    found = screen.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def click_column(
    qtbot: QtBot,
    screen: PrepareScreen,
    name: str,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    table = child(screen, QTableView, "prepare.columns")
    model = table.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)
    table.scrollTo(model.index(row, 0))
    qtbot.mouseClick(table.viewport(), LEFT, keys, table.visualRect(model.index(row, 0)).center())


def choose(qtbot: QtBot, screen: PrepareScreen, combo_name: str, words: str) -> None:
    combo = child(screen, QComboBox, combo_name)
    combo.setFocus()
    while combo.currentText() != words:
        before = combo.currentIndex()
        wanted = combo.findText(words)
        assert wanted >= 0, words
        qtbot.keyClick(combo, Qt.Key.Key_Down if wanted > before else Qt.Key.Key_Up)
        assert combo.currentIndex() != before


def type_into(qtbot: QtBot, screen: PrepareScreen, name: str, text: str) -> None:
    edit = child(screen, QLineEdit, name)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_that_without_a_table_the_page_leads_to_data(qtbot: QtBot, screen: PrepareScreen) -> None:
    with qtbot.waitSignal(screen.go_to) as went:
        qtbot.mouseClick(child(screen, QPushButton, "prepare.go_to_data"), LEFT)
    assert went.args == [Step.DATA]


def test_that_every_column_is_listed_and_the_first_one_shown(opened: PrepareScreen) -> None:
    assert child(opened, QTableView, "prepare.columns").model().rowCount() == 16
    assert child(opened, QWidget, "prepare.card").accessibleName() == "stay_id"


def test_that_the_card_follows_the_chosen_column(qtbot: QtBot, opened: PrepareScreen) -> None:
    click_column(qtbot, opened, "crp")
    assert child(opened, QWidget, "prepare.card").accessibleName() == "crp"
    plot = child(opened, Plot, "prepare.plot")
    assert plot.isVisible()
    assert "Half are below 29.4" in plot.accessibleDescription()


def test_that_a_search_narrows_the_list_and_the_card_follows(qtbot: QtBot, opened: PrepareScreen) -> None:
    qtbot.keyClicks(child(opened, QLineEdit, "prepare.search"), "diag")
    assert child(opened, QTableView, "prepare.columns").model().rowCount() == 1
    assert child(opened, QWidget, "prepare.card").accessibleName() == "diagnosis"


def test_that_settings_that_do_not_apply_are_not_there(qtbot: QtBot, opened: PrepareScreen) -> None:
    click_column(qtbot, opened, "diagnosis")
    assert child(opened, QSpinBox, "prepare.rare").isVisible()
    assert not child(opened, QLineEdit, "prepare.minimum").isVisible()
    click_column(qtbot, opened, "crp")
    assert not child(opened, QSpinBox, "prepare.rare").isVisible()
    assert child(opened, QLineEdit, "prepare.minimum").isVisible()


def test_that_a_role_is_chosen_by_keyboard_and_taken_back(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "crp")
    choose(qtbot, opened, "prepare.role", "Keep out")
    assert store.project.plan.of("crp").role is Role.LEAVE_OUT
    assert store.undo_stack.undoText() == "Role of “crp”"
    store.undo_stack.undo()
    assert store.project.plan.columns == ()
    assert child(opened, QComboBox, "prepare.role").currentText() == "Learn"


def test_that_rows_without_a_value_are_counted_at_the_foot(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "crp")
    choose(qtbot, opened, "prepare.missing", "Leave those rows out")
    assert store.project.plan.of("crp").missing is MissingTreatment.LEAVE_ROWS_OUT
    assert "118 rows are left out" in child(opened, QLabel, "prepare.effect").text()


def test_that_a_value_to_fill_in_begins_with_the_middle_one(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "crp")
    choose(qtbot, opened, "prepare.missing", "Fill with a value of mine")
    assert store.project.plan.of("crp").fill == "29.4"
    type_into(qtbot, opened, "prepare.fill", "5.0")
    assert store.project.plan.of("crp").fill == "5.0"


def test_that_limits_are_taken_over_and_emptied_again(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "crp")
    assert child(opened, QLineEdit, "prepare.maximum").placeholderText() == "from the data, extremes cut"
    type_into(qtbot, opened, "prepare.maximum", "500")
    assert store.project.plan.of("crp").maximum == "500"
    type_into(qtbot, opened, "prepare.maximum", "")
    assert store.project.plan.columns == ()


@pytest.mark.parametrize("text", ["abc", "12,5", "01"])
def test_that_a_limit_that_is_no_number_is_refused_with_a_sentence(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore, text: str
) -> None:
    click_column(qtbot, opened, "crp")
    type_into(qtbot, opened, "prepare.minimum", text)
    problem = child(opened, QLabel, "prepare.minimum.problem")
    assert problem.isVisible()
    assert problem.text() == "This is not a number as the file spells it. For example: 29.4"
    assert store.project.plan.columns == ()


def test_that_an_empty_range_is_refused(qtbot: QtBot, opened: PrepareScreen, store: ProjectStore) -> None:
    click_column(qtbot, opened, "age")
    type_into(qtbot, opened, "prepare.minimum", "50")
    type_into(qtbot, opened, "prepare.maximum", "40")
    assert child(opened, QLabel, "prepare.maximum.problem").text() == (
        "The smallest value is larger than the largest."
    )
    assert store.project.plan.of("age").maximum is None


def test_that_decimals_are_set_and_given_back_to_the_data(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "creatinine")
    decimals = child(opened, QSpinBox, "prepare.decimals")
    assert decimals.text() == "as in the data (2)"
    qtbot.keyClick(decimals, Qt.Key.Key_Up)
    assert store.project.plan.of("creatinine").decimals == 0
    qtbot.keyClick(decimals, Qt.Key.Key_Down)
    assert store.project.plan.of("creatinine").decimals is None


def test_that_the_groups_that_become_other_are_named(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "diagnosis")
    note = child(opened, QLabel, "prepare.rare.note")
    assert note.text() == "Become “Other”: M30.3 (1 row), D86.0 (4 rows)."
    spin = child(opened, QSpinBox, "prepare.rare")
    for _ in range(4):
        qtbot.keyClick(spin, Qt.Key.Key_Up)
    assert store.project.plan.of("diagnosis").rare_below == 9
    assert "G45.9 (8 rows)" in note.text()


def test_that_several_columns_are_set_up_together(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "crp")
    click_column(qtbot, opened, "haemoglobin", Qt.KeyboardModifier.ControlModifier)
    assert child(opened, QWidget, "prepare.card").accessibleName() == "2 columns"
    choose(qtbot, opened, "prepare.missing", "Fill with the median")
    plan = store.project.plan
    assert plan.of("crp").missing is plan.of("haemoglobin").missing is MissingTreatment.MEDIAN
    assert store.undo_stack.undoText() == "Missing values of 2 columns"


def test_that_the_button_sets_one_thing_for_the_chosen_columns(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "crp")
    click_column(qtbot, opened, "age", Qt.KeyboardModifier.ShiftModifier)
    button = child(opened, QPushButton, "prepare.set_for")
    assert button.text() == "Set for 10 columns"
    qtbot.mouseClick(button, LEFT)
    menu = next(menu for menu in opened.findChildren(QMenu, "prepare.menu") if menu.isVisible())
    action = menu.findChild(QAction, "prepare.set.role.leave out")
    assert action is not None
    menu.close()
    action.trigger()
    assert [store.project.plan.of(name).role for name in ("age", "ward", "crp")] == [Role.LEAVE_OUT] * 3


def test_that_the_chosen_columns_stay_chosen_after_a_change(qtbot: QtBot, opened: PrepareScreen) -> None:
    click_column(qtbot, opened, "crp")
    choose(qtbot, opened, "prepare.role", "Keep out")
    assert child(opened, QWidget, "prepare.card").accessibleName() == "crp"


def test_that_with_nothing_to_learn_there_is_no_way_on(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    table = child(opened, QTableView, "prepare.columns")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    choose(qtbot, opened, "prepare.role", "Keep out")
    assert not child(opened, QPushButton, "prepare.continue").isEnabled()
    assert child(opened, QLabel, "prepare.effect").text().startswith("No column is left to learn.")


def test_that_continue_goes_to_train(qtbot: QtBot, opened: PrepareScreen) -> None:
    with qtbot.waitSignal(opened.go_to) as went:
        qtbot.mouseClick(child(opened, QPushButton, "prepare.continue"), LEFT)
    assert went.args == [Step.TRAIN]


def test_that_rare_groups_beyond_the_drawing_are_counted_by_a_job(
    qtbot: QtBot,
    screen: PrepareScreen,
    store: ProjectStore,
    jobs: JobService,
    tmp_path: Path,
    read: Callable[[Path], ImportedTable],
) -> None:
    values = [f"g{n:02d}" for n in range(30) for _ in range(n + 1)]
    path = tmp_path / "groups.csv"
    path.write_text("group,other\n" + "".join(f"{v},{n % 7}x\n" for n, v in enumerate(values)), "utf-8")
    store.load_table(read(path))
    click_column(qtbot, screen, "group")
    spin = child(screen, QSpinBox, "prepare.rare")
    for _ in range(3):
        qtbot.keyClick(spin, Qt.Key.Key_Up)
    note = child(screen, QLabel, "prepare.rare.note")
    qtbot.waitUntil(lambda: "g06 (7 rows)" in note.text() or "more" in note.text(), timeout=10_000)
    qtbot.waitUntil(lambda: not jobs.running, timeout=10_000)
    facts = next(fact for fact in store.project.facts if fact.name == "group")
    assert facts.rare == tuple((f"g{n:02d}", n + 1) for n in range(7))


@pytest.mark.parametrize(("scale", "beside"), [(1.0, True), (2.0, False)])
def test_that_the_parts_turn_where_there_is_no_room(
    qtbot: QtBot, opened: PrepareScreen, *, scale: float, beside: bool
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, dark=False, scale=scale)
    opened.resize(1120, 640)
    splitter = next(iter(opened.findChildren(QSplitter)))
    wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
    qtbot.waitUntil(lambda: splitter.orientation() is wanted)
    qtbot.waitUntil(lambda: opened.area.horizontalScrollBar().maximum() == 0)
    theme.apply(application, dark=False, scale=1.0)


def test_that_dates_are_cut_counted_and_shifted(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "discharge")
    choose(qtbot, opened, "prepare.date.precision", "the month")
    assert store.project.plan.of("discharge").precision is DatePrecision.MONTH
    choose(qtbot, opened, "prepare.date.since", "days since “admission”")
    own = store.project.plan.of("discharge")
    assert (own.since, own.span) == ("admission", Span.DAYS)
    assert not child(opened, QComboBox, "prepare.date.precision").isVisible()
    child(opened, QSpinBox, "prepare.date.shift").setValue(30)
    assert store.project.plan.shift_days == 30
    store.undo_stack.setIndex(0)
    assert store.project.plan == PreprocessPlan()


def test_that_values_get_other_names_and_are_merged(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "ward")
    values = child(opened, QComboBox, "prepare.names.value")
    first, second = values.itemText(0), values.itemText(1)
    for value in (first, second):
        values.setCurrentText(value)
        child(opened, QLineEdit, "prepare.names.name").setText("Both")
        qtbot.mouseClick(child(opened, QPushButton, "prepare.names.rename"), LEFT)
    assert dict(store.project.plan.of("ward").names) == {first: "Both", second: "Both"}
    qtbot.waitUntil(lambda: values.findText("Both") >= 0 and values.findText(first) < 0, timeout=60_000)
    qtbot.mouseClick(child(opened, QPushButton, "prepare.names.back"), LEFT)
    assert store.project.plan.of("ward").names == ()
    qtbot.waitUntil(lambda: values.findText(first) >= 0, timeout=60_000)


def test_that_values_get_an_order_that_can_be_changed_and_undone(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    click_column(qtbot, opened, "ward")
    order = child(opened, QListWidget, "prepare.order.list")
    assert not order.isVisible()
    qtbot.mouseClick(child(opened, QPushButton, "prepare.order.give"), LEFT)
    given = store.project.plan.of("ward").order
    assert len(given) >= 3
    assert store.project.recipe.written_schema["ward"].order == given
    assert [order.item(row).text() for row in range(order.count())] == list(given)
    qtbot.mouseClick(child(opened, QPushButton, "prepare.order.down"), LEFT)
    assert store.project.plan.of("ward").order == (given[1], given[0], *given[2:])
    assert order.currentRow() == 1
    qtbot.mouseClick(child(opened, QPushButton, "prepare.order.turn"), LEFT)
    assert store.project.plan.of("ward").order == (*given[:1:-1], given[0], given[1])
    store.undo_stack.undo()
    store.undo_stack.undo()
    assert store.project.plan.of("ward").order == given
    qtbot.mouseClick(child(opened, QPushButton, "prepare.order.none"), LEFT)
    assert store.project.plan.of("ward").order == ()
    assert not order.isVisible()
