"""What people open by mistake, in the window: each gives a clear sentence and a way on, and nothing is lost."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bad_tables import ODD, TOO_POOR, UNREADABLE
from hands import child, click, words_on
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from synthdesk.ui.data.screen import DataScreen
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.steps import Step
from synthdesk.ui.widgets import file_dialogs

LONG_MS = 20_000


def opened(window: MainWindow, qtbot: QtBot, path: Path) -> DataScreen:
    window.opening.open_path(path)
    screen = window.pages.page(Step.DATA)
    assert isinstance(screen, DataScreen)
    qtbot.waitUntil(lambda: not screen.reading.is_busy, timeout=LONG_MS)
    return screen


def is_told(screen: DataScreen, window: MainWindow) -> bool:
    failure = screen.reading.failure
    assert failure is not None
    assert failure.details == ""
    words = words_on(screen)
    return (
        str(failure.title) in words and str(failure.remedy) in words and window.store.project.source is None
    )


@pytest.mark.parametrize("name", UNREADABLE)
def test_that_a_file_without_a_table_is_explained_and_another_can_be_chosen(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    example_file: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / name
    path.write_bytes(UNREADABLE[name])
    screen = opened(window, qtbot, path)
    assert is_told(screen, window)
    monkeypatch.setattr(file_dialogs, "file_to_open", lambda *_args: example_file)
    ways = (child(screen, QPushButton, name) for name in ("data.trouble.another", "data.another"))
    way = next(button for button in ways if button.isVisible())
    click(qtbot, screen, way.objectName())
    qtbot.waitUntil(lambda: window.store.project.source is not None, timeout=LONG_MS)


@pytest.mark.parametrize("name", TOO_POOR)
def test_that_a_table_too_poor_to_learn_from_is_refused_before_training(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(TOO_POOR[name])
    screen = opened(window, qtbot, path)
    if screen.reading.failure is not None:
        assert is_told(screen, window)
        return
    window.open_step(Step.TRAIN)
    page = window.stack.currentWidget()
    start = child(page, QPushButton, "train.start")
    qtbot.waitUntil(lambda: not start.isEnabled(), timeout=LONG_MS)
    reasons = ("at least", "No column is learned.")
    qtbot.waitUntil(lambda: any(reason in words_on(page) for reason in reasons))


@pytest.mark.parametrize("name", ODD)
def test_that_an_odd_table_can_go_on_to_training(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(ODD[name], encoding="utf-8")
    screen = opened(window, qtbot, path)
    assert screen.reading.failure is None
    click(qtbot, screen, "data.continue")
    click(qtbot, window.stack.currentWidget(), "prepare.continue")
    start = child(window.stack.currentWidget(), QPushButton, "train.start")
    qtbot.waitUntil(start.isEnabled, timeout=LONG_MS)


def test_that_a_missing_file_and_a_folder_are_named(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for path in (tmp_path / "gone.csv", tmp_path):
        assert is_told(opened(window, qtbot, path), window)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_that_a_file_that_may_not_be_read_is_told(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "locked.csv"
    path.write_text("age\n1\n", encoding="utf-8")
    path.chmod(0)
    assert is_told(opened(window, qtbot, path), window)


def test_that_a_bad_file_leaves_the_open_table_as_it_is(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, example_file: Path
) -> None:
    window = make_window()
    opened(window, qtbot, example_file)
    before = window.store.project
    screen = window.pages.page(Step.DATA)
    assert isinstance(screen, DataScreen)
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    screen.open_file(path)
    qtbot.waitUntil(lambda: not screen.reading.is_busy, timeout=LONG_MS)
    click(qtbot, screen, "data.trouble.back")
    assert window.store.project == before
