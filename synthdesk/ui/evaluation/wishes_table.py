"""The columns of the table, each with what the user wants to know of it, to be ticked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from synthdesk.domain.wishes import Wishes
from synthdesk.ui.widgets.named import named

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


def _tr(text: str) -> str:
    return QCoreApplication.translate("WishesTable", text)


@dataclass(frozen=True)
class _Mark:
    """One column of ticks: the list of `Wishes` it stands for, its heading and a sentence."""

    field: str
    title: str
    tip: str


def _marks() -> tuple[_Mark, ...]:
    return (
        _Mark(
            "outcomes", _tr("Predict"), _tr("Is it predicted as well from synthetic rows as from real ones?")
        ),
        _Mark(
            "sensitive",
            _tr("Nobody may guess"),
            _tr("Check P5 tries to guess it. Without any tick all columns are tried."),
        ),
        _Mark(
            "known",
            _tr("Outsiders know"),
            _tr(
                "Check P6 looks for rare combinations of these. Without any tick they are taken by their names."
            ),
        ),
    )


class WishesModel(QAbstractTableModel):
    """One row for each column; `ticked` carries the new `Wishes`."""

    ticked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = _marks()
        self._names: tuple[str, ...] = ()
        self._wishes = Wishes()

    def show_wishes(self, names: Sequence[str], wishes: Wishes) -> None:
        """Show the columns `names` with the ticks of `wishes`."""
        if tuple(names) == self._names:
            self._wishes = wishes
            last = self.index(max(len(self._names) - 1, 0), len(self._marks))
            self.dataChanged.emit(self.index(0, 1), last, [int(Role.CheckStateRole)])
            return
        self.beginResetModel()
        self._names, self._wishes = tuple(names), wishes
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else 1 + len(self._marks)

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsUserCheckable if index.column() else plain

    def data(self, index: Index, role: int = int(Role.DisplayRole)) -> object:
        if not index.isValid():
            return None
        name = self._names[index.row()]
        if not index.column():
            return name if role in (Role.DisplayRole, Role.ToolTipRole) else None
        mark = self._marks[index.column() - 1]
        if role == Role.CheckStateRole:
            return Qt.CheckState.Checked if name in self._of(mark) else Qt.CheckState.Unchecked
        if role == Role.ToolTipRole:
            return mark.tip
        return f"{name}: {mark.title}" if role == Role.AccessibleTextRole else None

    def setData(self, index: Index, value: object, role: int = int(Role.EditRole)) -> bool:
        if role != Role.CheckStateRole or not index.column():
            return False
        name, mark = self._names[index.row()], self._marks[index.column() - 1]
        is_on = Qt.CheckState(value) is Qt.CheckState.Checked
        kept = {*self._of(mark), name} if is_on else {*self._of(mark)} - {name}
        ordered = tuple(each for each in self._names if each in kept)
        self._wishes = replace(self._wishes, **{mark.field: ordered})  # type: ignore[arg-type]  # a list of names
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit(self._wishes)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return self._marks[section - 1].title if section else _tr("Column")
        if role == Role.ToolTipRole and section:
            return self._marks[section - 1].tip
        return None

    def _of(self, mark: _Mark) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(self._wishes, mark.field)
        return found


class WishesTable(QTableView):
    """Shows a `WishesModel`; the space bar ticks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, self.tr("What to look at in each column"), self.tr("Tick with a click or the space bar"))
        self.setObjectName("evaluate.wishes")
        self.rows = WishesModel(self)
        self.setModel(self.rows)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
