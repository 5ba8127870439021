"""Two columns together: the pairs that differ most, with the real and the synthetic two-way table."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.results import PairComparison
from synthdesk.ui import theme
from synthdesk.ui.evaluation.side_by_side import SideBySide
from synthdesk.ui.evaluation.table_view import ComparisonTable
from synthdesk.ui.evaluation.tables import pair_headings
from synthdesk.ui.texts import percent_words
from synthdesk.ui.widgets.plot import Plot

_LETTERS_PER_MAP = 40


class PairsView(SideBySide):
    """The worst pairs, and two heat maps of the chosen one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0.36, parent)
        self.table = ComparisonTable[PairComparison](
            self.tr("Pairs of columns, worst first"), pair_headings()
        )
        self.table.setObjectName("evaluate.pairs")
        self.table.chosen.connect(self._on_chosen)
        self.title = theme.heading(QLabel(), 3)
        self.title.setWordWrap(True)
        self.real = Plot(self.tr("Real rows"))
        self.synthetic = Plot(self.tr("Synthetic rows"))
        self.note = theme.muted(QLabel(self.tr("The darker, the more rows have both values.")))
        self.note.setWordWrap(True)
        self._maps = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._maps.setSpacing(theme.space(3))
        self._maps.addLayout(_titled(self.tr("real"), self.real), 1)
        self._maps.addLayout(_titled(self.tr("synthetic"), self.synthetic), 1)
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(theme.space(3), 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addLayout(self._maps, 1)
        self.addWidget(self.table)
        self.addWidget(detail)

    def show_pairs(self, pairs: tuple[PairComparison, ...]) -> None:
        """Show `pairs`."""
        self.table.show_rows(pairs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        very_narrow = self.width() < 2 * theme.letters(_LETTERS_PER_MAP)
        directions = QBoxLayout.Direction
        self._maps.setDirection(directions.TopToBottom if very_narrow else directions.LeftToRight)
        super().resizeEvent(event)

    def _on_chosen(self, chosen: object) -> None:
        if not isinstance(chosen, PairComparison):
            return
        self.title.setText(
            self.tr("{first} with {second}: {percent} similar").format(
                first=chosen.first, second=chosen.second, percent=percent_words(chosen.similarity)
            )
        )
        highest = max(
            (share for table in (chosen.real, chosen.synthetic) for row in table for share in row), default=0
        )
        for plot, table, words in (
            (self.real, chosen.real, self.tr("Real rows: {first} with {second}")),
            (self.synthetic, chosen.synthetic, self.tr("Synthetic rows: {first} with {second}")),
        ):
            name = words.format(first=chosen.first, second=chosen.second)
            plot.setAccessibleName(name)
            plot.describe(f"{name}. {_largest(chosen, table)}")
            if table:
                plot.draw_heat(chosen.first_labels, chosen.second_labels, table, highest=highest)
            else:
                plot.clear()


def _largest(pair: PairComparison, table: tuple[tuple[float, ...], ...]) -> str:
    """Return the fullest cell in words."""
    cells = [(share, i, j) for i, row in enumerate(table) for j, share in enumerate(row)]
    if not cells:
        return ""
    share, i, j = max(cells)
    return f"{pair.first_labels[i]} × {pair.second_labels[j]}: {percent_words(share)}"


def _titled(title: str, plot: Plot) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(QLabel(title))
    column.addWidget(plot, 1)
    return column
