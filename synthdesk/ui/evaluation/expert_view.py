"""Figures that readers of papers ask for and that say nothing about privacy: scores and distances by name."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.results import EvaluationResult
from synthdesk.evaluation.report_quality import CLOSENESS_NOTE, distances
from synthdesk.ui import theme
from synthdesk.ui.evaluation.table_view import ComparisonTable
from synthdesk.ui.evaluation.tables import Heading
from synthdesk.ui.texts import percent_words, translated
from synthdesk.ui.widgets.notice import Notice


@dataclass(frozen=True, slots=True)
class Distance:
    """One figure of synthetic rows and of held-out real rows."""

    name: str
    synthetic: float
    real: float


class ExpertView(QWidget):
    """Scores of SDMetrics by its definitions, and distances to the nearest learned row, named similarity."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scores = QLabel()
        self.scores.setWordWrap(True)
        self.note = Notice("warning", translated(CLOSENESS_NOTE))
        self.table = ComparisonTable[Distance](self.tr("Similarity by distances"), _headings())
        self.table.setObjectName("evaluate.distances")
        title = theme.heading(QLabel(self.tr("Similarity by distances to the nearest learned row")), 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for part in (self.scores, title, self.note):
            column.addWidget(part)
        column.addWidget(self.table, 1)

    def show_result(self, result: EvaluationResult) -> None:
        """Show what was measured."""
        quality = result.quality
        self.setVisible(quality is not None)
        if quality is None:
            return
        scores = quality.published
        self.scores.setText(
            self.tr(
                "SDMetrics by its definitions: Column Shapes {shapes}; Column Pair Trends {all} over all {pairs:,} "
                "pairs, {related} over the {some:,} pairs that hang together in the real table."
            ).format(
                shapes=_percent(scores.shapes),
                all=_percent(scores.trends_all_pairs),
                related=_percent(scores.trends_related_pairs),
                pairs=scores.pairs,
                some=scores.related_pairs,
            )
        )
        found = quality.closeness
        self.table.show_rows(
            () if found is None else [Distance(translated(n), v, r) for n, v, r in distances(found)]
        )


def _headings() -> tuple[Heading[Distance], ...]:
    return (
        Heading("", lambda d: d.name, lambda d: d.name),
        Heading(_tr("Synthetic"), lambda d: f"{d.synthetic:.3f}", lambda d: d.synthetic, is_number=True),
        Heading(_tr("Held-back real rows"), lambda d: f"{d.real:.3f}", lambda d: d.real, is_number=True),
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else percent_words(share, 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExpertView", text)
