"""The first rows of the file as a Qt table, with the kind of each column in the heading."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.data.cells import CellState, cell_state
from synthdesk.ui.icons import icon
from synthdesk.ui.kinds import kind_words

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

STATE_ROLE = Qt.ItemDataRole.UserRole + 1
"""Role of a cell's `CellState`."""
KIND_WORDS_ROLE = Qt.ItemDataRole.UserRole + 2
"""Role of the second line of a heading."""
LEFT_OUT_ROLE = Qt.ItemDataRole.UserRole + 3
"""Role of a heading: whether the column is left out by the user."""

NOTHING = "–"
"""Shown in a cell without a value."""

_NUMBERS = (ColumnKind.WHOLE_NUMBER, ColumnKind.NUMBER)
_RIGHT = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of one column; `column` and `facts` are None until the file was read whole."""

    name: str
    kind: ColumnKind
    column: Column | None = None
    facts: ColumnFacts | None = None
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class PreviewContent:
    """What the preview shows: headings and rows of texts."""

    headings: tuple[Heading, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()


class PreviewTableModel(QAbstractTableModel):
    """At most 200 rows of texts as they stand in the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = PreviewContent()
        self._states: dict[tuple[int, int], CellState] = {}

    @property
    def content(self) -> PreviewContent:
        return self._content

    def show_content(self, content: PreviewContent) -> None:
        """Show other rows or kinds; the view keeps its place when names and number of rows stay."""
        before, same = self._content, _shape(content) == _shape(self._content)
        if content == before:
            return
        if not same:
            self.beginResetModel()
        self._content = content
        self._states.clear()
        if not same:
            self.endResetModel()
            return
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        if content.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(content.rows) - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._content.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._content.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _one_line(self._content.rows[index.row()][index.column()]) or NOTHING
        if role == Qt.ItemDataRole.TextAlignmentRole:
            heading = self._content.headings[index.column()]
            return int(_RIGHT if heading.kind in _NUMBERS else _LEFT)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._cell_words(index.row(), index.column())
        return self._look(self._state(index.row(), index.column()), index.column(), role)

    def _look(self, state: CellState, column: int, role: int) -> object:
        """Return colours and symbols: misfits are shaded and marked, what is not learned is paler."""
        misfit, missing = state is CellState.MISFIT, state in (CellState.EMPTY, CellState.MISSING_CODE)
        if role == STATE_ROLE:
            return state
        if role == Qt.ItemDataRole.ForegroundRole and (missing or self._content.headings[column].left_out):
            return QColor(theme.colors().muted)
        if role == Qt.ItemDataRole.BackgroundRole and misfit:
            return QColor(theme.colors().warning_tint)
        if role == Qt.ItemDataRole.DecorationRole and misfit:
            return icon("warning", "warning")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._content.headings):
            return None
        return self._heading_data(self._content.headings[section], role)

    def _heading_data(self, heading: Heading, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return _one_line(heading.name)
        if role == KIND_WORDS_ROLE:
            return self._kind_words(heading)
        if role == LEFT_OUT_ROLE:
            return heading.left_out
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._heading_words(heading)
        return None

    def _state(self, row: int, column: int) -> CellState:
        known = self._states.get((row, column))
        if known is None:
            known = cell_state(self._content.rows[row][column], self._content.headings[column].column)
            self._states[row, column] = known
        return known

    def _kind_words(self, heading: Heading) -> str:
        return self.tr("Left out") if heading.left_out else kind_words(heading.kind)

    def _heading_words(self, heading: Heading) -> str:
        words = self.tr("{name}: {kind}. Click, or press Alt+Down, to change what it is.").format(
            name=heading.name, kind=self._kind_words(heading)
        )
        facts = heading.facts
        if facts is not None and facts.misfits:
            one, many = self.tr("One cell does not fit."), self.tr("{count:,} cells do not fit.")
            words += "\n" + (one if facts.misfits == 1 else many).format(count=facts.misfits)
        return words

    def _cell_words(self, row: int, column: int) -> str | None:
        heading, state = self._content.headings[column], self._state(row, column)
        text = self._content.rows[row][column]
        if state is CellState.EMPTY:
            return self.tr("Missing")
        if state is CellState.MISSING_CODE:
            return self.tr("“{text}” is read as missing.").format(text=text)
        if state is not CellState.MISFIT:
            return None
        words = self.tr("“{text}” does not fit the kind {kind} and is read as missing.")
        words = words.format(text=text, kind=kind_words(heading.kind))
        if heading.facts is not None and heading.facts.misfits > 1:
            others = self.tr("{count:,} cells of this column are like this.")
            words += "\n" + others.format(count=heading.facts.misfits)
        return words


def _shape(content: PreviewContent) -> tuple[tuple[str, ...], int]:
    return tuple(heading.name for heading in content.headings), len(content.rows)


def _one_line(text: str | None) -> str:
    return " ".join(text.split("\n")) if text else ""
