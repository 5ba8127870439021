"""What a user does with a page: find a control by its name, click it, read what is on screen."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 20_000


def child(page: QWidget, kind: type[W], name: str) -> W:
    """Return the control called `name`."""
    found = page.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def click(qtbot: QtBot, page: QWidget, name: str, *, patience: int = PATIENCE_MS) -> None:
    """Click the button called `name` as soon as it can be clicked."""
    button = child(page, QAbstractButton, name)
    qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled(), timeout=patience)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def words_on(page: QWidget) -> str:
    """Return every text of a label that is on screen."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
