"""A field for one value, spelled as in the file; what does not fit is said at once and never taken over."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.widgets.named import named

Check = Callable[[str], str]
"""Returns what is wrong with a text, or "" when it fits."""


class ValueField(QWidget):
    """Sends `committed` with the text, "" when the field was emptied."""

    committed = Signal(str)

    def __init__(self, object_name: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check: Check = _anything
        self._shown = ""
        self.edit = named(QLineEdit(), name, tip)
        self.edit.setObjectName(object_name)
        self.edit.setClearButtonEnabled(True)
        self.problem = QLabel()
        self.problem.setObjectName(f"{object_name}.problem")
        self.problem.setWordWrap(True)
        self.problem.setProperty("tone", "problem")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.edit)
        column.addWidget(self.problem)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.editingFinished.connect(self._on_editing_finished)

    def show_value(self, text: str, placeholder: str, check: Check) -> None:
        """Show `text`; from now on `check` tells what fits."""
        self._check, self._shown = check, text
        self.edit.setPlaceholderText(placeholder)
        with QSignalBlocker(self.edit):
            self.edit.setText(text)
        self._say(check(text) if text else "")

    def _on_text_changed(self, text: str) -> None:
        self._say(self._check(text.strip()) if text.strip() else "")

    def _on_editing_finished(self) -> None:
        text = self.edit.text().strip()
        if text != self._shown and not (text and self._check(text)):
            self._shown = text
            self.committed.emit(text)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.edit.setAccessibleDescription(problem)
        if self.edit.property("invalid") != bool(problem):
            self.edit.setProperty("invalid", bool(problem))
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)


def _anything(_text: str) -> str:
    return ""
