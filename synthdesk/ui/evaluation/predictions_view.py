"""What synthetic rows are worth for predictions: learned from synthetic rows, tried on real ones."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.results import ColumnUsefulness, EvaluationResult
from synthdesk.evaluation import summary
from synthdesk.ui import theme
from synthdesk.ui.evaluation.table_view import ComparisonTable
from synthdesk.ui.evaluation.tables import usefulness_headings
from synthdesk.ui.texts import translated


class PredictionsView(QWidget):
    """One row for each column that can be predicted from the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setWordWrap(True)
        theme.muted(self.words)
        headings = usefulness_headings()
        self.table = ComparisonTable[ColumnUsefulness](self.tr("Predictions, worst first"), headings)
        self.table.setObjectName("evaluate.predictions")
        self.table.delegate.graded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.words)
        column.addWidget(self.table, 1)

    def show_result(self, result: EvaluationResult) -> None:
        """Show what was measured."""
        words = summary.usefulness_sentence(result)
        self.words.setText(
            self.tr("No column with categories could be predicted from the others.")
            if words is None
            else translated(words)
        )
        self.table.setVisible(bool(result.usefulness))
        self.table.show_rows(result.usefulness)
