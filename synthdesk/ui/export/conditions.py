"""Conditions that every new row meets: a column and one of its values, as many as wanted."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.project import Project
from synthdesk.ui import theme
from synthdesk.ui.export.advice import group_columns, groups
from synthdesk.ui.texts import rows_words
from synthdesk.ui.widgets.buttons import button, icon_button
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.named import named


class ConditionRow(QWidget):
    """One condition: “column” is “value”."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, project: Project, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.column = named(QComboBox(), self.tr("Column"), self.tr("The column the condition is about"))
        self.column.setObjectName(f"export.where.{number}.column")
        self.value = named(QComboBox(), self.tr("Value"), self.tr("The value every new row has"))
        self.value.setObjectName(f"export.where.{number}.value")
        remove = icon_button("close", f"export.where.{number}.remove", self.tr("Remove this condition"))
        for column in group_columns(project):
            self.column.addItem(column.name, column.name)
        for combo in (self.column, self.value):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(18)
        flow = FlowLayout(self)
        for widget in (self.column, QLabel(self.tr("is")), self.value, remove):
            flow.addWidget(widget)
        self._fill_values()
        self.column.currentIndexChanged.connect(self._on_column)
        self.value.currentIndexChanged.connect(self.changed)
        remove.clicked.connect(self._on_remove)

    @property
    def condition(self) -> tuple[str, str]:
        """The column and the value."""
        return str(self.column.currentData()), str(self.value.currentData())

    def _fill_values(self) -> None:
        with QSignalBlocker(self.value):
            self.value.clear()
            for value, rows in groups(self._project, str(self.column.currentData())).items():
                words = self.tr("{value} ({rows} real)").format(value=value, rows=rows_words(rows))
                self.value.addItem(words, value)

    def _on_column(self) -> None:
        self._fill_values()
        self.changed.emit()

    def _on_remove(self) -> None:
        self.removed.emit(self)


class Conditions(QWidget):
    """The list of conditions, empty at first."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = Project()
        self._rows: list[ConditionRow] = []
        self._made = 0
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(2))
        self.add = button(
            self.tr("Only rows &with …"),
            "export.where.add",
            self.tr("Make only rows that have a certain value"),
            symbol="plus",
        )
        self.add.clicked.connect(self._on_add)
        flow = FlowLayout()
        flow.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(self._list)
        column.addLayout(flow)

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The conditions, one a column (the last one counts)."""
        return tuple(sorted(dict(row.condition for row in self._rows).items()))

    def show_project(self, project: Project) -> None:
        """Offer the columns of `project`; conditions on another table go."""
        self._project = project
        for row in list(self._rows):
            self._on_removed(row)
        self.add.setEnabled(bool(group_columns(project)))

    def _on_add(self) -> None:
        self._made += 1
        row = ConditionRow(self._project, self._made)
        row.changed.connect(self.changed)
        row.removed.connect(self._on_removed)
        self._rows.append(row)
        self._list.addWidget(row)
        row.column.setFocus()
        self.changed.emit()

    def _on_removed(self, row: object) -> None:
        if isinstance(row, ConditionRow) and row in self._rows:
            self._rows.remove(row)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
            self.add.setFocus()
            self.changed.emit()
