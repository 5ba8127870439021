"""What stands on a page while work goes on: a sentence, how far it is, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.texts import percent_words
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.named import named

_PARTS = 1000


class Waiting(QWidget):
    """A sentence with a progress bar and a button "Cancel"."""

    cancelled = Signal()

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self.sentence = QLabel(sentence)
        self.sentence.setWordWrap(True)
        self.bar = named(QProgressBar(), sentence or self.tr("Progress"))
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.cancel = button(
            self.tr("Cancel"), "waiting.cancel", self.tr("Give this work up; nothing is changed")
        )
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        column.addWidget(self.sentence)
        column.addLayout(row)

    def say(self, sentence: str, share: float | None = None) -> None:
        """Show `sentence`, and how far the work is (0-1, or None when nobody knows)."""
        self.sentence.setText(sentence)
        self.bar.setAccessibleName(sentence)
        if share is None:
            self.bar.setRange(0, 0)
            return
        self.bar.setRange(0, _PARTS)
        self.bar.setValue(round(_PARTS * share))
        self.bar.setAccessibleDescription(percent_words(share))
