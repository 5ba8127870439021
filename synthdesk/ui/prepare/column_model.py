"""The columns of the table as a Qt table: name, kind, missing, different values, what will be done."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor

from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.preprocessing import PreprocessPlan, Role
from synthdesk.domain.project import Project
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.icons import icon
from synthdesk.ui.kinds import kind_words
from synthdesk.ui.prepare.effects import what_is_done
from synthdesk.ui.prepare.facts_words import percent_of

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
"""Role of the value rows are sorted by."""
SEARCH_ROLE = Qt.ItemDataRole.UserRole + 2
"""Role of the text that is searched."""

KIND_ICONS = {
    ColumnKind.WHOLE_NUMBER: "number",
    ColumnKind.NUMBER: "number",
    ColumnKind.YES_NO: "yes-no",
    ColumnKind.CATEGORY: "category",
    ColumnKind.DATETIME: "date",
    ColumnKind.TEXT: "text",
    ColumnKind.IDENTIFIER: "identifier",
}
_LEFT = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class Field(IntEnum):
    """The columns of this table."""

    NAME = 0
    KIND = 1
    MISSING = 2
    DISTINCT = 3
    DONE = 4


_FIGURES = (Field.MISSING, Field.DISTINCT)


@dataclass(frozen=True, slots=True)
class Row:
    """One column of the data."""

    column: Column
    facts: ColumnFacts | None
    done: str
    is_learned: bool


class ColumnsTableModel(QAbstractTableModel):
    """One row for each column of the data, in the order of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def show_project(self, project: Project) -> None:
        """Show the columns of `project`; chosen rows stay chosen while the names are the same."""
        rows = rows_of(project)
        if rows == self._rows:
            return
        if _names(rows) != _names(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(Field) - 1))

    def name_of(self, row: int) -> str:
        """Return the name of the column shown in `row`."""
        return self._rows[row].column.name

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(Field)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, field = self._rows[index.row()], Field(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, field)
        if role == SORT_ROLE:
            return _sort_value(row, field)
        if role == SEARCH_ROLE:
            return " ".join((row.column.name, row.column.label, kind_words(row.column.kind), row.done))
        return self._look(row, field, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Field):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if Field(section) in _FIGURES else _LEFT)
        return self._headings()[Field(section)] if role == Qt.ItemDataRole.DisplayRole else None

    def _headings(self) -> dict[Field, str]:
        return {
            Field.NAME: self.tr("Column"),
            Field.KIND: self.tr("Kind"),
            Field.MISSING: self.tr("Missing"),
            Field.DISTINCT: self.tr("Different"),
            Field.DONE: self.tr("What happens"),
        }

    def _look(self, row: Row, field: Field, role: int) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and field in _FIGURES:
            return int(_RIGHT)
        if role == Qt.ItemDataRole.ForegroundRole and not row.is_learned:
            return QColor(theme.colors().muted)
        if role == Qt.ItemDataRole.DecorationRole and field is Field.KIND:
            return icon(KIND_ICONS[row.column.kind], "muted")
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.column.label or _text(row, field)
        return None


class ColumnsFilter(QSortFilterProxyModel):
    """The columns that match the search, sorted as the user wants."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)

    def search(self, text: str) -> None:
        """Show the columns in which every word of `text` occurs."""
        self._words = text.casefold().split()
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        text = str(model.index(source_row, 0, source_parent).data(SEARCH_ROLE)).casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        first, second = left.data(SORT_ROLE), right.data(SORT_ROLE)
        if isinstance(first, str) and isinstance(second, str):
            return first.casefold() < second.casefold()
        return bool(first < second)


def rows_of(project: Project) -> tuple[Row, ...]:
    """Return the rows for `project`."""
    facts = {fact.name: fact for fact in project.facts}
    return tuple(_row(column, project.plan, facts.get(column.name)) for column in project.schema)


def _row(column: Column, plan: PreprocessPlan, facts: ColumnFacts | None) -> Row:
    return Row(column, facts, what_is_done(column, plan, facts), plan.role_of(column) is Role.LEARN)


def _names(rows: tuple[Row, ...]) -> tuple[str, ...]:
    return tuple(row.column.name for row in rows)


def _text(row: Row, field: Field) -> str:
    if field is Field.NAME:
        return row.column.name
    if field is Field.KIND:
        return kind_words(row.column.kind)
    if field is Field.DONE:
        return row.done
    if row.facts is None:
        return ""
    return (
        percent_of(row.facts.missing, row.facts.rows) if field is Field.MISSING else f"{row.facts.distinct:,}"
    )


def _sort_value(row: Row, field: Field) -> str | float:
    if field is Field.MISSING:
        return row.facts.missing / max(1, row.facts.rows) if row.facts is not None else -1.0
    if field is Field.DISTINCT:
        return float(row.facts.distinct) if row.facts is not None else -1.0
    return _text(row, field)
