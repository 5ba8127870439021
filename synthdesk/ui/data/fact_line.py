"""One quiet line with a symbol: something that was found or proved."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from synthdesk.ui import theme
from synthdesk.ui.icons import picture


class FactLine(QWidget):
    """A symbol and a sentence; an empty sentence takes no room."""

    def __init__(self, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbol, self._color = "info", "muted"
        self._picture = QLabel()
        self.text = QLabel()
        self.text.setObjectName(object_name)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.say("", "info", "muted")

    def say(self, sentence: str, symbol: str, color: str) -> None:
        """Show `sentence` behind the icon `symbol` in a colour of the theme."""
        self._symbol, self._color = symbol, color
        self.text.setText(sentence)
        self.setVisible(bool(sentence))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_picture"):
            self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(picture(self._symbol, theme.space(4), self._color, ratio))
