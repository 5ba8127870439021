"""Buttons of one look: the one that goes on, the others, and small ones with a symbol."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from synthdesk.ui import theme
from synthdesk.ui.icons import icon
from synthdesk.ui.widgets.named import named

Kind = Literal["primary", "secondary", "danger", "link"]

_ICON_COLORS = {"primary": "on_accent", "secondary": "text", "danger": "problem", "link": "accent"}


def button(
    text: str, object_name: str, tip: str, *, kind: Kind = "secondary", symbol: str = ""
) -> QPushButton:
    """Return a button; `symbol` names an icon, `tip` says in a sentence what it does."""
    made = QPushButton(text)
    made.setObjectName(object_name)
    made.setProperty("kind", kind)
    made.setToolTip(tip)
    made.setAutoDefault(True)
    if symbol:
        made.setIcon(icon(symbol, _ICON_COLORS[kind]))
        made.setIconSize(QSize(theme.space(5.5), theme.space(4)))
    if symbol == "arrow-right":
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return made


def icon_button(symbol: str, object_name: str, name: str, tip: str = "") -> QToolButton:
    """Return a small button that shows only a symbol; `name` is spoken."""
    made = named(QToolButton(), name, tip)
    made.setObjectName(object_name)
    made.setIcon(icon(symbol))
    made.setIconSize(QSize(theme.space(4.5), theme.space(4.5)))
    return made
