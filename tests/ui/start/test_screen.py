"""The start page as a user meets it."""

import time
from pathlib import Path

import pytest
from hands import click, words_on
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from synthdesk.domain.project import Project
from synthdesk.storage.recovery import Recovered
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.steps import Step
from synthdesk.ui.widgets import file_dialogs


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, buttons, keys))


def test_that_a_dropped_table_is_read(window: MainWindow, qtbot: QtBot, example_file: Path) -> None:
    drop(window, example_file)
    qtbot.waitUntil(lambda: window.store.project.source is not None, timeout=20_000)
    assert window.pages.current is Step.DATA


def test_that_a_chosen_table_is_read(
    window: MainWindow, qtbot: QtBot, example_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_dialogs, "file_to_open", lambda *_args: example_file)
    click(qtbot, window, "start.choose")
    qtbot.waitUntil(lambda: window.store.project.source is not None, timeout=20_000)


def test_that_recent_projects_can_be_taken_off_the_list(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "ward 3.synthdesk"
    path.write_bytes(b"")
    window.preferences.remember(path)
    shown = window.findChild(QListWidget, "start.recent")
    assert isinstance(shown, QListWidget)
    assert shown.count() == 1
    shown.setCurrentRow(0)
    qtbot.keyClick(shown, Qt.Key.Key_Delete)
    assert window.preferences.now.recent == ()


def test_that_work_left_by_a_crash_is_offered_with_its_time(window: MainWindow, tmp_path: Path) -> None:
    found = Recovered(tmp_path / "entry", Project(), None, tmp_path, time.time(), None)
    window.start_wiring.offer((found,))
    assert "SynthDesk ended unexpectedly. Your work up to" in words_on(window)


def test_that_left_work_can_be_discarded(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    entry = tmp_path / "entry"
    entry.write_bytes(b"{}")
    found = Recovered(entry, Project(), None, tmp_path / "work", time.time(), None)
    window.start_wiring.offer((found,))
    click(qtbot, window, "start.discard")
    assert not entry.exists()
    assert "ended unexpectedly" not in words_on(window)
