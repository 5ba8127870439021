"""The table of the first rows: misfits are shaded, headings open the menu of kinds."""

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QTableView,
    QWidget,
)

from synthdesk.domain.schema import ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.data.heading import KindHeader
from synthdesk.ui.data.kind_menu import KindMenu
from synthdesk.ui.data.preview_model import (
    PreviewContent,
    PreviewTableModel,
)
from synthdesk.ui.widgets.named import named

_WIDEST_LETTERS = 30
_SAMPLE_ROWS = 60


class PreviewTable(QTableView):
    """Shows `PreviewContent`; `kind_chosen` carries the names of columns and a `ColumnKind` or None (leave out)."""

    kind_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PreviewTableModel(self)
        self._menu: KindMenu | None = None
        self._may_change = True
        self.setHorizontalHeader(KindHeader(self))
        self.setModel(self._model)
        self._configure()
        self._header.kind_wanted.connect(self._on_kind_wanted)

    @property
    def _header(self) -> KindHeader:
        header = self.horizontalHeader()
        assert isinstance(header, KindHeader)
        return header

    def show_content(self, content: PreviewContent, *, may_change: bool) -> None:
        """Show `content`; scroll place and chosen columns stay where the columns do."""
        self._may_change = may_change
        names = self._names_chosen()
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        before = tuple(heading.name for heading in self._model.content.headings)
        self._model.show_content(content)
        after = tuple(heading.name for heading in content.headings)
        if before != after:
            self._fit_columns()
            self._choose([place for place, name in enumerate(after) if name in names])
        else:
            self._widen_columns()
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def open_menu(self) -> None:
        """Open the menu of kinds for the chosen columns, or for the one with the cursor."""
        names = self._names_chosen()
        headings = [heading for heading in self._model.content.headings if heading.name in names]
        if not headings or not self._may_change:
            return
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = KindMenu(headings, self)
        self._menu.chosen.connect(self._on_chosen)
        self._menu.popup(self._menu_place(headings[0].name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down_with_alt = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if down_with_alt or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_menu()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        if arg__1.reason() is QContextMenuEvent.Reason.Mouse:
            self._choose_under(arg__1.pos())
        self.open_menu()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_model"):
            self._give_room()

    def reveal(self, name: str) -> None:
        """Choose the column `name` and bring it into view."""
        names = [heading.name for heading in self._model.content.headings]
        if name in names:
            self._choose([names.index(name)])
            self.scrollTo(self.currentIndex())

    def _give_room(self) -> None:
        """Set the room beside the texts of cells, in the scale of the letters."""
        own = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self) + 1
        sheet = f"QTableView::item {{ padding: 0 {max(0, theme.space(2) - own)}px; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    def _configure(self) -> None:
        named(
            self,
            self.tr("The first rows of the table"),
            self.tr("Alt+Down opens the menu of a column's kind."),
        )
        self.setObjectName("data.preview")
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self._give_room()
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._on_header_menu)

    def _on_kind_wanted(self, section: int) -> None:
        if self._header.section_name(section) not in self._names_chosen():
            self._choose([section])
        self.open_menu()

    def _on_header_menu(self, place: QPoint) -> None:
        section = self._header.logicalIndexAt(place)
        if section >= 0:
            self._on_kind_wanted(section)

    def _on_chosen(self, kind: ColumnKind | None) -> None:
        self.kind_chosen.emit(self._names_chosen(), kind)

    def _names_chosen(self) -> tuple[str, ...]:
        headings = self._model.content.headings
        columns = sorted({index.column() for index in self.selectionModel().selectedColumns()})
        if not columns and self.currentIndex().isValid():
            columns = [self.currentIndex().column()]
        return tuple(headings[column].name for column in columns)

    def _choose(self, columns: list[int]) -> None:
        selection = QItemSelection()
        last = self._model.rowCount() - 1
        for column in columns:
            selection.select(self._model.index(0, column), self._model.index(last, column))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if columns:
            self.setCurrentIndex(self._model.index(0, columns[0]))
        self.selectionModel().select(selection, flags)

    def _choose_under(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if index.isValid() and not self.selectionModel().isColumnSelected(index.column(), self.rootIndex()):
            self._choose([index.column()])

    def _menu_place(self, name: str) -> QPoint:
        names = [heading.name for heading in self._model.content.headings]
        return self._header.section_corner(names.index(name))

    def _fit_columns(self) -> None:
        metrics = self.fontMetrics()
        pad, widest = theme.space(7), theme.letters(_WIDEST_LETTERS)
        for column in range(self._model.columnCount()):
            sample = [row[column] for row in self._model.content.rows[:_SAMPLE_ROWS]]
            widths = [metrics.horizontalAdvance(text) for text in sample if text]
            need = min(max(widths, default=0) + pad, widest)
            self.setColumnWidth(column, max(need, self._header.sectionSizeHint(column)))
        row_height = metrics.lineSpacing() + theme.space(2)
        self.verticalHeader().setDefaultSectionSize(row_height)

    def _widen_columns(self) -> None:
        """Make room where another kind has a longer name; never take any away."""
        for column in range(self._model.columnCount()):
            need = self._header.sectionSizeHint(column)
            if need > self.columnWidth(column):
                self.setColumnWidth(column, need)
