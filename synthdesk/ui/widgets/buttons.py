"""Buttons of one look: the one that goes on, the others, and small ones with a symbol."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QToolButton

from synthdesk.ui import theme
from synthdesk.ui.icons import icon
from synthdesk.ui.widgets.named import named

Kind = Literal["primary", "secondary", "danger", "link"]

_FEWEST_LETTERS = 12
_MNEMONIC = Qt.TextFlag.TextShowMnemonic.value
_ICON_COLORS = {"primary": "on_accent", "secondary": "text", "danger": "problem", "link": "accent"}


def button(
    text: str, object_name: str, tip: str, *, kind: Kind = "secondary", symbol: str = "", elided: bool = False
) -> QPushButton:
    """Return a button; `symbol` names an icon, `tip` says in a sentence what it does.

    An `elided` one may be narrower than its words.
    """
    made = ElidedButton(text) if elided else QPushButton(text)
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


class ElidedButton(QPushButton):
    """A button that leaves out the middle of its words where it is too narrow for them; its tip tells them whole."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # it may be narrower

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.letters(_FEWEST_LETTERS), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        option, metrics = QStyleOptionButton(), self.fontMetrics()
        self.initStyleOption(option)
        room = self.width() - self.sizeHint().width() + metrics.size(_MNEMONIC, self.text()).width()
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room, _MNEMONIC)
        option.text = words  # type: ignore[attr-defined]  # the stubs lack the fields of the option
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


def icon_button(symbol: str, object_name: str, name: str, tip: str = "") -> QToolButton:
    """Return a small button that shows only a symbol; `name` is spoken."""
    made = named(QToolButton(), name, tip)
    made.setObjectName(object_name)
    made.setIcon(icon(symbol))
    made.setIconSize(QSize(theme.space(4.5), theme.space(4.5)))
    return made
