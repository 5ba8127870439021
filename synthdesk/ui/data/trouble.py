"""What stands on the page when a file cannot be read: what happened, what to do, and the ways on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.events import Failed
from synthdesk.ui import theme
from synthdesk.ui.icons import picture
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout


class Trouble(QWidget):
    """A problem in the place of the table. The signals name the buttons."""

    another_wanted = Signal()
    again_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failure: Failed | None = None
        self._picture = QLabel()
        self.title = theme.heading(QLabel(), 2)
        self.happened, self.remedy = QLabel(), QLabel()
        for label in (self.title, self.happened, self.remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._build()

    def show_failure(self, failure: Failed, *, can_go_back: bool) -> None:
        """Show what happened; `can_go_back` offers the table that was open before."""
        self._failure = failure
        self.title.setText(translated(failure.title))
        self.happened.setText(translated(failure.happened))
        self.remedy.setText(translated(failure.remedy))
        self._back.setVisible(can_go_back)
        self._details.setVisible(bool(failure.details))
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(picture("problem", theme.space(9), "problem", ratio))

    def _build(self) -> None:
        another = button(
            self.tr("Choose another file …"),
            "data.trouble.another",
            self.tr("Choose another file to read"),
            kind="primary",
            symbol="folder",
        )
        again = button(self.tr("Try again"), "data.trouble.again", self.tr("Read the same file once more"))
        self._back = button(
            self.tr("Back to the table before"),
            "data.trouble.back",
            self.tr("Go on with the table that is still open"),
        )
        self._details = button(
            self.tr("Details"), "data.trouble.details", self.tr("What support needs to know"), kind="link"
        )
        another.clicked.connect(self.another_wanted)
        again.clicked.connect(self.again_wanted)
        self._back.clicked.connect(self.back_wanted)
        self._details.clicked.connect(self._on_details)
        ways = QWidget()
        flow = FlowLayout(ways)
        for way in (another, again, self._back, self._details):
            flow.addWidget(way)
        self._lay_out(ways)

    def _lay_out(self, ways: QWidget) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.space(2))
        for widget in (self.title, self.happened, self.remedy):
            words.addWidget(widget)
        words.addSpacing(theme.space(3))
        words.addWidget(ways)
        row = QHBoxLayout()
        row.setSpacing(theme.space(5))
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)

    def _on_details(self) -> None:
        if self._failure is not None:
            problem_box.show_problem(self, self._failure)
