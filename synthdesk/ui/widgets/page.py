"""The base of every screen: a heading, a body that scrolls, and a bar at the foot for what comes next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from synthdesk.ui import theme


class Page(QWidget):
    """A screen. Fill `body`; put buttons at the right of the heading into `tools`, next steps into the foot.

    `go_to` carries the `Step` that is to be opened. `help_topic` names the page of the bundled help. The foot stands
    below the part that scrolls, not on it: a screen reader looks for nothing on a scroll area but what scrolls.
    """

    go_to = Signal(object)
    help_topic = "start"

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.heading = theme.heading(QLabel(title), 1)
        self.heading.setWordWrap(True)
        self.lead = theme.muted(QLabel())
        self.lead.setWordWrap(True)
        self.lead.hide()
        self.tools = QHBoxLayout()
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.space(4))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._build_content())
        self.foot = QFrame()
        self.foot.setProperty("bar", True)  # noqa: FBT003  # Qt's own signature
        self.foot.hide()
        self._foot_row = QHBoxLayout(self.foot)
        self._foot_row.setContentsMargins(theme.space(6), theme.space(3), theme.space(6), theme.space(3))
        self._foot_row.setSpacing(theme.space(3))
        self.foot_text = theme.muted(QLabel())
        self.foot_text.setWordWrap(True)
        self._foot_row.addWidget(self.foot_text, 1)
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self.area, 1)
        parts.addWidget(self.foot)

    def set_lead(self, text: str) -> None:
        """Show one sentence under the heading that says what this page is for."""
        self.lead.setText(text)
        self.lead.setVisible(bool(text))

    def add_to_foot(self, widget: QWidget) -> None:
        """Add a button to the bar at the foot, which is always on screen; the last one added stands right."""
        self._foot_row.addWidget(widget)
        self.foot.show()

    def set_foot_text(self, text: str) -> None:
        """Show a sentence in the bar at the foot, left of its buttons."""
        self.foot_text.setText(text)

    def _build_content(self) -> QWidget:
        content = QWidget()
        content.setObjectName("page.content")
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.space(6), theme.space(5), theme.space(6), theme.space(5))
        column.setSpacing(theme.space(4))
        words = QVBoxLayout()
        words.setSpacing(theme.space(1))
        words.addWidget(self.heading)
        words.addWidget(self.lead)
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addLayout(words, 1)
        head.addLayout(self.tools)
        column.addLayout(head)
        column.addLayout(self.body, 1)
        return content
