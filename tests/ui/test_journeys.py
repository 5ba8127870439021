"""The whole way in the window on the bundled example, with real child processes: by mouse, and by keyboard."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hands import child, click, words_on
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QTableView, QWidget
from pytestqt.qtbot import QtBot

from synthdesk.domain.exporting import ORIGIN
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.steps import Step
from synthdesk.ui.widgets import file_dialogs
from synthdesk.ui.widgets.notice import Notice

LONG_MS = 240_000
Key = Qt.Key


def page(window: MainWindow) -> QWidget:
    return window.stack.currentWidget()


def saved_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wait_for(qtbot: QtBot, check: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(check()), timeout=LONG_MS)


def test_that_the_mouse_leads_from_the_start_page_to_a_saved_file(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new rows.csv"
    monkeypatch.setattr(file_dialogs, "file_to_save", lambda *_args: target)
    window = make_window(processes=True)
    click(qtbot, page(window), "start.example")
    wait_for(qtbot, lambda: window.store.project.source is not None)
    question = window.store.project.questions[0].key
    click(qtbot, page(window), f"data.answer.{question}.missing")
    wait_for(qtbot, lambda: not window.store.project.open_questions)
    click(qtbot, page(window), "data.continue", patience=LONG_MS)
    assert window.pages.current is Step.PREPARE
    click(qtbot, page(window), "prepare.continue")
    click(qtbot, page(window), "train.preset.quick")
    click(qtbot, page(window), "train.expert")
    child(page(window), QComboBox, "train.synthesizer").setCurrentText("CTGAN")
    rounds = child(page(window), QSpinBox, "train.epochs")
    rounds.selectAll()
    qtbot.keyClicks(rounds, "2")
    click(qtbot, page(window), "train.start", patience=LONG_MS)
    wait_for(qtbot, lambda: window.store.project.run is not None)
    click(qtbot, page(window), "train.continue")
    wait_for(qtbot, lambda: window.store.project.evaluation is not None)
    table = child(page(window), QTableView, "evaluate.columns")
    assert table.model().rowCount() == 15
    click(qtbot, page(window), "evaluate.continue")
    click(qtbot, page(window), "export.content.both")
    click(qtbot, page(window), "export.save")
    saved = child(page(window), Notice, "export.saved")
    wait_for(qtbot, saved.isVisible)
    assert "Saved and checked: new rows.csv, 2,000 rows" in words_on(page(window))
    rows = saved_rows(target)
    assert [row[ORIGIN] for row in rows] == ["original"] * 1000 + ["synthetic"] * 1000


class Keyboard:
    """Presses keys where the focus is, as somebody without a mouse does."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot

    def press(self, key: Qt.Key, *keys: Qt.KeyboardModifier) -> None:
        # Without a window manager the window does not stay the active one by itself.
        with self._qtbot.waitActive(self._window):
            self._window.activateWindow()
        focus = self._window.focusWidget() or self._window
        modifiers = keys[0] if keys else Qt.KeyboardModifier.NoModifier
        self._qtbot.keyClick(focus, key, modifiers)

    def tab_to(self, name: str) -> None:
        """Press Tab until the control called `name` has the focus."""
        for _ in range(200):
            focus = self._window.focusWidget()
            if focus is not None and focus.objectName() == name:
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"{name} cannot be reached by Tab")

    def use(self, name: str) -> None:
        """Go to the button called `name` and press it, once it can be pressed."""
        button = child(page(self._window), QWidget, name)
        wait_for(self._qtbot, lambda: button.isVisible() and button.isEnabled())
        self.tab_to(name)
        self.press(Key.Key_Space)


def test_that_the_keyboard_leads_from_the_start_page_to_a_saved_file(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "rows.csv"
    monkeypatch.setattr(file_dialogs, "file_to_save", lambda *_args: target)
    window = make_window(processes=True)
    keyboard = Keyboard(window, qtbot)
    keyboard.use("start.example")
    wait_for(qtbot, lambda: window.store.project.source is not None)
    question = window.store.project.questions[0].key
    keyboard.use(f"data.answer.{question}.missing")
    wait_for(qtbot, lambda: not window.store.project.open_questions)
    keyboard.use("data.continue")
    keyboard.use("prepare.continue")
    keyboard.tab_to("train.preset.balanced")
    keyboard.press(Key.Key_Left)
    assert window.store.project.config.preset == "quick"
    keyboard.use("train.expert")
    keyboard.tab_to("train.synthesizer")
    keyboard.press(Key.Key_C)
    keyboard.tab_to("train.epochs")
    keyboard.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keyboard.press(Key.Key_2)
    keyboard.use("train.start")
    wait_for(qtbot, lambda: window.store.project.run is not None)
    keyboard.use("train.continue")
    wait_for(qtbot, lambda: window.store.project.evaluation is not None)
    keyboard.use("evaluate.continue")
    keyboard.tab_to("export.rows")
    keyboard.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for key in (Key.Key_2, Key.Key_5):
        keyboard.press(key)
    keyboard.use("export.where.add")
    value = child(page(window), QComboBox, "export.where.1.value")
    column = child(page(window), QComboBox, "export.where.1.column")
    name, wanted = column.currentData(), value.currentData()
    keyboard.use("export.save")
    wait_for(qtbot, child(page(window), Notice, "export.saved").isVisible)
    assert [row[name] for row in saved_rows(target)] == [wanted] * 25
    keyboard.press(Key.Key_F1)
    assert window.help.isVisible()
    assert child(window, QLabel, "train.result").text()
