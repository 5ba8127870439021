"""The left part of the page: a search field and the table of columns."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStyle,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from synthdesk.domain.preprocessing import MissingTreatment, Role
from synthdesk.domain.project import Project
from synthdesk.ui import theme
from synthdesk.ui.icons import icon
from synthdesk.ui.prepare.column_model import ColumnsFilter, ColumnsTableModel
from synthdesk.ui.widgets.last_column import fit_last_column
from synthdesk.ui.widgets.named import named

_LEAST_ROWS = 8


class ColumnsPane(QWidget):
    """Sends `chosen_changed` when other columns are chosen, `menu_wanted` with a place on the screen."""

    chosen_changed = Signal()
    menu_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ColumnsTableModel(self)
        self._filter = ColumnsFilter(self)
        self._filter.setSourceModel(self._model)
        self.search = named(
            QLineEdit(), self.tr("Find a column"), self.tr("Part of a name, a kind, or what will be done")
        )
        self.search.setObjectName("prepare.search")
        self.table = named(
            QTableView(),
            self.tr("Columns of the table"),
            self.tr("Choose one or several columns to set them up"),
        )
        self.table.setObjectName("prepare.columns")
        self._nothing = theme.muted(QLabel(self.tr("No column matches.")))
        self._build()
        self._connect()

    @property
    def chosen_names(self) -> tuple[str, ...]:
        """The names of the chosen columns, in the order shown."""
        indexes = self.table.selectionModel().selectedRows()
        rows = sorted(indexes, key=lambda index: index.row())
        return tuple(self._model.name_of(self._filter.mapToSource(index).row()) for index in rows)

    def show_project(self, project: Project) -> None:
        """Show the columns of `project`; the first one is chosen when none is."""
        before = self.chosen_names
        self._model.show_project(project)
        if not self.chosen_names:
            self.choose(before)
        self._fit_height()

    def choose(self, names: tuple[str, ...]) -> None:
        """Choose the columns `names`, or the first one when none of them is there."""
        rows = [row for row in range(self._filter.rowCount()) if self._name_at(row) in names]
        if not rows and self._filter.rowCount():
            rows = [0]
        flags = QItemSelectionModel.SelectionFlag
        selection = self.table.selectionModel()
        selection.clearSelection()
        for row in rows:
            selection.select(self._filter.index(row, 0), flags.Select | flags.Rows)
        if rows:
            selection.setCurrentIndex(self._filter.index(rows[0], 0), flags.NoUpdate)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_model"):
            self._fit_height()

    def _build(self) -> None:
        self.search.setPlaceholderText(self.tr("Find a column …"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._configure_table()
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignHCenter)

    def _configure_table(self) -> None:
        table = self.table
        table.setModel(self._filter)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSortingEnabled(True)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_searched)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.customContextMenuRequested.connect(self._on_menu)

    def _on_searched(self, text: str) -> None:
        before = self.chosen_names
        self._filter.search(text)
        found = self._filter.rowCount() > 0
        self._nothing.setVisible(not found)
        if not self.chosen_names:
            self.choose(before)
        self.chosen_changed.emit()

    def _on_selection_changed(self) -> None:
        self.chosen_changed.emit()

    def _on_menu(self, place: QPoint) -> None:
        if self.chosen_names:
            self.menu_wanted.emit(self.table.viewport().mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit_last_column(self.table)

    def _name_at(self, row: int) -> str:
        return self._model.name_of(self._filter.mapToSource(self._filter.index(row, 0)).row())

    def _fit_height(self) -> None:
        row = self.table.fontMetrics().lineSpacing() + theme.space(3)
        self.table.verticalHeader().setDefaultSectionSize(row)
        self.table.setIconSize(QSize(theme.space(4), theme.space(4)))
        own = self.table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self.table) + 1
        sheet = f"QTableView::item {{ padding: 0 {max(0, theme.space(2) - own)}px; }}"
        if sheet != self.table.styleSheet():
            self.table.setStyleSheet(sheet)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setMinimumHeight(header + _LEAST_ROWS * row)
        fit_last_column(self.table)


def columns_menu(
    parent: QWidget,
    title: str,
    roles: tuple[tuple[Role, str], ...],
    treatments: tuple[tuple[MissingTreatment, str], ...],
) -> QMenu:
    """Return the menu that sets one thing for all chosen columns.

    Each action carries what to set as its data: ("role" or "missing", value).
    """
    menu = QMenu(parent)
    menu.setObjectName("prepare.menu")
    head = menu.addAction(title)
    head.setEnabled(False)
    for what, choices in (("role", roles), ("missing", treatments)):
        if choices:
            menu.addSeparator()
        for value, words in choices:
            action = menu.addAction(words)
            action.setObjectName(f"prepare.set.{what}.{value}")
            action.setData((what, value))
    return menu
