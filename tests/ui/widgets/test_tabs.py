"""Tabs take the room of the page on screen."""

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from synthdesk.ui.widgets.tabs import Tabs


def test_that_a_long_page_that_is_hidden_takes_no_room(app: QApplication, qtbot: QtBot) -> None:
    tabs = Tabs("parts")
    qtbot.addWidget(tabs)
    for words in ("short", "word " * 2000):
        label = QLabel(words)
        label.setWordWrap(True)
        tabs.add(label, "part")
    tabs.show()
    short = tabs.heightForWidth(300)
    tabs.setCurrentIndex(1)
    assert tabs.heightForWidth(300) > 10 * short
    tabs.setCurrentIndex(0)
    assert tabs.heightForWidth(300) == short
