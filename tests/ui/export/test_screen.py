"""The export page as a user meets it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import made_runs as made
import pytest
from hands import child, click, words_on
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot

from synthdesk.domain.events import Failed, Finished, Progress
from synthdesk.domain.exporting import FileFormat, GroupCount
from synthdesk.domain.facts import Preview
from synthdesk.domain.messages import message
from synthdesk.domain.project import Project
from synthdesk.domain.results import FilledColumn, FilledFile, Help, Interval, WrittenFile
from synthdesk.domain.schema import ColumnKind
from synthdesk.jobs.requests import CheckHelp, Export, FillGaps, Request
from synthdesk.ui.export.rows_card import RowsCard
from synthdesk.ui.export.screen import ExportScreen
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import file_dialogs
from synthdesk.ui.worker import JobService

_SAME = Interval(0.70, 0.60, 0.80)
HELP = (
    Help("gradient boosting", "balanced accuracy", _SAME, _SAME, Interval(0.0, -0.03, 0.03)),
    Help("logistic regression", "area under the curve", _SAME, _SAME, Interval(0.01, -0.02, 0.04)),
)
FILLED = FilledFile(
    WrittenFile("new.csv", 1000, 10, 9_000, "ab" * 32), 41, 40, (FilledColumn("age", 41, 40),), (17,)
)
FULL = Failed(message("The disk is full"), message("Nothing was lost."), message("Choose another folder."))


class Page:
    """The page, and the exports it asked for."""

    def __init__(self, store: ProjectStore, qtbot: QtBot) -> None:
        self.asked: list[Export] = []
        self.tested: list[CheckHelp] = []
        self.filled: list[FillGaps] = []
        self.script: Callable[[made.Wishes], Iterator[object]] | None = None
        self.jobs = JobService(self._make_run)
        self.screen = ExportScreen(store, self.jobs)
        qtbot.addWidget(self.screen)
        self.screen.resize(1100, 680)
        self.screen.show()
        qtbot.waitExposed(self.screen)

    def _make_run(self, request: Request) -> made.ScriptedRun:
        if isinstance(request, CheckHelp):
            self.tested.append(request)
            return made.ScriptedRun(made.ended_with(Finished(HELP)))
        if isinstance(request, FillGaps):
            self.filled.append(request)
            return made.ScriptedRun(made.ended_with(Finished(FILLED)))
        assert isinstance(request, Export)
        self.asked.append(request)
        written = WrittenFile(request.target.path, request.rows.rows, 9, 81_000, "ab" * 32)
        script = self.script or made.ended_with(Progress(message("Making"), 1, 2), Finished(written))
        return made.ScriptedRun(script)  # type: ignore[arg-type]


@pytest.fixture
def store(app: QApplication, tmp_path: Path) -> ProjectStore:
    made_store = ProjectStore(tmp_path)
    made_store.replace_project(made.trained(), None)
    return made_store


@pytest.fixture
def page(
    store: ProjectStore, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    monkeypatch.setattr(file_dialogs, "file_to_save", lambda *_args: tmp_path / "new.csv")
    opened = Page(store, qtbot)
    yield opened
    opened.jobs.shut_down()


def test_that_without_a_model_the_page_leads_to_training(
    page: Page, store: ProjectStore, qtbot: QtBot
) -> None:
    store.replace_project(Project(), None)
    button = next(b for b in page.screen.findChildren(QPushButton) if b.text() == "Go to Train")
    with qtbot.waitSignal(page.screen.go_to) as went:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert went.args == [Step.TRAIN]


def test_that_as_many_rows_as_the_table_has_are_proposed(page: Page) -> None:
    assert child(page.screen, QSpinBox, "export.rows").value() == 1000


def test_that_what_was_chosen_is_asked_for(page: Page, qtbot: QtBot, tmp_path: Path) -> None:
    child(page.screen, QSpinBox, "export.rows").setValue(250)
    qtbot.mouseClick(child(page.screen, QRadioButton, "export.format.excel"), Qt.MouseButton.LeftButton)
    click(qtbot, page.screen, "export.where.add")
    column = child(page.screen, QComboBox, "export.where.1.column")
    column.setCurrentIndex(column.findData("ward"))
    click(qtbot, page.screen, "export.save")
    qtbot.waitUntil(lambda: "Saved and checked: new.csv, 250 rows" in words_on(page.screen))
    asked = page.asked[0]
    assert (asked.rows.rows, asked.rows.where) == (250, (("ward", "internal"),))
    assert asked.target.file_format is FileFormat.EXCEL
    assert (asked.target.path, asked.target.with_original) == (str(tmp_path / "new.csv"), False)


def test_that_equal_groups_warn_what_they_change(page: Page) -> None:
    balance = child(page.screen, QComboBox, "export.balance")
    balance.setCurrentIndex(balance.findData("ward"))
    assert "no longer describe your data" in words_on(page.screen)


def test_that_many_more_rows_than_real_ones_warn(page: Page) -> None:
    child(page.screen, QSpinBox, "export.rows").setValue(10_001)
    assert "More rows tell nothing new" in words_on(page.screen)


def test_that_a_removed_condition_is_not_asked_for(page: Page, qtbot: QtBot) -> None:
    click(qtbot, page.screen, "export.where.add")
    click(qtbot, page.screen, "export.where.1.remove")
    click(qtbot, page.screen, "export.save")
    qtbot.waitUntil(lambda: bool(page.asked))
    assert page.asked[0].rows.where == ()


def test_that_a_failed_export_says_why_and_leaves_the_choices(page: Page, qtbot: QtBot) -> None:
    page.script = made.ended_with(FULL)
    child(page.screen, QSpinBox, "export.rows").setValue(77)
    click(qtbot, page.screen, "export.save")
    qtbot.waitUntil(lambda: "The disk is full." in words_on(page.screen))
    assert child(page.screen, QSpinBox, "export.rows").value() == 77


def test_that_a_running_export_can_be_given_up(page: Page, qtbot: QtBot) -> None:
    page.script = made.held(Progress(message("Making rows"), 1, 2))
    click(qtbot, page.screen, "export.save")
    cancel = page.screen._waiting.cancel
    qtbot.waitUntil(cancel.isVisible)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: child(page.screen, QPushButton, "export.save").isEnabled())
    assert not any("Saved" in label.text() for label in page.screen.findChildren(QLabel) if label.isVisible())


def balance(page: Page, column: str) -> None:
    combo = child(page.screen, QComboBox, "export.balance")
    combo.setCurrentIndex(combo.findData(column))


def test_that_counts_of_groups_are_asked_for_exactly(page: Page, qtbot: QtBot) -> None:
    balance(page, "ward")
    numbers = [
        b
        for b in page.screen.findChildren(QSpinBox)
        if b.objectName().endswith(".rows") and ".group." in b.objectName()
    ]
    assert sum(number.value() for number in numbers) == 1000
    for place, number in enumerate(numbers):
        number.setValue(10 * (place + 1))
    click(qtbot, page.screen, "export.save")
    qtbot.waitUntil(lambda: bool(page.asked))
    rows = page.asked[0].rows
    assert [group.rows for group in rows.counts] == [10 * (place + 1) for place in range(len(numbers))]
    assert rows.rows == sum(group.rows for group in rows.counts)
    assert rows.balance is None


def test_that_only_the_top_up_can_be_asked_for(page: Page, qtbot: QtBot) -> None:
    balance(page, "ward")
    child(page.screen, QCheckBox, "export.top_up").setChecked(True)
    click(qtbot, page.screen, "export.save")
    qtbot.waitUntil(lambda: bool(page.asked))
    assert (page.asked[0].rows.balance, page.asked[0].rows.top_up) == ("ward", True)


def test_that_a_test_without_a_difference_is_answered_with_no(page: Page, qtbot: QtBot) -> None:
    balance(page, "ward")
    click(qtbot, page.screen, "export.help")
    qtbot.waitUntil(lambda: "No: the test shows no difference" in words_on(page.screen))
    assert page.tested[0].target == "ward"
    child(page.screen, QSpinBox, "export.rows").setValue(77)
    assert "No: the test shows" not in words_on(page.screen)


@pytest.mark.parametrize(
    ("kind", "file_format"),
    [
        ("spss", FileFormat.SPSS),
        ("stata", FileFormat.STATA),
        ("sas", FileFormat.SAS),
        ("sqlite", FileFormat.SQLITE),
        ("excel_csv", FileFormat.CSV),
    ],
)
def test_that_files_of_other_programs_can_be_chosen(
    page: Page, qtbot: QtBot, kind: str, file_format: FileFormat
) -> None:
    child(page.screen, QRadioButton, f"export.format.{kind}").setChecked(True)
    child(page.screen, QCheckBox, "export.codebook").setChecked(True)
    click(qtbot, page.screen, "export.save")
    qtbot.waitUntil(lambda: bool(page.asked))
    target = page.asked[0].target
    assert target.file_format is file_format
    assert target.codebook
    assert bool(target.excel_decimal) == (kind == "excel_csv")


def test_that_gaps_of_chosen_columns_are_filled_and_told(
    page: Page, store: ProjectStore, qtbot: QtBot
) -> None:
    project = store.project
    facts = tuple(replace(fact, missing=41, misfits=0) for fact in project.facts)
    store.replace_project(replace(project, facts=facts), None)
    names = [fact.name for fact in facts if page.screen.findChild(QCheckBox, f"export.fill.{fact.name}")]
    assert len(names) >= 2
    assert "41 rows" in child(page.screen, QCheckBox, f"export.fill.{names[0]}").text()
    child(page.screen, QCheckBox, f"export.fill.{names[0]}").setChecked(False)
    click(qtbot, page.screen, "export.fill")
    qtbot.waitUntil(lambda: "40 of 41 gaps of “age”" in words_on(page.screen))
    assert "In 1 row a gap stays" in words_on(page.screen)
    assert page.filled[0].columns == tuple(names[1:])


def test_that_groups_are_filled_up_within_those_of_another_column(
    qtbot: QtBot, app: QApplication, store: ProjectStore
) -> None:
    card = RowsCard()
    qtbot.addWidget(card)
    card.show_project(store.project)
    with qtbot.waitSignal(card.groups_wanted) as asked:
        card.balance.setCurrentIndex(card.balance.findData("ward"))
        card.within.setCurrentIndex(1)
    columns = asked.args[0]
    counted = tuple(
        GroupCount(((columns[0], value), (columns[1], "x")), rows) for value, rows in (("a", 60), ("b", 40))
    )
    card.show_groups(counted)
    card.groups.top_up.setChecked(True)
    wanted = card.wanted
    assert (wanted.balance, wanted.within, wanted.top_up) == ("ward", columns[1], True)
    card.groups.top_up.setChecked(False)
    assert len(card.wanted.counts) == 2


def test_that_identifiers_that_cannot_be_compared_are_told(page: Page, store: ProjectStore) -> None:
    assert "new values of “stay_id” cannot be compared" in words_on(page.screen)
    source = store.project.source
    assert source is not None
    preview = Preview(source.options, "text", ("stay_id",), (ColumnKind.IDENTIFIER,), (("1",),))
    store.replace_project(replace(store.project, preview=preview), None)
    assert "cannot be compared" not in words_on(page.screen)
