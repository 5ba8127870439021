"""Copies of real rows, in words."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.privacy import Outcome
from synthdesk.domain.results import EvaluationResult
from synthdesk.evaluation import summary
from synthdesk.evaluation.verdicts import judge_copies
from synthdesk.ui import theme
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.notice import Kind, Notice

_KINDS: dict[Outcome, Kind] = {Outcome.NONE: "info", Outcome.REVIEW: "warning", Outcome.STOP: "problem"}


class CopiesView(QWidget):
    """What was found, how sure that is, and how it was looked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = Notice("info", "")
        self.found.setObjectName("evaluate.copies")
        self.power = QLabel()
        self.power.setWordWrap(True)
        how = QLabel(
            self.tr(
                "A synthetic row counts as a copy when all its values equal those of a real row the model learned "
                "from. Rows with few columns or common values are equal by chance, too: the real rows that were "
                "held back show how often."
            )
        )
        how.setWordWrap(True)
        theme.muted(how)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        for each in (self.found, self.power, how):
            column.addWidget(each)
        column.addStretch(1)

    def show_result(self, result: EvaluationResult) -> None:
        """Show what was found in `result`."""
        kind = _KINDS[judge_copies(result.copies).outcome]
        self.found.say(kind, translated(summary.copies_sentence(result)))
        self.power.setText(translated(summary.power_sentence(result)))
