"""A heading that opens and closes what stands under it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.icons import icon


class Fold(QWidget):
    """Shows `content` when its heading is pressed; closed at first."""

    toggled = Signal(bool)

    def __init__(self, title: str, tip: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setToolTip(tip)
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(theme.space(4), theme.space(4)))
        self.head.toggled.connect(self._on_toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(content)
        self._on_toggled(False)  # noqa: FBT003  # the signal's own value

    def set_title(self, title: str) -> None:
        self.head.setText(title)

    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001  # a slot
        self.head.setIcon(icon("chevron-down" if is_open else "chevron-right"))
        self.content.setVisible(is_open)
        self.toggled.emit(is_open)
