"""Cards that group what belongs together, and what stands on a page before there is anything to show."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.icons import picture
from synthdesk.ui.widgets.buttons import button as make_button


class Card(QFrame):
    """A surface with a title; fill `body`, and put small buttons beside the title into `tools`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)  # noqa: FBT003  # Qt's own signature
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.space(4), theme.space(3.5), theme.space(4), theme.space(4))
        outer.setSpacing(theme.space(2.5))
        self.title = theme.heading(QLabel(title), 3)
        self.title.setWordWrap(True)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(theme.space(1))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addLayout(self.tools)
        outer.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space(2.5))
        outer.addLayout(self.body, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Change the title; an empty one takes no room."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)


class EmptyState(QWidget):
    """A symbol, a sentence that says what comes here, and the button that leads there."""

    pressed = Signal()

    def __init__(self, symbol: str, sentence: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbol = symbol
        column = QVBoxLayout(self)
        column.setSpacing(theme.space(4))
        column.addStretch(2)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._picture)
        self.sentence = QLabel(sentence)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.muted(self.sentence)
        column.addWidget(self.sentence)
        self.button: QPushButton = make_button(button, "empty.go", button or sentence, kind="primary")
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.pressed)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._draw()

    def set_words(self, sentence: str, button: str = "") -> None:
        """Change the sentence and the button; without text there is no button."""
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setToolTip(button)
        self.button.setVisible(bool(button))

    def add_button(self, another: QPushButton) -> None:
        """Put another button below the first."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self.button) + 1, another, 0, Qt.AlignmentFlag.AlignHCenter)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_picture"):
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(picture(self._symbol, theme.space(14), "muted", self.devicePixelRatioF()))
