"""The look of the tables of this page, and which row is chosen."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from synthdesk.ui import theme
from synthdesk.ui.evaluation.share_delegate import ShareDelegate
from synthdesk.ui.evaluation.tables import ComparisonTableModel, Heading, sorted_by_value
from synthdesk.ui.widgets.last_column import fit_last_column
from synthdesk.ui.widgets.named import named

T = TypeVar("T")


class ComparisonTable(QTableView, Generic[T]):
    """A sortable table of results; `chosen` carries the row the user looks at."""

    chosen = Signal(object)

    def __init__(self, name: str, headings: Sequence[Heading[T]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, self.tr("Choose a row with the arrow keys; click a heading to sort"))
        self._rows = ComparisonTableModel(headings, self)
        self._sorted = sorted_by_value(self._rows, self)
        self.setModel(self._sorted)
        self.delegate = ShareDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def show_rows(self, rows: Sequence[T]) -> None:
        """Show `rows` in their own order and choose the first."""
        self._sorted.sort(-1)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._rows.set_rows(rows)
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {theme.space(1.5)}px; }}")
        self.verticalHeader().setDefaultSectionSize(theme.space(8))
        fit_last_column(self)
        if rows:
            self.setCurrentIndex(self._sorted.index(0, 0))

    def give_room_to(self, place: int) -> None:
        """Let the column at `place` take what room the others leave, and cut its words where there is too little."""
        self.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_last_column(self)

    def _on_current_changed(self) -> None:
        current = self._sorted.mapToSource(self.currentIndex())
        if current.isValid():
            self.chosen.emit(self._rows.row(current.row()))
