"""The result at a glance: one sentence, and a tile for each figure."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.privacy import Outcome
from synthdesk.domain.results import EvaluationResult
from synthdesk.evaluation import summary
from synthdesk.evaluation.verdicts import Grade
from synthdesk.ui import theme
from synthdesk.ui.texts import percent_words, translated
from synthdesk.ui.widgets.notice import Kind, Notice

_LETTERS_PER_TILE = 26
_KINDS: dict[Grade, Kind] = {Grade.GOOD: "good", Grade.LOOK_CLOSER: "warning", Grade.PROBLEM: "problem"}
_TONES = {Outcome.NONE: "", Outcome.REVIEW: "warning", Outcome.STOP: "problem"}


class Tile(QFrame):
    """A title, a large figure, and a sentence that says what to compare it with."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)  # noqa: FBT003  # Qt's own signature
        self._title = title
        self.figure = theme.heading(QLabel(), 1)
        self.words = theme.muted(QLabel())
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(3))
        column.setSpacing(theme.space(0.5))
        column.addWidget(theme.muted(QLabel(title)))
        column.addWidget(self.figure)
        column.addWidget(self.words)
        column.addStretch(1)

    def say(self, figure: str, words: str, tone: str = "") -> None:
        """Show `figure` with `words` below it."""
        self.figure.setText(figure)
        self.words.setText(words)
        self.figure.setProperty("tone", tone)
        self.figure.style().unpolish(self.figure)
        self.figure.style().polish(self.figure)
        self.setAccessibleName(f"{self._title}: {figure}. {words}")


class ResultTiles(QWidget):
    """The summary of an `EvaluationResult`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Notice("good", "")
        self.sentence.setObjectName("evaluate.sentence")
        self.columns = Tile(self.tr("Single columns"))
        self.pairs = Tile(self.tr("Pairs of columns"))
        self.copies = Tile(self.tr("Copies of real rows"))
        self.usefulness = Tile(self.tr("Predictions learned from it"))
        self._across = 0
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.space(3))
        self._place(len(self._tiles()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self.sentence)
        column.addLayout(self._grid)

    def show_result(self, result: EvaluationResult) -> None:
        """Show `result`."""
        kind = _KINDS[summary.grade_of(result)]
        self.sentence.say(kind, translated(summary.sentence(result)))
        halves = self.tr("two halves of the real data: {percent}")
        self.columns.say(
            percent_words(result.synthetic.columns),
            halves.format(percent=percent_words(result.halves.columns)),
        )
        self.pairs.say(
            percent_words(result.synthetic.pairs), halves.format(percent=percent_words(result.halves.pairs))
        )
        self._show_copies(result)
        self._show_usefulness(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() // theme.letters(_LETTERS_PER_TILE)
        self._place(next((n for n in (4, 2) if n <= room), 1))

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        for place in range(max(across, self._across)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)
        self._across = across
        for number, tile in enumerate(self._tiles()):
            self._grid.addWidget(tile, number // across, number % across)

    def _show_copies(self, result: EvaluationResult) -> None:
        copies, outcome = result.copies, summary.copies_outcome(result)
        words = self.tr(
            "of {rows:,} synthetic rows; of {held:,} real rows held back {by_chance:,} equal one"
        ).format(rows=copies.synthetic_rows, held=copies.holdout_rows, by_chance=copies.holdout_copies)
        self.copies.say(f"{copies.synthetic_copies:,}", words, _TONES[outcome])
        self.copies.setToolTip(translated(summary.copies_sentence(result)))

    def _show_usefulness(self, result: EvaluationResult) -> None:
        measured = result.usefulness
        self.usefulness.setVisible(bool(measured))
        if not measured:
            return
        of_synthetic = sum(u.synthetic for u in measured) / len(measured)
        of_real = sum(u.real for u in measured) / len(measured)
        words = self.tr("real rows in the right order; learned from real rows: {percent}").format(
            percent=percent_words(of_real)
        )
        self.usefulness.say(percent_words(of_synthetic), words)

    def _tiles(self) -> tuple[Tile, ...]:
        return self.columns, self.pairs, self.usefulness, self.copies
