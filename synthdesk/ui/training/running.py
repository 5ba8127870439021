"""What stands on the page while training runs: the figure, how far it is, and the buttons that end it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QProgressBar, QVBoxLayout, QWidget

from synthdesk.domain.events import EpochDone
from synthdesk.ui import theme
from synthdesk.ui.texts import bytes_words, duration_words, percent_words, translated
from synthdesk.ui.training.verdict import Course
from synthdesk.ui.training.watching import Watched
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.named import named
from synthdesk.ui.widgets.notice import Notice

MOST_NOTICES = 3

_PARTS = 1000
_LETTERS_SIDE_BY_SIDE = 100
_TONES = {Course.FALLING: "warning", Course.STUCK: "problem"}


class RunningPanel(QWidget):
    """The big figure with its verdict on the left, the progress on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self.figure = theme.heading(QLabel("–"), 0)
        self.figure.setObjectName("train.figure")
        self.verdict = QLabel()
        self.verdict.setObjectName("train.verdict")
        self.verdict.setWordWrap(True)
        self.line = theme.muted(QLabel())
        self.line.setObjectName("train.line")
        self.line.setWordWrap(True)
        self.phase = QLabel()
        self.phase.setWordWrap(True)
        self.bar = named(QProgressBar(), self.tr("Progress of the training"))
        self.bar.setTextVisible(False)
        card = Card()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.space(6))
        self._row.addLayout(self._build_figure(), 2)
        self._row.addWidget(self._build_divider())
        self._row.addLayout(self._build_progress(), 3)
        card.body.addLayout(self._row)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(theme.space(2))
        self._noticed = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(card)
        column.addLayout(self._notices)

    def begin(self) -> None:
        """Show a run of which nothing is known yet."""
        for notice in self.findChildren(Notice):
            notice.hide()
            notice.deleteLater()
        self._noticed = 0
        self.figure.setText("–")
        self.verdict.setText(self.tr("The first figure comes after a few rounds."))
        self.phase.setText(self.tr("Preparing …"))
        self.line.setText("")
        self.bar.setRange(0, 0)
        self._said = ""

    def show_run(self, watched: Watched) -> None:
        """Show what is known of the run now."""
        if watched.measured is not None:
            self.figure.setText(percent_words(watched.measured.similarity))
            self._show_verdict(watched)
        share = watched.share
        if share is not None:
            self.bar.setRange(0, _PARTS)
            self.bar.setValue(round(_PARTS * share))
            self.bar.setAccessibleDescription(percent_words(share))
        self._show_line(watched)
        for what in watched.notices[self._noticed :]:
            self._add_notice(translated(what))
        self._noticed = len(watched.notices)

    def say(self, words: str) -> None:
        """Say in a word what the run does; it stands until the run tells otherwise."""
        self._said = words
        self.phase.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.letters(_LETTERS_SIDE_BY_SIDE)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._divider.setVisible(not narrow)

    def _show_verdict(self, watched: Watched) -> None:
        verdict = watched.verdict
        self.verdict.setText(translated(verdict.words))
        tone = _TONES.get(verdict.course, "")
        if self.verdict.property("tone") != tone:
            self.verdict.setProperty("tone", tone)
            self.verdict.style().unpolish(self.verdict)
            self.verdict.style().polish(self.verdict)

    def _show_line(self, watched: Watched) -> None:
        if watched.last is not None and watched.begun is not None:
            self.line.setText(self._run_words(watched.last, watched.begun.device_words))
        if self._said:
            return
        if watched.is_paused:
            self.phase.setText(self.tr("Paused"))
        elif watched.last is not None:
            self.phase.setText(self.tr("Learning"))
        elif watched.preparing is not None:
            self.phase.setText(translated(watched.preparing.what))

    def _run_words(self, last: EpochDone, device: str) -> str:
        round_words = self.tr("round {done:,} of {all:,}").format(done=last.epoch, all=last.epochs)
        parts = [
            round_words,
            self.tr("{time} done").format(time=duration_words(last.seconds)),
            self.tr("about {time} left").format(time=duration_words(last.seconds_left)),
            device,
            self.tr("{memory} memory").format(memory=bytes_words(last.memory_bytes)),
        ]
        return " · ".join(parts)

    def _add_notice(self, words: str) -> None:
        shown = [n for n in self.findChildren(Notice) if not n.isHidden()]
        for old in shown[: max(0, len(shown) - MOST_NOTICES + 1)]:
            old.hide()
            old.deleteLater()
        self._notices.addWidget(Notice("info", words))

    def _build_figure(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.space(1))
        caption = theme.muted(QLabel(self.tr("Similarity so far")))
        tip = self.tr(
            "100 % would mean that the tables cannot be told apart column by column and pair by pair. "
            "It says nothing about privacy."
        )
        for label in (caption, self.figure):
            label.setToolTip(tip)
            column.addWidget(label)
        column.addWidget(self.verdict)
        column.addStretch(1)
        return column

    def _build_divider(self) -> QFrame:
        self._divider = QFrame()
        self._divider.setFrameShape(QFrame.Shape.VLine)
        self._divider.setFrameShadow(QFrame.Shadow.Plain)
        self._divider.setStyleSheet("color: palette(mid);")
        return self._divider

    def _build_progress(self) -> QVBoxLayout:
        theme.heading(self.phase, 3)
        column = QVBoxLayout()
        column.setSpacing(theme.space(2))
        column.addWidget(self.phase)
        column.addWidget(self.bar)
        column.addWidget(self.line)
        column.addStretch(1)
        return column
