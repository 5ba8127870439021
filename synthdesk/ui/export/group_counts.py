"""How many rows each group gets: a slider and a number for each, beside the real rows.

A group is a value of one column, or of one within those of another.
"""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QSlider, QSpinBox, QVBoxLayout, QWidget

from synthdesk.domain.exporting import FEW_REAL_ROWS, GroupCount
from synthdesk.domain.project import Project
from synthdesk.ui import theme
from synthdesk.ui.export.advice import groups
from synthdesk.ui.texts import percent_words, rows_words
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.named import named

_MOST_ROWS = 10_000_000
_NAMED = 3

Values = tuple[tuple[str, str], ...]
"""What the rows of a group have in common: (column, value) pairs."""


class GroupRow(QWidget):
    """One group: its name, its real rows and share, and the rows wanted. `changed` is sent by the user's change."""

    changed = Signal()

    def __init__(self, values: Values, real: int, share: float, number: int, most: int) -> None:
        super().__init__()
        self.values = values
        value = ", ".join(text for _, text in values)
        template = self.tr("{value}: {rows} real, {share}")
        label = QLabel(template.format(value=value, rows=rows_words(real), share=percent_words(share, 1)))
        label.setWordWrap(True)
        name = self.tr("Rows with {value}").format(value=value)
        self.slider = named(
            QSlider(Qt.Orientation.Horizontal), name, self.tr("Rows of this group in the file")
        )
        self.slider.setObjectName(f"export.group.{number}.slider")
        self.slider.setRange(0, most)
        self.slider.setMinimumWidth(theme.letters(14))
        self.rows = named(QSpinBox(), name, self.tr("Rows of this group in the file"))
        self.rows.setObjectName(f"export.group.{number}.rows")
        self.rows.setRange(0, _MOST_ROWS)
        self.rows.setGroupSeparatorShown(True)
        line = QWidget()
        flow = FlowLayout(line)
        flow.addWidget(self.slider)
        flow.addWidget(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addWidget(label)
        column.addWidget(line)
        self.slider.valueChanged.connect(self._on_slider)
        self.rows.valueChanged.connect(self._on_rows)

    def set_rows(self, rows: int) -> None:
        """Show `rows` without telling of a change."""
        for field in (self.slider, self.rows):
            with QSignalBlocker(field):
                field.setValue(rows)

    def _on_slider(self, rows: int) -> None:
        self.set_rows(rows)
        self.changed.emit()

    def _on_rows(self, rows: int) -> None:
        self.set_rows(rows)
        self.changed.emit()


class GroupCounts(QWidget):
    """The groups of one column. `changed` is sent after every change of the user's."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[GroupRow] = []
        self._real: dict[Values, int] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(1.5))
        self.top_up = named(
            QCheckBox(self.tr("Only fill up to the largest group")),
            self.tr("Only fill up to the largest group"),
            self.tr("Make only the rows that each group lacks, to go with the real rows"),
        )
        self.top_up.setObjectName("export.top_up")
        equal = button(
            self.tr("All equal"), "export.groups.equal", self.tr("Give every group equally many rows")
        )
        as_real = button(
            self.tr("As in the data"),
            "export.groups.real",
            self.tr("Give every group its share of the real rows"),
        )
        tools = QWidget()
        flow = FlowLayout(tools)
        flow.addWidget(equal)
        flow.addWidget(as_real)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self.few = theme.muted(QLabel())
        self.few.setObjectName("export.groups.few")
        self.few.setWordWrap(True)
        column.addWidget(self.top_up)
        column.addLayout(self._list)
        column.addWidget(self.few)
        column.addWidget(tools)
        equal.clicked.connect(self._on_equal)
        as_real.clicked.connect(self._on_as_real)
        self.top_up.toggled.connect(self._on_top_up)

    @property
    def total(self) -> int:
        """The rows of all groups together."""
        return sum(row.rows.value() for row in self._rows)

    @property
    def counts(self) -> tuple[GroupCount, ...]:
        """The rows wanted of each group."""
        return tuple(GroupCount(row.values, row.rows.value()) for row in self._rows)

    def show_column(self, project: Project, column: str | None, rows: int) -> None:
        """Show the groups of `column` (or nothing), `rows` spread equally over them."""
        found = groups(project, column) if column is not None else {}
        self.show_groups({((str(column), value),): real for value, real in found.items()}, rows)

    def show_groups(self, real: Mapping[Values, int], rows: int) -> None:
        """Show groups with their real rows, `rows` spread equally over them."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._real = dict(real)
        known = max(1, sum(self._real.values()))
        self._rows = []
        for number, (values, count) in enumerate(self._real.items()):
            row = GroupRow(values, count, count / known, number, most=2 * max(rows, known))
            row.changed.connect(self.changed)
            row.setEnabled(not self.top_up.isChecked())
            self._rows.append(row)
            self._list.addWidget(row)
        self.spread(rows)
        self._show_few()
        self.setVisible(bool(self._rows))

    def _show_few(self) -> None:
        """Warn of groups within groups that hardly any real row belongs to; of single ones the page does."""
        few = [values for values, real in self._real.items() if len(values) > 1 and real < FEW_REAL_ROWS]
        self.few.setVisible(bool(few))
        if few:
            words = self.tr(
                "Fewer than {limit} real rows are {group}: new rows can only repeat them with small changes, which "
                "may give single persons away."
            )
            named_groups = " / ".join(", ".join(text for _, text in values) for values in few[-_NAMED:])
            self.few.setText(words.format(limit=FEW_REAL_ROWS, group=named_groups))

    def spread(self, rows: int) -> None:
        """Give every group equally many of `rows`; the first ones get what is left over."""
        for number, row in enumerate(self._rows):
            row.set_rows(rows // len(self._rows) + (number < rows % len(self._rows)))

    def _on_equal(self) -> None:
        self.spread(self.total)
        self.changed.emit()

    def _on_as_real(self) -> None:
        total, known = self.total, max(1, sum(self._real.values()))
        for row in self._rows:
            row.set_rows(round(total * self._real[row.values] / known))
        self.changed.emit()

    def _on_top_up(self, is_on: bool) -> None:  # noqa: FBT001  # the signal's own value
        for row in self._rows:
            row.setEnabled(not is_on)
        self.changed.emit()
