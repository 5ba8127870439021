"""The fields of which a comparison of the user's own is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QWidget

from synthdesk.domain.wishes import Analysis, Comparison
from synthdesk.evaluation.report_analyses import TITLES
from synthdesk.ui import theme
from synthdesk.ui.evaluation.column_choice import ColumnChoice
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.named import named

_LETTERS = 18
_TIMED = (Analysis.COX, Analysis.SURVIVAL)
_OF_EVENTS = (Analysis.LOGISTIC, *_TIMED)
_OF_ONE_GROUPING = (Analysis.MEANS, Analysis.SURVIVAL)


@dataclass(frozen=True)
class Columns:
    """The columns that can be compared: their names, which are numbers, and the values of the others."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] | None = None


class ComparisonForm(QWidget):
    """Puts a `Comparison` together; `added` carries it."""

    added = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = Columns()
        self.analysis = self._box("evaluate.comparison.analysis", self.tr("Kind of comparison"))
        for analysis in Analysis:
            self.analysis.addItem(translated(TITLES[analysis]), str(analysis))
        self.outcome = self._box("evaluate.comparison.outcome", self.tr("Compared column"))
        self.value = self._box("evaluate.comparison.value", self.tr("Value that counts as the event"))
        self.value.setEditable(True)
        self.time = self._box("evaluate.comparison.time", self.tr("Time to the event"))
        self.group = self._box("evaluate.comparison.group", self.tr("Column of the groups"))
        self.by = ColumnChoice(self.tr("Explaining columns"), "evaluate.comparison.by")
        self.problem = QLabel()
        self.problem.setProperty("tone", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._build_rows()
        self.analysis.currentIndexChanged.connect(self._show_fields)
        self.outcome.currentIndexChanged.connect(self._show_values)
        self._show_fields()

    @property
    def chosen(self) -> Analysis:
        """The chosen kind of comparison."""
        return Analysis(self.analysis.currentData())

    def offer(self, columns: Columns) -> None:
        """Offer `columns`; the fields start anew when they are others."""
        if columns == self._columns:
            return
        self._columns = columns
        self._fill(self.outcome, columns.names)
        self._fill(self.time, columns.numbers)
        self._fill(self.group, columns.names, none=self.tr("(no groups)"))
        self.by.offer(columns.names)
        self._show_fields()

    def comparison(self) -> Comparison:
        """Return what the fields say; `ValueError`, in words for people, when something is missing."""
        kind = self.chosen
        outcome = str(self.outcome.currentData() or "")
        by = self.by.chosen
        if kind in _OF_ONE_GROUPING:
            by = tuple(filter(None, [str(self.group.currentData() or "")]))
        elif not by:
            raise ValueError(self.tr("Choose at least one explaining column."))
        time = str(self.time.currentData() or "") if kind in _TIMED else ""
        if not outcome or (kind in _TIMED and not time):
            raise ValueError(self.tr("The table has no column that fits."))
        if outcome in (*by, time):
            raise ValueError(self.tr("Choose other columns: one stands on both sides."))
        value = self.value.currentText().strip() if kind in _OF_EVENTS else ""
        return Comparison(kind, outcome, by, time, value)

    def _on_add(self) -> None:
        try:
            made = self.comparison()
        except ValueError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.problem.hide()
        self.added.emit(made)

    def _show_fields(self) -> None:
        kind = self.chosen
        shown = {
            self.value: kind in _OF_EVENTS,
            self.time: kind in _TIMED,
            self.group: kind in _OF_ONE_GROUPING,
            self.by: kind not in _OF_ONE_GROUPING,
        }
        for field, is_shown in shown.items():
            self._form.setRowVisible(field, is_shown)
        names = self._columns.numbers if kind is Analysis.LINEAR else self._columns.names
        self._fill(self.outcome, names)
        self._show_values()

    def _show_values(self) -> None:
        values = (self._columns.values or {}).get(str(self.outcome.currentData() or ""), ())
        self._fill(self.value, values)
        if len(values) == 2:
            self.value.setCurrentIndex(1)

    def _fill(self, box: QComboBox, names: Sequence[str], none: str = "") -> None:
        chosen = box.currentData()
        blocked = box.blockSignals(True)  # noqa: FBT003  # Qt's own signature
        box.clear()
        if none:
            box.addItem(none, "")
        for name in names:
            box.addItem(name, name)
        box.setCurrentIndex(max(box.findData(chosen), 0) if box.count() else -1)
        box.blockSignals(blocked)

    def _box(self, object_name: str, name: str) -> QComboBox:
        box = named(QComboBox(), name)
        box.setObjectName(object_name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_LETTERS)
        return box

    def _build_rows(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setVerticalSpacing(theme.space(1.5))
        for title, field in (
            (self.tr("Compare"), self.analysis),
            (self.tr("of"), self.outcome),
            (self.tr("event is"), self.value),
            (self.tr("after the time"), self.time),
            (self.tr("between groups of"), self.group),
            (self.tr("explained by"), self.by),
        ):
            self._form.addRow(title, field)
        add = button(
            self.tr("Add"),
            "evaluate.comparison.add",
            self.tr("Add this comparison to the list"),
            symbol="plus",
        )
        add.clicked.connect(self._on_add)
        line = QHBoxLayout()
        line.addWidget(add)
        line.addWidget(self.problem, 1)
        self._form.addRow(line)
