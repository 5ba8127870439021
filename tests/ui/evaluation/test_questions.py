"""What the user asks beyond what is always measured, and the answers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import made_runs as made
import pytest
from hands import child, click, words_on
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QTableView
from pytestqt.qtbot import QtBot

from synthdesk.domain.events import Finished
from synthdesk.domain.facts import Bars, ColumnFacts
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.results import ComparedAnalysis, Curve, Estimate
from synthdesk.domain.wishes import Analysis, Comparison, Wishes
from synthdesk.jobs.requests import Evaluate
from synthdesk.ui.evaluation.screen import EvaluationScreen
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets.tabs import Tabs
from synthdesk.ui.worker import JobService

MEANS = Comparison(Analysis.MEANS, "crp", ("ward",))
CURVES = Comparison(Analysis.SURVIVAL, "died", ("ward",), "days", "yes")
FOUND = (
    ComparedAnalysis(
        MEANS, "mean", 800, 790, (Estimate("ward = eye", 5.1, 4.0, 6.2, 5.6, 4.4, 6.8, 0.75),), ()
    ),
    ComparedAnalysis(
        CURVES,
        "share without the event",
        800,
        790,
        (),
        (Curve("ward = eye", (0.0, 5.0), (1.0, 0.7), (1.0, 0.6)),),
    ),
    ComparedAnalysis(replace(MEANS, outcome="gone"), problem=message("There is no such column.")),
)
Made = tuple[EvaluationScreen, ProjectStore, list[Evaluate]]


@pytest.fixture
def asked(app: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Made]:
    """The page with a comparison that answers questions, the store, and what the child was asked."""
    requests: list[Evaluate] = []
    script = made.ended_with(Finished(replace(made.evaluation(), analyses=FOUND)))
    runs = made.runs(Evaluate=script)

    def start(request: Evaluate) -> object:
        if isinstance(request, Evaluate):
            requests.append(request)
        return runs(request)

    store, jobs = ProjectStore(tmp_path), JobService(start)  # type: ignore[arg-type]  # a run, as `runs` gives
    project = made.trained()
    facts = (ColumnFacts("died", 1000, 0, 2, drawing=Bars(("no", "yes"), (900, 100))),)
    store.replace_project(replace(project, facts=facts), None)
    screen = EvaluationScreen(store, jobs)
    qtbot.addWidget(screen)
    screen.resize(1200, 760)
    screen.show()
    qtbot.waitExposed(screen)
    qtbot.waitUntil(lambda: store.project.evaluation is not None)
    yield screen, store, requests
    jobs.shut_down()


def show(screen: EvaluationScreen, title: str) -> None:
    tabs = child(screen, Tabs, "evaluate.tabs")
    tabs.setCurrentIndex([tabs.tabText(place) for place in range(tabs.count())].index(title))


def choose(screen: EvaluationScreen, field: str, words: str) -> None:
    child(screen, QComboBox, f"evaluate.comparison.{field}").setCurrentText(words)


def test_that_a_tick_becomes_a_wish_of_the_project(asked: Made, qtbot: QtBot) -> None:
    screen, store, _ = asked
    show(screen, "Your questions")
    table = child(screen, QTableView, "evaluate.wishes")
    model = table.model()
    name = model.index(0, 0).data()
    table.setCurrentIndex(model.index(0, 1))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert store.project.wishes.outcomes == (name,)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert store.project.wishes == Wishes()
    assert model.setData(model.index(0, 2), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert store.project.wishes.sensitive == (name,)
    assert model.rowCount() == sum(store.project.plan.role_of(c) is Role.LEARN for c in store.project.schema)


def test_that_a_comparison_is_put_together_and_asked(asked: Made, qtbot: QtBot) -> None:
    screen, store, requests = asked
    show(screen, "Your questions")
    choose(screen, "analysis", "Logistic regression")
    choose(screen, "outcome", "died")
    assert child(screen, QComboBox, "evaluate.comparison.value").currentText() == "yes"
    click(qtbot, screen, "evaluate.comparison.add")
    assert "Choose at least one explaining column." in words_on(screen)
    explaining = child(screen, QCheckBox, "evaluate.comparison.by.age")
    explaining.click()
    click(qtbot, screen, "evaluate.comparison.add")
    wished = Comparison(Analysis.LOGISTIC, "died", ("age",), "", "yes")
    assert store.project.wishes.comparisons == (wished,)
    qtbot.waitUntil(lambda: "Logistic regression: died=yes ~ age" in words_on(screen))
    click(qtbot, screen, "evaluate.ask")
    qtbot.waitUntil(lambda: len(requests) == 2)
    assert requests[1].wishes.comparisons == (wished,)
    qtbot.waitUntil(lambda: store.project.evaluations == 2)
    click(qtbot, screen, "evaluate.comparison.remove0")
    assert store.project.wishes == Wishes()


def test_that_a_column_on_both_sides_is_refused(asked: Made, qtbot: QtBot) -> None:
    screen, store, _ = asked
    show(screen, "Your questions")
    choose(screen, "outcome", "died")
    choose(screen, "group", "died")
    click(qtbot, screen, "evaluate.comparison.add")
    assert "one stands on both sides" in words_on(screen)
    assert store.project.wishes == Wishes()


def test_that_the_smallest_group_can_be_changed(asked: Made, qtbot: QtBot) -> None:
    screen, store, _ = asked
    show(screen, "Your questions")
    box = child(screen, QComboBox, "evaluate.smallest_group")
    box.setCurrentIndex(box.findData(11))
    box.activated.emit(box.currentIndex())
    assert store.project.wishes.smallest_group == 11


def test_that_the_answers_show_both_intervals_curves_and_what_was_not_possible(asked: Made) -> None:
    screen, _, _ = asked
    show(screen, "Your comparisons")
    items = child(screen, QTableView, "evaluate.analyses")
    rows = items.model()
    assert [rows.index(n, 1).data() for n in range(3)] == ["75 %", "", "not possible"]
    numbers = child(screen, QTableView, "evaluate.estimates")
    assert [numbers.model().index(0, n).data() for n in (0, 2, 3, 4)] == [
        "ward = eye",
        "5.1 (4 to 6.2)",
        "5.6 (4.4 to 6.8)",
        "75 %",
    ]
    assert "look surer than they are" in words_on(screen)
    items.setCurrentIndex(rows.index(1, 0))
    assert not numbers.isVisible()
    items.setCurrentIndex(rows.index(2, 0))
    assert "There is no such column." in words_on(screen)
