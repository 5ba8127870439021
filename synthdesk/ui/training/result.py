"""What stands on the page when a trained model is there: how good it is, and whether it still fits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.project import Project
from synthdesk.domain.results import RunRecord
from synthdesk.ui import theme
from synthdesk.ui.texts import duration_words, percent_words
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.notice import Notice

CLOSE = 0.03
NEAR = 0.10
"""How far below two halves of the real data a table may be to count as close, or as near."""


class ResultPanel(QWidget):
    """The record of the project's run."""

    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outdated = Notice("warning", "")
        again = button(
            self.tr("Train &again"),
            "train.again.outdated",
            self.tr("Train with the settings as they are now"),
            symbol="refresh",
        )
        again.clicked.connect(self.again_wanted)
        self.outdated.add(again)
        self.figure = theme.heading(QLabel(), 0)
        self.figure.setObjectName("train.result")
        self.meaning = QLabel()
        self.meaning.setWordWrap(True)
        self.facts = theme.muted(QLabel())
        self.facts.setWordWrap(True)
        card = Card()
        card.body.addWidget(theme.muted(QLabel(self.tr("Similarity of the trained model"))))
        card.body.addWidget(self.figure)
        card.body.addWidget(self.meaning)
        card.body.addWidget(self.facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self.outdated)
        column.addWidget(card)

    def show_run(self, project: Project) -> None:
        """Show the run of `project`."""
        run = project.run
        if run is None:
            return
        self.figure.setText(percent_words(run.similarity))
        self.meaning.setText(self._meaning_words(run))
        self.facts.setText(self._facts_words(run))
        self.outdated.setVisible(not project.run_is_current)
        if not project.run_is_current:
            self.outdated.say(
                "warning",
                self.tr(
                    "The data or the preparation was changed after this training. The model still has the old state."
                ),
            )

    def _meaning_words(self, run: RunRecord) -> str:
        behind = run.halves - run.similarity
        if behind <= CLOSE:
            template = self.tr("Nearly as similar as two halves of the real data are ({percent}).")
        elif behind <= NEAR:
            template = self.tr("Two halves of the real data reach {percent}. More rounds may come closer.")
        else:
            template = self.tr(
                "Clearly less than two halves of the real data ({percent}). Train longer, or group rare "
                "categories in Prepare."
            )
        return template.format(percent=percent_words(run.halves))

    def _facts_words(self, run: RunRecord) -> str:
        parts = [
            self.tr("best state: round {best:,} of {done:,}").format(
                best=run.best_epoch, done=run.epochs_done
            ),
            duration_words(run.seconds),
            self.tr("{learned:,} rows learned, {held:,} held back to measure").format(
                learned=run.rows_learned, held=run.rows_held_out
            ),
            run.device_words,
        ]
        if run.rows_left_out:
            parts.insert(3, self.tr("{rows:,} left out").format(rows=run.rows_left_out))
        if run.stopped_early:
            parts.append(self.tr("ended before the last round"))
        return " · ".join(parts)
