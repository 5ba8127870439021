"""The first page: a place to drop a table, the example, recent projects, and what an earlier start left."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.storage.recovery import Recovered
from synthdesk.ui import theme
from synthdesk.ui.icons import picture
from synthdesk.ui.start.drop_area import DropArea
from synthdesk.ui.start.recent_list import RecentList
from synthdesk.ui.start.way import WayStrip
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.page import Page
from synthdesk.ui.worker import JobService

_BESIDE_LETTERS = 100
"""On a page narrower than this many letters the parts stand one below the other."""


class StartScreen(Page):
    """Where everybody begins. It only asks; the window opens what was chosen."""

    choose_wanted = Signal()
    open_project_wanted = Signal()
    example_wanted = Signal()
    project_wanted = Signal(object)
    forget_wanted = Signal(object)
    recovery_wanted = Signal(object)
    discard_wanted = Signal(object)

    help_topic = "start"

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._store, self._jobs = store, jobs
        self._recovered: Recovered | None = None
        self.heading.setText(self.tr("Make a synthetic table from a real one"))
        self.setAccessibleName(self.tr("Start"))
        self.set_lead(
            self.tr(
                "SynthDesk learns the pattern of your table and makes new rows that follow it, on this computer alone."
            )
        )
        self.recovery = self._build_recovery()
        self.drop = DropArea()
        self.drop.choose_pressed.connect(self.choose_wanted)
        self.drop.project_pressed.connect(self.open_project_wanted)
        self.recent = RecentList()
        self.recent.chosen.connect(self.project_wanted)
        self.recent.forgotten.connect(self.forget_wanted)
        self.body.addWidget(self.recovery)
        self.body.addLayout(self._build_columns(), 1)
        self.body.addWidget(WayStrip())
        self.body.addLayout(self._build_promise())

    def set_recent(self, names: Sequence[str]) -> None:
        """Show these project files, the latest first."""
        self.recent.set_paths([Path(name) for name in names])

    def set_recovered(self, found: Recovered | None) -> None:
        """Offer what an earlier start left; None offers nothing."""
        self._recovered = found
        self.recovery.setVisible(found is not None)
        if found is None:
            return
        when = datetime.fromtimestamp(found.saved_at).astimezone()
        today = when.date() == datetime.now(when.tzinfo).date()
        words = when.strftime("%H:%M") if today else when.strftime("%Y-%m-%d %H:%M")
        if found.unfinished is not None:
            text = self.tr("A training was not finished. Its state and your work up to {when} are kept.")
        else:
            text = self.tr("SynthDesk ended unexpectedly. Your work up to {when} is kept.")
        self.recovery.say("warning", text.format(when=words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.area.viewport().width() > theme.letters(_BESIDE_LETTERS)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if hasattr(self, "_columns") and self._columns.direction() != direction:
            self._columns.setDirection(direction)

    def _build_recovery(self) -> Notice:
        made = Notice("warning", "", symbol="refresh")
        again = button(self.tr("Open it"), "start.recover", self.tr("Go on where it ended"), kind="primary")
        discard = button(self.tr("Discard"), "start.discard", self.tr("Delete what was kept"))
        again.clicked.connect(self._on_recover)
        discard.clicked.connect(self._on_discard)
        made.add(again)
        made.add(discard)
        made.hide()
        return made

    def _build_columns(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._columns = row
        row.setSpacing(theme.space(4))
        row.addWidget(self.drop, 3)
        right = QVBoxLayout()
        right.setSpacing(theme.space(4))
        right.addWidget(self._build_example())
        right.addWidget(self._build_recent(), 1)
        row.addLayout(right, 2)
        return row

    def _build_example(self) -> Card:
        card = Card(self.tr("Try the example"))
        text = QLabel(
            self.tr(
                "1,000 invented hospital stays: with dates, a code for missing values and a rare outcome."
            )
        )
        text.setWordWrap(True)
        theme.muted(text)
        go = button(
            self.tr("&Try the example"),
            "start.example",
            self.tr("Open the invented table; the whole way takes about three minutes"),
            symbol="sparkle",
        )
        go.clicked.connect(self.example_wanted)
        card.body.addWidget(text)
        card.body.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _build_recent(self) -> Card:
        card = Card(self.tr("Recent projects"))
        card.body.addWidget(self.recent, 1)
        return card

    def _build_promise(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        sign = QLabel()
        sign.setPixmap(picture("offline", theme.space(4.5), "good", self.devicePixelRatioF()))
        text = QLabel(
            self.tr(
                "Nothing leaves this computer. SynthDesk opens no network connection and sends no reports."
            )
        )
        text.setWordWrap(True)
        theme.muted(text)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(text, 1)
        return row

    @Slot()
    def _on_recover(self) -> None:
        self.recovery_wanted.emit(self._recovered)

    @Slot()
    def _on_discard(self) -> None:
        self.discard_wanted.emit(self._recovered)
