"""The data page as a user meets it: mouse, keyboard, and what stands there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QPushButton,
    QSpinBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from synthdesk.domain.preprocessing import DatePrecision, Role
from synthdesk.domain.schema import ColumnKind
from synthdesk.domain.source import ImportOptions
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.ui.data.screen import DataScreen
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import file_dialogs, problem_box
from synthdesk.ui.worker import JobService

Write = Callable[[str, str], Path]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
SEMICOLON = "name;crp\n" + "".join(f"p{n};{n / 8:.3f}\n".replace(".", ",") for n in range(60))


def wait_until_read(qtbot: QtBot, screen: DataScreen) -> None:
    qtbot.waitUntil(lambda: not screen.reading.is_busy, timeout=20_000)


@pytest.fixture
def opened(qtbot: QtBot, screen: DataScreen, example_file: Path) -> DataScreen:
    screen.open_file(example_file)
    wait_until_read(qtbot, screen)
    return screen


def child(screen: QWidget, kind: type[W], name: str) -> W:
    found = screen.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def click(qtbot: QtBot, screen: QWidget, name: str) -> None:
    button = child(screen, QPushButton, name)
    assert button.isVisible(), name
    qtbot.mouseClick(button, LEFT)


def click_heading(qtbot: QtBot, table: QTableView, column: int, keys: Qt.KeyboardModifier) -> None:
    header = table.horizontalHeader()
    table.scrollTo(table.model().index(0, column))
    across = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    qtbot.mouseClick(header.viewport(), LEFT, keys, QPoint(across, header.height() // 2))


def open_menu(screen: DataScreen) -> QMenu:
    menus = [menu for menu in screen.findChildren(QMenu, "data.kinds") if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def choose(screen: DataScreen, kind: str) -> None:
    menu = open_menu(screen)
    action = menu.findChild(QAction, f"data.kind.{kind}")
    assert action is not None
    menu.close()
    action.trigger()


def test_that_without_a_file_the_page_says_what_to_do(screen: DataScreen) -> None:
    assert child(screen, QPushButton, "data.choose").isVisible()
    assert not child(screen, QPushButton, "data.continue").isEnabled()


def test_that_a_chosen_file_is_read(
    qtbot: QtBot,
    screen: DataScreen,
    store: ProjectStore,
    example_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_dialogs, "file_to_open", lambda *_args: example_file)
    click(qtbot, screen, "data.choose")
    wait_until_read(qtbot, screen)
    assert store.project.source is not None
    assert screen.lead.text() == "hospital_stays.csv · 1,000 rows, 16 columns"


def test_that_the_preview_shows_the_first_rows(opened: DataScreen) -> None:
    table = child(opened, QTableView, "data.preview")
    assert table.model().rowCount() == 200
    assert table.model().index(0, 0).data() == "S-104880"


def test_that_what_was_found_and_the_proof_are_said(opened: DataScreen) -> None:
    assert "Found by itself: comma, decimal point" in child(opened, QLabel, "data.found").text()
    assert child(opened, QLabel, "data.proof").text().startswith("All 16,000 cells")


def test_that_continue_goes_to_prepare_although_a_question_is_open(qtbot: QtBot, opened: DataScreen) -> None:
    assert child(opened, QLabel, "data.foot").text().startswith("One question is open.")
    with qtbot.waitSignal(opened.go_to) as went:
        click(qtbot, opened, "data.continue")
    assert went.args == [Step.PREPARE]


def test_that_a_question_is_answered_with_a_click_and_can_be_answered_again(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    key = store.project.questions[0].key
    click(qtbot, opened, f"data.answer.{key}.missing")
    wait_until_read(qtbot, opened)
    assert store.project.questions[0].answer == "missing"
    assert child(opened, QLabel, "data.foot").text() == ""
    click(qtbot, opened, f"data.answer.{key}.value")
    wait_until_read(qtbot, opened)
    assert store.project.questions[0].answer == "value"


def test_that_a_question_brings_its_column_into_view(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    click(qtbot, opened, f"data.show.{store.project.questions[0].key}")
    table = child(opened, QTableView, "data.preview")
    chosen = {index.column() for index in table.selectionModel().selectedColumns()}
    assert chosen == {store.project.schema.names.index("smoker")}


def test_that_a_click_on_a_heading_changes_the_kind(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    table = child(opened, QTableView, "data.preview")
    click_heading(qtbot, table, 2, Qt.KeyboardModifier.NoModifier)
    choose(opened, "category")
    wait_until_read(qtbot, opened)
    assert store.project.schema["age"].kind is ColumnKind.CATEGORY
    assert {index.column() for index in table.selectionModel().selectedColumns()} == {2}


def test_that_alt_and_down_opens_the_menu_of_the_chosen_column(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    table = child(opened, QTableView, "data.preview")
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 1))
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    choose(opened, "text")
    wait_until_read(qtbot, opened)
    assert store.project.schema["sex"].kind is ColumnKind.TEXT


def test_that_several_headings_are_changed_together(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    table = child(opened, QTableView, "data.preview")
    click_heading(qtbot, table, 1, Qt.KeyboardModifier.NoModifier)
    open_menu(opened).close()
    click_heading(qtbot, table, 2, Qt.KeyboardModifier.ControlModifier)
    click_heading(qtbot, table, 2, Qt.KeyboardModifier.NoModifier)
    choose(opened, "leave out")
    plan = store.project.plan
    assert [plan.of(name).role for name in ("sex", "age")] == [Role.LEAVE_OUT, Role.LEAVE_OUT]
    store.undo_stack.undo()
    assert store.project.plan.columns == ()


def test_that_another_kind_takes_a_column_back_in(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    table = child(opened, QTableView, "data.preview")
    click_heading(qtbot, table, 1, Qt.KeyboardModifier.NoModifier)
    choose(opened, "leave out")
    click_heading(qtbot, table, 1, Qt.KeyboardModifier.NoModifier)
    choose(opened, "category")
    assert store.project.plan.columns == ()


def test_that_options_follow_the_file_and_can_be_changed_and_found_again(
    qtbot: QtBot, screen: DataScreen, store: ProjectStore, write: Write
) -> None:
    screen.open_file(write("a.csv", SEMICOLON))
    wait_until_read(qtbot, screen)
    delimiter = child(screen, QComboBox, "data.delimiter")
    assert delimiter.currentData() == ";"
    assert "is read as" in child(screen, QLabel, "data.found").text()
    assert not child(screen, QComboBox, "data.sheet").isVisible()
    delimiter.setFocus()
    qtbot.keyClick(delimiter, Qt.Key.Key_Down)
    wait_until_read(qtbot, screen)
    assert store.project.source is not None
    assert store.project.source.options.delimiter == "\t"
    click(qtbot, screen, "data.reset")
    wait_until_read(qtbot, screen)
    assert store.project.schema.names == ("name", "crp")
    assert delimiter.currentData() == ";"


def test_that_the_heading_row_is_changed_with_the_keyboard(
    qtbot: QtBot, screen: DataScreen, store: ProjectStore, write: Write
) -> None:
    screen.open_file(write("a.csv", SEMICOLON))
    wait_until_read(qtbot, screen)
    row = child(screen, QSpinBox, "data.heading_row")
    qtbot.keyClick(row, Qt.Key.Key_Up)
    wait_until_read(qtbot, screen)
    assert store.project.source is not None
    assert store.project.source.options.heading_row == 2


def test_that_a_new_reading_keeps_the_chosen_column_and_the_place(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    table = child(opened, QTableView, "data.preview")
    click(qtbot, opened, f"data.show.{store.project.questions[0].key}")
    table.verticalScrollBar().setValue(200)
    places = (table.horizontalScrollBar().value(), 200)
    click(qtbot, opened, f"data.answer.{store.project.questions[0].key}.missing")
    wait_until_read(qtbot, opened)
    assert (table.horizontalScrollBar().value(), table.verticalScrollBar().value()) == places
    assert {index.column() for index in table.selectionModel().selectedColumns()} == {10}


def test_that_a_file_that_cannot_be_read_is_no_dead_end(
    qtbot: QtBot, screen: DataScreen, write: Write, example_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.open_file(write("empty.csv", ""))
    wait_until_read(qtbot, screen)
    assert "The file is empty" in [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    monkeypatch.setattr(file_dialogs, "file_to_open", lambda *_args: example_file)
    click(qtbot, screen, "data.trouble.another")
    wait_until_read(qtbot, screen)
    assert child(screen, QPushButton, "data.continue").isEnabled()


def test_that_a_failed_file_leads_back_to_the_table_before(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore, write: Write
) -> None:
    before = store.project
    opened.open_file(write("empty.csv", ""))
    wait_until_read(qtbot, opened)
    click(qtbot, opened, "data.trouble.back")
    assert store.project == before
    assert child(opened, QTableView, "data.preview").isVisible()


def test_that_an_encoding_that_does_not_fit_keeps_the_options_on_screen(
    qtbot: QtBot, screen: DataScreen, write: Write
) -> None:
    screen.open_file(write("a.csv", SEMICOLON.replace("p1;", "Jürgen;")))
    wait_until_read(qtbot, screen)
    screen.reading.change_options(ImportOptions(encoding="ascii"))
    wait_until_read(qtbot, screen)
    assert child(screen, QWidget, "data.failure").isVisible()
    assert child(screen, QComboBox, "data.delimiter").isVisible()
    click(qtbot, screen, "data.failure.reset")
    wait_until_read(qtbot, screen)
    assert not child(screen, QWidget, "data.failure").isVisible()
    assert child(screen, QPushButton, "data.continue").isEnabled()


def test_that_a_project_without_rows_offers_to_read_the_file_again(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    from synthdesk.domain.disclosure import without_rows

    store.replace_project(without_rows(store.project), None)
    click(qtbot, opened, "data.read_again")
    wait_until_read(qtbot, opened)
    assert child(opened, QTableView, "data.preview").model().rowCount() == 200


def test_that_a_page_made_after_its_table_was_opened_shows_the_table(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    later = DataScreen(store, JobService(InlineRun))
    qtbot.addWidget(later)
    later.show()
    assert child(later, QTableView, "data.preview").model().rowCount() == 200
    assert later.lead.text() == "hospital_stays.csv · 1,000 rows, 16 columns"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_that_nothing_needs_sideways_scrolling(
    qtbot: QtBot, opened: DataScreen, themed: object, scale: float
) -> None:
    from PySide6.QtWidgets import QApplication

    from synthdesk.ui import theme

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, dark=True, scale=scale)
    opened.resize(1100, 640)
    qtbot.waitUntil(lambda: opened.area.horizontalScrollBar().maximum() == 0)
    theme.apply(application, dark=False, scale=1.0)


def test_that_personal_data_are_named_and_left_out_by_a_press(
    qtbot: QtBot, screen: DataScreen, store: ProjectStore, write: Write
) -> None:
    body = "".join(f"{'Bonn' if n % 2 else 'Ulm'};{n}\n" for n in range(40))
    screen.open_file(write("places.csv", "city;crp\n" + body))
    wait_until_read(qtbot, screen)
    assert store.project.plan.role_of(store.project.schema["city"]) is Role.LEARN
    proposed = child(screen, QPushButton, "data.personal.place.leave out")
    assert (proposed.text(), proposed.isChecked()) == ("Leave out (proposed)", False)
    click(qtbot, screen, "data.personal.place.leave out")
    assert store.project.plan.role_of(store.project.schema["city"]) is Role.LEAVE_OUT
    qtbot.waitUntil(lambda: child(screen, QPushButton, "data.personal.place.leave out").isChecked())
    store.undo_stack.undo()
    assert store.project.plan.role_of(store.project.schema["city"]) is Role.LEARN
    qtbot.waitUntil(lambda: child(screen, QPushButton, "data.personal.place.learn").isChecked())


def test_that_a_table_without_personal_data_shows_no_such_panel(
    qtbot: QtBot, screen: DataScreen, write: Write
) -> None:
    screen.open_file(
        write("plain.csv", "ward;crp\n" + "".join(f"{chr(97 + n % 2)};{n % 7}\n" for n in range(40)))
    )
    wait_until_read(qtbot, screen)
    assert not child(screen, QWidget, "data.personal").isVisible()


def test_that_an_opened_project_does_not_call_its_options_chosen(
    qtbot: QtBot, opened: DataScreen, store: ProjectStore
) -> None:
    assert child(opened, QLabel, "data.found").text().startswith("Found by itself: ")
    source = store.project.source
    assert source is not None
    store.replace_project(replace(store.project, source=replace(source, sha256="0" * 64)), None)
    assert child(opened, QLabel, "data.found").text().startswith("Read as before: ")


REDCAP = "record_id,sex,race___1,race___2,visit_complete\n" + "".join(
    f"{n},{1 + n % 2},{n % 2},{n // 2 % 2},{n % 3}\n" for n in range(60)
)
DICTIONARY = (
    "field_name,form_name,field_type,field_label,select_choices_or_calculations\n"
    'record_id,visit,text,Record,\nsex,visit,radio,Sex,"1, Female | 2, Male"\nrace,visit,checkbox,Race,"1, A | 2, B"\n'
)


def test_that_a_data_dictionary_is_chosen_for_an_export_of_redcap(
    qtbot: QtBot, screen: DataScreen, store: ProjectStore, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.open_file(write("export.csv", REDCAP))
    wait_until_read(qtbot, screen)
    assert "looks like an export of REDCap" in child(screen, QLabel, "data.remarks").text()
    screen.reading.path.parent.joinpath("elsewhere").mkdir()  # type: ignore[union-attr]
    dictionary = write("elsewhere/fields.csv", DICTIONARY)
    monkeypatch.setattr(file_dialogs, "file_to_open", lambda *_args: dictionary)
    click(qtbot, screen, "data.dictionary")
    wait_until_read(qtbot, screen)
    assert child(screen, QPushButton, "data.dictionary").text() == "fields.csv"
    assert child(screen, QTableView, "data.preview").model().index(0, 1).data() == "Female"
    assert store.project.schema["race___1"].label == "Race: A"


def test_that_a_file_that_is_no_export_of_redcap_asks_for_no_dictionary(opened: DataScreen) -> None:
    assert not child(opened, QPushButton, "data.dictionary").isVisible()


COPIED = "name\tnote\tcrp\n" + "".join(f'p{n}\t"two\nlines ""{n}"""\t{n},5\n' for n in range(40))


