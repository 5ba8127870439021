"""The window as a whole: steps, menus, title, help."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.steps import Step


def test_that_the_window_opens_on_the_start_page(window: MainWindow) -> None:
    assert window.pages.current is Step.START
    assert window.windowTitle() == "SynthDesk"


@pytest.mark.parametrize("step", list(Step))
def test_that_every_step_can_be_opened_from_the_keyboard(
    window: MainWindow, qtbot: QtBot, step: Step
) -> None:
    window.activateWindow()
    qtbot.keyClick(
        window, Qt.Key(Qt.Key.Key_0.value + list(Step).index(step)), Qt.KeyboardModifier.AltModifier
    )
    assert window.pages.current is step
    assert window.stack.currentWidget().isVisible()
