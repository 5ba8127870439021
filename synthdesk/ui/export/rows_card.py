"""The card on which the user says which rows are to be made."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from synthdesk.domain.exporting import GroupCount, RowRequest
from synthdesk.domain.project import Project
from synthdesk.ui import theme
from synthdesk.ui.export.advice import group_columns
from synthdesk.ui.export.conditions import Conditions
from synthdesk.ui.export.group_counts import GroupCounts
from synthdesk.ui.texts import rows_words
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.named import named

_MOST_ROWS = 10_000_000
_MOST_GROUPS = 60


class RowsCard(Card):
    """Number of rows, equal groups, and conditions. `changed` is sent after every change.

    `groups_wanted` carries two columns whose combinations are to be counted, see `show_groups`.
    """

    changed = Signal()
    groups_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Which rows"))
        self.rows = named(QSpinBox(), self.tr("Rows to make"), self.tr("How many new rows the file gets"))
        self.rows.setObjectName("export.rows")
        self.rows.setRange(1, _MOST_ROWS)
        self.rows.setGroupSeparatorShown(True)
        self.balance = named(QComboBox(), self.tr("Groups"), self.tr("How often each group comes"))
        self.balance.setObjectName("export.balance")
        self.balance.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.balance.setMinimumContentsLength(24)
        self.within = named(
            QComboBox(),
            self.tr("Within each group of"),
            self.tr("A second column: the groups are then counted within each of its values"),
        )
        self.within.setObjectName("export.within")
        self.within.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.within.setMinimumContentsLength(24)
        self.seed = named(
            QSpinBox(),
            self.tr("Start of the random numbers"),
            self.tr("The same number gives the same rows again"),
        )
        self.seed.setObjectName("export.seed")
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setValue(1)
        self.real = theme.muted(QLabel())
        self.real.setWordWrap(True)
        self.conditions = Conditions()
        self.groups = GroupCounts()
        self.groups.hide()
        self._project = Project()
        self._are_own_counts = False
        self._columns_counted: tuple[str, ...] = ()
        self._form = QFormLayout()
        self._build()
        self.rows.valueChanged.connect(self._on_rows)
        self.balance.currentIndexChanged.connect(self._on_balance)
        self.within.currentIndexChanged.connect(self._on_within)
        self.groups.changed.connect(self._on_groups)
        self.seed.valueChanged.connect(self.changed)
        self.conditions.changed.connect(self.changed)

    @property
    def wanted(self) -> RowRequest:
        """The rows asked for."""
        rows, where, seed = self.rows.value(), self.conditions.where, self.seed.value()
        column = self.balance.currentData()
        if column is not None and self.groups.top_up.isChecked():
            return RowRequest(1, where, column, seed, top_up=True, within=self.within.currentData())
        if self._columns_counted:
            return RowRequest(max(1, self.groups.total), where, None, seed, self.groups.counts)
        if column is not None and self._are_own_counts and self.groups.total:
            return RowRequest(self.groups.total, where, None, seed, self.groups.counts)
        return RowRequest(rows, where, column, seed)

    @property
    def balanced_column(self) -> str | None:
        """The column whose groups are balanced, or None."""
        column = self.balance.currentData()
        return None if column is None else str(column)

    def show_project(self, project: Project) -> None:
        """Begin afresh for the table of `project`: as many rows as it has."""
        self._project = project
        rows = project.source.rows if project.source else 1
        with QSignalBlocker(self.rows):
            self.rows.setValue(rows)
        self.real.setText(self.tr("Your table has {rows}.").format(rows=rows_words(rows)))
        with QSignalBlocker(self.balance):
            self.balance.clear()
            self.balance.addItem(self.tr("As often as in the data"), None)
            for column in group_columns(project):
                words = self.tr("Equally often: each group of “{column}”").format(column=column.name)
                self.balance.addItem(words, column.name)
        self.conditions.show_project(project)
        self._on_balance()

    def show_groups(self, counted: Sequence[GroupCount]) -> None:
        """Show the combinations that `groups_wanted` asked for, most real rows first."""
        if not counted or tuple(name for name, _ in counted[0].values) != self._columns_wanted:
            return
        self._columns_counted = self._columns_wanted
        real = {group.values: group.rows for group in counted[:_MOST_GROUPS]}
        self.groups.show_groups(real, self.rows.value())
        self.changed.emit()

    @property
    def _columns_wanted(self) -> tuple[str, ...]:
        """The two columns whose combinations are balanced, () where it is one or none."""
        columns = self.balance.currentData(), self.within.currentData()
        return tuple(map(str, columns)) if None not in columns else ()

    def _build(self) -> None:
        form = self._form
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(theme.space(2.5))
        form.setHorizontalSpacing(theme.space(4))
        for words, field in (
            (self.tr("&Rows to make"), self.rows),
            (self.tr("&Groups"), self.balance),
            (self.tr("W&ithin"), self.within),
            (self.tr("Random &numbers start at"), self.seed),
        ):
            form.addRow(words, field)
            if field is self.rows:
                form.addRow("", self.real)
        self.body.addLayout(form)
        self.body.addWidget(self.groups)
        self.body.addWidget(self.conditions)
        self.body.addStretch(1)

    def _on_rows(self, rows: int) -> None:
        if not self._are_own_counts:
            self.groups.spread(rows)
        self.changed.emit()

    def _on_balance(self) -> None:
        column = self.balance.currentData()
        with QSignalBlocker(self.within):
            self.within.clear()
            self.within.addItem(self.tr("the whole table"), None)
            for other in group_columns(self._project):
                if other.name != column:
                    words = self.tr("each group of “{column}”").format(column=other.name)
                    self.within.addItem(words, other.name)
        self._form.setRowVisible(self.within, column is not None)
        self._on_within()

    def _on_within(self) -> None:
        self._are_own_counts = False
        self._columns_counted = ()
        if self._columns_wanted:
            self.groups_wanted.emit(self._columns_wanted)
        self.groups.show_column(self._project, self.balance.currentData(), self.rows.value())
        self.rows.setEnabled(self.balance.currentData() is None or not self.groups.top_up.isChecked())
        self.changed.emit()

    def _on_groups(self) -> None:
        self._are_own_counts = True
        self.rows.setEnabled(not self.groups.top_up.isChecked())
        with QSignalBlocker(self.rows):
            self.rows.setValue(max(1, self.groups.total))
        self.changed.emit()
