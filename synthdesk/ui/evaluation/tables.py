"""The comparisons as tables: one row for each column, and one for each pair of columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from synthdesk.domain.results import ColumnComparison, ColumnUsefulness, PairComparison
from synthdesk.ui.evaluation.interval_delegate import INTERVALS_ROLE
from synthdesk.ui.texts import percent_words

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
SORT_ROLE = int(Role.UserRole)
SHARE_ROLE = int(Role.UserRole) + 1

T = TypeVar("T")


@dataclass(frozen=True)
class Heading(Generic[T]):
    """One column of a table: its title, the words of a cell, what it is sorted by, and what is drawn in it."""

    title: str
    words: Callable[[T], str]
    key: Callable[[T], float | str]
    share: Callable[[T], float] | None = None
    intervals: Callable[[T], object] | None = None
    is_number: bool = False
    tip: str = ""


class ComparisonTableModel(QAbstractTableModel, Generic[T]):
    """Rows of results that never change while they are shown."""

    def __init__(self, headings: Sequence[Heading[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._rows: tuple[T, ...] = ()

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> T:
        """Return the row with this number."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = int(Role.DisplayRole)) -> object:
        if not index.isValid():
            return None
        heading, row = self._headings[index.column()], self._rows[index.row()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return heading.words(row)
        if role == SORT_ROLE:
            return heading.key(row)
        drawn = {SHARE_ROLE: heading.share, INTERVALS_ROLE: heading.intervals}.get(role)
        if drawn is not None:
            return drawn(row)
        if role == Role.TextAlignmentRole:
            return _alignment(is_number=heading.is_number)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        heading = self._headings[section]
        if role == Role.DisplayRole:
            return heading.title
        if role == Role.ToolTipRole:
            return heading.tip or heading.title
        if role == Role.TextAlignmentRole:
            return _alignment(is_number=heading.is_number)
        return None


def sorted_by_value(model: QAbstractTableModel, parent: QObject) -> QSortFilterProxyModel:
    """Return a proxy that sorts `model` by the values, not by their words."""
    proxy = QSortFilterProxyModel(parent)
    proxy.setSourceModel(model)
    proxy.setSortRole(SORT_ROLE)
    proxy.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return proxy


def column_headings() -> tuple[Heading[ColumnComparison], ...]:
    """Return the headings of the table of columns."""
    return (
        Heading(_tr("Column"), lambda c: c.name, lambda c: c.name),
        Heading(
            _tr("Similarity"),
            lambda c: percent_words(c.similarity),
            lambda c: c.similarity,
            share=lambda c: c.similarity,
            is_number=True,
            tip=_tr("100 % would mean that the values are spread alike."),
        ),
        Heading(_tr("Real"), lambda c: c.real_words, lambda c: c.real_words),
        Heading(_tr("Synthetic"), lambda c: c.synthetic_words, lambda c: c.synthetic_words),
        Heading(
            _tr("Missing"),
            lambda c: f"{percent_words(c.real_missing)} → {percent_words(c.synthetic_missing)}",
            lambda c: abs(c.real_missing - c.synthetic_missing),
            tip=_tr("Share of rows without a value, real → synthetic"),
        ),
    )


def pair_headings() -> tuple[Heading[PairComparison], ...]:
    """Return the headings of the table of pairs."""
    return (
        Heading(_tr("Column"), lambda p: p.first, lambda p: p.first),
        Heading(_tr("with"), lambda p: p.second, lambda p: p.second),
        Heading(
            _tr("Similarity"),
            lambda p: percent_words(p.similarity),
            lambda p: p.similarity,
            share=lambda p: p.similarity,
            is_number=True,
            tip=_tr("100 % would mean that the two columns hang together alike."),
        ),
    )


def usefulness_headings() -> tuple[Heading[ColumnUsefulness], ...]:
    """Return the headings of the table of predictions."""
    return (
        Heading(_tr("Predicted column"), lambda u: u.name, lambda u: u.name),
        Heading(_tr("Values"), lambda u: str(u.classes), lambda u: u.classes, is_number=True),
        Heading(
            _tr("Learned from real rows"),
            lambda u: percent_words(u.real),
            lambda u: u.real,
            share=lambda u: u.real,
            is_number=True,
            tip=_tr("How often two rows are put in the right order; 50 % is guessing"),
        ),
        Heading(
            _tr("Learned from synthetic rows"),
            lambda u: percent_words(u.synthetic),
            lambda u: u.synthetic,
            share=lambda u: u.synthetic,
            is_number=True,
            tip=_tr("How often two rows are put in the right order; 50 % is guessing"),
        ),
    )


def _alignment(*, is_number: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("EvaluationTables", text)