def test_that_ctrl_v_reads_the_table_in_the_clipboard_and_keeps_it_with_the_project(
    qtbot: QtBot, screen: DataScreen, store: ProjectStore, themed: QApplication
) -> None:
    themed.clipboard().setText(COPIED)
    screen.activateWindow()
    qtbot.keyClick(screen, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.lead.text() == "Pasted table · 40 rows, 3 columns")
    wait_until_read(qtbot, screen)
    assert store.project.schema["crp"].kind is ColumnKind.NUMBER
    assert store.project.source is not None
    kept = Path(store.project.source.path)
    assert store.work_folder in kept.parents
    assert kept.stat().st_mode & 0o077 == 0


def test_that_pasting_over_a_table_is_asked_and_nothing_in_the_clipboard_is_said(
    qtbot: QtBot,
    opened: DataScreen,
    store: ProjectStore,
    themed: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    before = store.project
    monkeypatch.setattr(problem_box, "ask", lambda _parent, title, *_args: asked.append(title) or "back")
    themed.clipboard().clear()
    click(qtbot, opened, "data.paste_another")
    themed.clipboard().setText(COPIED)
    click(qtbot, opened, "data.paste_another")
    assert asked == ["There is no table to paste", "Paste in place of the table that is open?"]
    assert store.project == before


def test_that_ages_dates_and_postal_codes_are_made_coarser_by_a_press_and_undone(
    qtbot: QtBot, screen: DataScreen, store: ProjectStore, write: Write
) -> None:
    body = "".join(f"{40 + n % 30 * 2};{10100 + n % 7};2021-0{1 + n % 9}-11\n" for n in range(60))
    screen.open_file(write("coarse.csv", "age;zip;seen\n" + body))
    wait_until_read(qtbot, screen)
    for card, way in (
        ("age", "90 and older together"),
        ("postal code", "first three digits"),
        ("date", "only the year"),
    ):
        click(qtbot, screen, f"data.personal.{card}.{way}")
        qtbot.waitUntil(
            lambda name=f"data.personal.{card}.{way}": child(screen, QPushButton, name).isChecked()
        )
    plan = store.project.plan
    assert (plan.of("age").maximum, plan.of("zip").letters, plan.of("seen").precision) == (
        "90",
        3,
        DatePrecision.YEAR,
    )
    click(qtbot, screen, "data.personal.age.learn")
    assert store.project.plan.of("age").maximum is None
    for _ in range(4):
        store.undo_stack.undo()
    assert store.project.plan.columns == ()


def test_that_all_rows_of_fewer_columns_are_read_where_the_file_is_too_large(
    qtbot: QtBot, screen: DataScreen, store: ProjectStore, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Memory:
        available = 200_000

    monkeypatch.setattr("psutil.virtual_memory", Memory)
    body = "".join(f"{n % 50};{'x' * 90} {n};{n / 8:.3f}\n" for n in range(2000))
    screen.open_file(write("large.csv", "age;note;crp\n" + body))
    wait_until_read(qtbot, screen)
    assert store.project.source is not None
    assert store.project.source.rows < 2000
    table = child(screen, QTableView, "data.preview")
    click_heading(qtbot, table, 1, Qt.KeyboardModifier.NoModifier)
    choose(screen, "leave out")
    click(qtbot, screen, "data.answer.size.columns")
    qtbot.waitUntil(lambda: screen.lead.text() == "large.csv · 2,000 rows, 2 columns")
    wait_until_read(qtbot, screen)
    assert store.project.schema.names == ("age", "crp")
