"""The whole comparison: summary, the tabs with its parts, and the fixed caution."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthdesk.domain.results import EvaluationResult
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.evaluation import summary
from synthdesk.ui import theme
from synthdesk.ui.evaluation.analyses_view import AnalysesView
from synthdesk.ui.evaluation.columns_view import ColumnsView
from synthdesk.ui.evaluation.expert_view import ExpertView
from synthdesk.ui.evaluation.matrix_view import MatrixView
from synthdesk.ui.evaluation.pairs_view import PairsView
from synthdesk.ui.evaluation.predictions_view import PredictionsView
from synthdesk.ui.evaluation.privacy_view import PrivacyView
from synthdesk.ui.evaluation.questions_view import QuestionsView
from synthdesk.ui.evaluation.rows_view import RowsView
from synthdesk.ui.evaluation.tiles import ResultTiles
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.tabs import Tabs


class ResultPanel(QWidget):
    """Shows an `EvaluationResult`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = ResultTiles()
        self.tabs = Tabs(self.tr("Parts of the comparison"))
        self.tabs.setObjectName("evaluate.tabs")
        self.columns, self.pairs, self.matrix = ColumnsView(), PairsView(), MatrixView()
        self.predictions, self.analyses, self.privacy = PredictionsView(), AnalysesView(), PrivacyView()
        self.rows, self.expert, self.questions = RowsView(), ExpertView(), QuestionsView()
        for view, title in (
            (self.columns, self.tr("Columns")),
            (self.pairs, self.tr("Pairs")),
            (self.matrix, self.tr("All pairs")),
            (self.rows, self.tr("Whole rows")),
            (self.predictions, self.tr("Predictions")),
            (self.analyses, self.tr("Your comparisons")),
            (self.privacy, self.tr("Privacy")),
            (self.questions, self.tr("Your questions")),
            (self.expert, self.tr("Expert")),
        ):
            self.tabs.add(view, title)
        card = Card()
        card.body.addWidget(self.tabs)
        self.caution = Notice("plain", "")
        self.caution.setObjectName("evaluate.caution")
        self._notes = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self.tiles)
        column.addLayout(self._notes)
        column.addWidget(card, 1)
        column.addWidget(self.caution)

    def show_result(self, result: EvaluationResult, schema: Schema) -> None:
        """Show `result`; `schema` tells which columns hold dates."""
        dates = frozenset(c.name for c in schema if c.kind is ColumnKind.DATETIME)
        self.tiles.show_result(result)
        self.columns.show_columns(result.columns, dates)
        self.pairs.show_pairs(result.pairs)
        self.matrix.show_pairs(result.pair_matrix, _in_order(result, schema))
        self.predictions.show_result(result)
        self.rows.show_result(result)
        self.expert.show_result(result)
        self.analyses.show_analyses(result.analyses)
        self.privacy.show_result(result)
        self.caution.say("plain", translated(summary.caution(result)))
        while self._notes.count():
            old = self._notes.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for note in result.notes:
            self._notes.addWidget(Notice("info", translated(note)))


def _in_order(result: EvaluationResult, schema: Schema) -> tuple[str, ...]:
    """Return the compared columns in the order of the table."""
    compared = {c.name for c in result.columns}
    ordered = tuple(name for name in schema.names if name in compared)
    return ordered + tuple(sorted(compared.difference(ordered)))
