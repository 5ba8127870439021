"""The evaluation page as a user meets it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import made_runs as made
import pytest
from hands import child, click, words_on
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from synthdesk.domain.events import Event, Finished, Progress
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import ColumnPlan, Role
from synthdesk.domain.project import Project
from synthdesk.evaluation import report
from synthdesk.jobs.requests import WriteReport
from synthdesk.ui.evaluation.screen import EvaluationScreen
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import file_dialogs
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.tabs import Tabs
from synthdesk.ui.worker import JobService

MakeScreen = Callable[..., EvaluationScreen]
COMPARED = made.ended_with(Progress(message("Comparing"), 0.5, 1.0), Finished(made.evaluation()))


@pytest.fixture
def store(tmp_path: Path) -> ProjectStore:
    return ProjectStore(tmp_path)


@pytest.fixture
def make_screen(app: QApplication, qtbot: QtBot, store: ProjectStore) -> Iterator[MakeScreen]:
    services: list[JobService] = []

    def make(project: Project, **scripts: object) -> EvaluationScreen:
        jobs = JobService(made.runs(**scripts))  # type: ignore[arg-type]
        services.append(jobs)
        store.replace_project(project, None)
        screen = EvaluationScreen(store, jobs)
        qtbot.addWidget(screen)
        screen.resize(1100, 680)
        screen.show()
        qtbot.waitExposed(screen)
        return screen

    yield make
    for jobs in services:
        jobs.shut_down()


@pytest.fixture
def compared(make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore) -> EvaluationScreen:
    screen = make_screen(made.trained(), Evaluate=COMPARED)
    qtbot.waitUntil(lambda: store.project.evaluation is not None)
    return screen


def show(screen: EvaluationScreen, title: str) -> None:
    """Bring the tab called `title` on screen."""
    tabs = child(screen, Tabs, "evaluate.tabs")
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    tabs.setCurrentIndex(titles.index(title))


def test_that_without_a_model_the_page_leads_to_training(make_screen: MakeScreen, qtbot: QtBot) -> None:
    screen = make_screen(made.project())
    with qtbot.waitSignal(screen.go_to) as went:
        click(qtbot, screen, "evaluate.compare")
    assert went.args == [Step.TRAIN]


def test_that_the_comparison_begins_by_itself_and_stands_worst_first(
    compared: EvaluationScreen, store: ProjectStore
) -> None:
    assert store.project.evaluation == made.evaluation()
    table = child(compared, QTableView, "evaluate.columns")
    names = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    assert names == [c.name for c in made.evaluation().columns]
    assert "88 % similar" in words_on(compared)


def test_that_the_caution_always_stands_under_the_result(compared: EvaluationScreen) -> None:
    assert "They cannot prove that the data are anonymous." in words_on(compared)


def test_that_every_check_tells_its_outcome_and_power(compared: EvaluationScreen) -> None:
    show(compared, "Privacy")
    said = words_on(compared)
    for words in ("no leak found by this test", "look closer", "stop: evidence of a leak", "not testable"):
        assert words in said
    assert "would have raised the alarm" in said
    kinds = [child(compared, Notice, f"evaluate.{key}").kind for key in ("P1", "P6", "P2", "P5")]
    assert kinds == ["good", "warning", "problem", "plain"]


def test_that_whole_rows_stand_beside_both_references(compared: EvaluationScreen) -> None:
    show(compared, "Whole rows")
    assert "It looks at “age” and “crp” together most." in words_on(compared)
    lines = child(compared, QTableView, "evaluate.rows").model()
    told = [[lines.index(row, n).data() for n in range(1, 4)] for row in range(lines.rowCount())]
    assert told == [
        ["88 %", "96 %", "83 %"],
        ["83 %", "51 %", "95 %"],
        ["71 %", "96 %", "–"],
        ["94 %", "99 %", "90 %"],
    ]
    lost = child(compared, QTableView, "evaluate.details").model()
    assert [lost.index(0, n).data() for n in range(lost.columnCount())] == ["ward", "6", "2", "0", "–"]
    groups = child(compared, QTableView, "evaluate.groups").model()
    assert groups.index(0, 4).data() == "crp: 31 ± 20 → 44 ± 38"


def test_that_distances_are_called_similarity_on_the_expert_tab_only(compared: EvaluationScreen) -> None:
    show(compared, "Expert")
    distances = child(compared, QTableView, "evaluate.distances")
    assert distances.isVisible()
    assert "a measure of similarity and none of privacy" in words_on(compared)
    assert [distances.model().index(2, n).data() for n in (1, 2)] == ["0.880", "0.870"]
    show(compared, "Privacy")
    assert not distances.isVisible()
    assert "DCR" not in words_on(compared)


@pytest.mark.parametrize(
    ("pressed", "step", "changed"),
    [
        ("P6.action0", Step.PREPARE, lambda p: p.plan.of("ward").rare_below == 10),
        ("P6.action1", Step.PREPARE, lambda p: p.plan.of("ward").role is Role.LEAVE_OUT),
        ("P2.action0", Step.TRAIN, lambda p: p.config.epochs == made.trained().config.epochs // 2),
    ],
)
def test_that_one_click_changes_the_settings_against_a_leak(
    compared: EvaluationScreen,
    qtbot: QtBot,
    store: ProjectStore,
    pressed: str,
    step: Step,
    changed: Callable[[Project], bool],
) -> None:
    show(compared, "Privacy")
    with qtbot.waitSignal(compared.go_to) as went:
        click(qtbot, compared, f"evaluate.{pressed}")
    assert went.args == [step]
    assert changed(store.project)


def test_that_one_click_takes_another_method_where_there_are_no_rounds(
    compared: EvaluationScreen, qtbot: QtBot, store: ProjectStore
) -> None:
    store.set_config(replace(store.project.config, synthesizer="trees"))
    show(compared, "Privacy")
    with qtbot.waitSignal(compared.go_to) as went:
        click(qtbot, compared, "evaluate.P2.action1")
    assert went.args == [Step.TRAIN]
    assert store.project.config.synthesizer == "ctgan"


def test_that_a_comparison_given_up_does_not_begin_again_by_itself(
    make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore
) -> None:
    screen = make_screen(made.trained(), Evaluate=made.held(Progress(message("Comparing"), 0.1, 1.0)))
    qtbot.waitUntil(lambda: screen._job.is_running)
    screen._job.cancel()
    qtbot.waitUntil(lambda: not screen._job.is_running)
    screen.hide()
    screen.show()
    assert not screen._job.is_running
    assert "Compare its rows" in words_on(screen)


def test_that_a_failed_comparison_is_explained_and_can_be_tried_again(
    make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore
) -> None:
    scripts = [made.ended_with(made.KILLED), COMPARED]

    def script(wishes: made.Wishes) -> Iterator[Event]:
        return scripts.pop(0)(wishes)

    screen = make_screen(made.trained(), Evaluate=script)
    qtbot.waitUntil(lambda: "The work was interrupted" in words_on(screen))
    click(qtbot, screen, "evaluate.again")
    qtbot.waitUntil(lambda: store.project.evaluation is not None)


def test_that_a_comparison_of_older_settings_is_marked(
    compared: EvaluationScreen, store: ProjectStore
) -> None:
    plan = store.project.plan.with_columns(["ward"], ColumnPlan(role=Role.LEAVE_OUT))
    store.set_plan(plan, "Leave out")
    assert "This is the comparison of the old model." in words_on(compared)


Save = Callable[[Path], EvaluationScreen]


@pytest.fixture
def save(qtbot: QtBot, store: ProjectStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Save]:
    """Presses "Save report" for a result and answers with a path; the page is written as the child would."""
    services: list[JobService] = []

    def make_run(request: object) -> made.ScriptedRun:
        assert isinstance(request, WriteReport)
        subject = report.Subject(date=request.date, schema=request.schema, run=request.run)
        Path(request.html).write_text(report.html(request.evaluation, subject), encoding="utf-8")
        return made.ScriptedRun(made.ended_with(Finished("{}")))

    def press(target: Path) -> EvaluationScreen:
        monkeypatch.setattr(file_dialogs, "file_to_save", lambda *_args: target)
        services.append(JobService(make_run))  # type: ignore[arg-type]  # a scripted run
        store.replace_project(made.trained().with_evaluation(made.evaluation()), None)
        screen = EvaluationScreen(store, services[-1])
        qtbot.addWidget(screen)
        screen.show()
        click(qtbot, screen, "evaluate.report")
        qtbot.waitUntil(lambda: target.name in words_on(screen), timeout=60_000)
        return screen

    yield press
    for jobs in services:
        jobs.shut_down()


def test_that_the_report_is_written_where_the_user_says(save: Save, tmp_path: Path) -> None:
    save(tmp_path / "report.html")
    assert "Do real patients come back?" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_that_the_window_writes_the_report_as_pdf_and_leaves_no_page_behind(
    save: Save, store: ProjectStore, tmp_path: Path
) -> None:
    save(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert not list(store.work_folder.glob("*.html"))
