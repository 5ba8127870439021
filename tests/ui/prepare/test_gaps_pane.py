"""The patterns of missing values on the page Prepare: real rows, and those of a trained model beside them."""

import pytest
from example_project import Example
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment
from synthdesk.ui.prepare.gaps_pane import GapsPane
from synthdesk.ui.prepare.screen import PrepareScreen
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets.plot import Plot
from synthdesk.ui.worker import JobService

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def pane_of(qtbot: QtBot, screen: PrepareScreen) -> GapsPane:
    tabs = screen.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(2)
    pane = screen.findChild(GapsPane)
    assert isinstance(pane, GapsPane)
    words = pane.findChild(QLabel, "prepare.gaps.words")
    assert isinstance(words, QLabel)
    qtbot.waitUntil(words.isVisible, timeout=60_000)
    return pane


def picture(pane: GapsPane) -> str:
    plot = pane.findChild(Plot, "prepare.gaps.plot")
    assert isinstance(plot, Plot)
    return plot.accessibleDescription()


def test_that_the_gaps_are_shown_and_their_columns_chosen(qtbot: QtBot, opened: PrepareScreen) -> None:
    pane = pane_of(qtbot, opened)
    assert "columns have gaps" in pane.words.text()
    assert picture(pane).startswith("no gap: ")
    assert "After training" in pane.compared.text()
    button = pane.findChild(QPushButton, "prepare.gaps.choose")
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    chosen = opened.findChild(QPushButton, "prepare.set_for")
    assert isinstance(chosen, QPushButton)
    qtbot.waitUntil(chosen.isVisible)


def test_that_a_changed_plan_is_looked_at_anew(
    qtbot: QtBot, opened: PrepareScreen, store: ProjectStore
) -> None:
    pane = pane_of(qtbot, opened)
    before = pane.words.text()
    names = [fact.name for fact in store.project.facts if fact.missing]
    dropped = store.project.plan.with_columns(names[:1], ColumnPlan(missing=MissingTreatment.LEAVE_ROWS_OUT))
    store.set_plan(dropped, "leave rows out")
    qtbot.waitUntil(lambda: pane.words.isVisible() and pane.words.text() == before, timeout=60_000)


def test_that_rows_of_the_trained_model_stand_beside_the_real_ones(
    qtbot: QtBot, themed: QApplication, jobs: JobService, example: Example
) -> None:
    store = ProjectStore(example.folder)
    store.replace_project(example.project, None)
    screen = PrepareScreen(store, jobs)
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    pane = pane_of(qtbot, screen)
    assert " → " in picture(pane)
    assert "two halves of the real rows differ by" in pane.compared.text()
