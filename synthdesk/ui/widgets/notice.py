"""A sentence that stands out: its kind shows as a shape, a tint and a spoken word."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.icons import picture
from synthdesk.ui.widgets.flow import FlowLayout

Kind = Literal["info", "good", "warning", "problem", "plain"]

_SYMBOLS = {"info": "info", "good": "good", "warning": "warning", "problem": "problem", "plain": "info"}
_COLORS = {"info": "accent", "good": "good", "warning": "warning", "problem": "problem", "plain": "muted"}


class Notice(QFrame):
    """One sentence with a symbol; `add` puts buttons below it."""

    def __init__(self, kind: Kind, text: str, parent: QWidget | None = None, *, symbol: str = "") -> None:
        super().__init__(parent)
        self._own_symbol = symbol
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(3), theme.space(2.5), theme.space(3), theme.space(2.5))
        row.setSpacing(theme.space(2.5))
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.space(2))
        column.addWidget(self.text)
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons)
        self._buttons.hide()
        column.addWidget(self._buttons)
        row.addLayout(column, 1)
        self.kind: Kind = kind
        self.say(kind, text)

    def say(self, kind: Kind, text: str) -> None:
        """Change the kind and the sentence."""
        self.kind = kind
        self.text.setText(text)
        self.setProperty("notice", kind)
        self.setAccessibleName(text)
        self.style().unpolish(self)
        self.style().polish(self)
        self._draw()

    def add(self, widget: QWidget) -> None:
        """Put a button below the sentence."""
        self._flow.addWidget(widget)
        self._buttons.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "kind"):
            self._draw()

    def _draw(self) -> None:
        symbol = self._own_symbol or _SYMBOLS[self.kind]
        self._picture.setPixmap(
            picture(symbol, theme.space(4.5), _COLORS[self.kind], self.devicePixelRatioF())
        )
