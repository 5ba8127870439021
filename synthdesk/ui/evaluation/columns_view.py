"""Each column, real against synthetic: a table, worst first, and a large plot of the chosen one."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.results import ColumnComparison
from synthdesk.ui import theme
from synthdesk.ui.evaluation.side_by_side import SideBySide
from synthdesk.ui.evaluation.table_view import ComparisonTable
from synthdesk.ui.evaluation.tables import column_headings
from synthdesk.ui.texts import percent_words
from synthdesk.ui.widgets.plot import Plot


class ColumnsView(SideBySide):
    """The comparisons of all columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0.55, parent)
        self._dates: frozenset[str] = frozenset()
        self.table = ComparisonTable[ColumnComparison](self.tr("Columns, worst first"), column_headings())
        self.table.setObjectName("evaluate.columns")
        self.table.chosen.connect(self._on_chosen)
        self.plot = Plot(self.tr("Real and synthetic values of a column"))
        self.title = theme.heading(QLabel(), 3)
        self.words = theme.muted(QLabel())
        self.words.setWordWrap(True)
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(theme.space(3), 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.plot, 1)
        self.addWidget(self.table)
        self.addWidget(detail)

    def show_columns(self, columns: tuple[ColumnComparison, ...], dates: frozenset[str]) -> None:
        """Show `columns`; those named in `dates` hold times."""
        self._dates = dates
        self.table.show_rows(columns)

    def _on_chosen(self, chosen: object) -> None:
        if not isinstance(chosen, ColumnComparison):
            return
        self.title.setText(chosen.name)
        words = self.tr("{percent} similar · real {real}, synthetic {synthetic}").format(
            percent=percent_words(chosen.similarity), real=chosen.real_words, synthetic=chosen.synthetic_words
        )
        self.words.setText(words)
        self.plot.setAccessibleName(
            self.tr("Real and synthetic values of {column}").format(column=chosen.name)
        )
        self.plot.describe(f"{chosen.name}: {words}")
        self.plot.draw_comparison(chosen.real, chosen.synthetic, dates=chosen.name in self._dates)
