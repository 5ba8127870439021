"""What is done with the chosen dates: how fine they stay, from which other date they are counted, and shifting."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from synthdesk.domain.preprocessing import DatePrecision, Role, Span
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.prepare import settings
from synthdesk.ui.prepare.settings import Chosen
from synthdesk.ui.texts import columns_words
from synthdesk.ui.widgets.named import named

_MOST_DAYS = 3_650


class DateSettings(QWidget):
    """Sends `plan_wanted` with the plan and the words of the step in the undo menu."""

    plan_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Chosen | None = None
        self._others: tuple[Column, ...] = ()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(theme.space(2.5))
        self._form.setHorizontalSpacing(theme.space(4))
        self._build()
        self.since.activated.connect(self._on_since)
        self.precision.activated.connect(self._on_precision)
        self.shift.valueChanged.connect(self._on_shift)

    def show_chosen(self, chosen: Chosen, dates: tuple[Column, ...]) -> None:
        """Show the settings of the chosen columns; `dates` are all date columns of the table."""
        kinds = {column.kind for column in chosen.columns}
        learned = all(chosen.plan.role_of(column) is Role.LEARN for column in chosen.columns)
        self.setVisible(kinds == {ColumnKind.DATETIME} and learned)
        self._chosen = chosen
        self._others = tuple(column for column in dates if column.name not in chosen.names)
        self._show_since(chosen)
        with QSignalBlocker(self.precision):
            self.precision.setCurrentIndex(_place(self.precision, [plan.precision for plan in chosen.plans]))
        is_date = all(plan.since is None for plan in chosen.plans)
        self._form.setRowVisible(self.precision, is_date)
        self._form.setRowVisible(self.since, bool(self._others))
        with QSignalBlocker(self.shift):
            self.shift.setValue(chosen.plan.shift_days)

    def _build(self) -> None:
        self.precision = named(
            QComboBox(), self.tr("Date kept to"), self.tr("What of the date appears in the new table")
        )
        self.precision.setObjectName("prepare.date.precision")
        for words, value in (
            (self.tr("as in the file"), None),
            (self.tr("the day"), DatePrecision.DAY),
            (self.tr("the month"), DatePrecision.MONTH),
            (self.tr("the year"), DatePrecision.YEAR),
        ):
            self.precision.addItem(words, value)
        self.since = named(
            QComboBox(),
            self.tr("Appears as"),
            self.tr("A date, or the whole days or years since another date of the same row"),
        )
        self.since.setObjectName("prepare.date.since")
        self.shift = named(
            QSpinBox(),
            self.tr("Shift all dates of the table"),
            self.tr("Each person's dates move by one number of days, so that the time between them stays"),
        )
        self.shift.setObjectName("prepare.date.shift")
        self.shift.setKeyboardTracking(False)
        self.shift.setRange(0, _MOST_DAYS)
        self.shift.setSpecialValueText(self.tr("not shifted"))
        self.shift.setPrefix(self.tr("up to "))
        self.shift.setSuffix(self.tr(" days"))
        note = theme.muted(
            QLabel(
                self.tr(
                    "The shift is for all dates: each person's by one number of days, which nobody knows."
                )
            )
        )
        note.setWordWrap(True)
        for combo in (self.precision, self.since):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(16)
            combo.setPlaceholderText(self.tr("different"))
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._form.addRow(self.tr("Appears as"), self.since)
        self._form.addRow(self.tr("Date kept to"), self.precision)
        self._form.addRow(self.tr("Shift dates"), self.shift)
        self._form.addRow("", note)

    def _show_since(self, chosen: Chosen) -> None:
        with QSignalBlocker(self.since):
            self.since.clear()
            self.since.addItem(self.tr("a date"), None)
            for column in self._others:
                for span, words in (
                    (Span.DAYS, self.tr("days since “{column}”")),
                    (Span.YEARS, self.tr("whole years since “{column}”")),
                ):
                    self.since.addItem(words.format(column=column.name), (column.name, str(span)))
            now = [None if plan.since is None else (plan.since, str(plan.span)) for plan in chosen.plans]
            self.since.setCurrentIndex(_place(self.since, now))

    def _on_precision(self, place: int) -> None:
        found = self.precision.itemData(place)
        precision = None if found is None else DatePrecision(found)
        self._want(self.tr("Precision of {columns}"), precision=precision)

    def _on_since(self, place: int) -> None:
        data = self.since.itemData(place)
        name, span = (None, Span.DAYS) if data is None else (str(data[0]), Span(data[1]))
        self._want(self.tr("Time instead of {columns}"), since=name, span=span, minimum=None, maximum=None)

    def _on_shift(self, days: int) -> None:
        if self._chosen is not None:
            plan = settings.with_shift(self._chosen.plan, days)
            self.plan_wanted.emit(plan, self.tr("Shift of all dates"))

    def _want(self, words: str, **changes: object) -> None:
        if self._chosen is None:
            return
        names = self._chosen.names
        what = f"“{names[0]}”" if len(names) == 1 else columns_words(len(names))
        plan = settings.with_settings(self._chosen.plan, names, **changes)
        self.plan_wanted.emit(plan, words.format(columns=what))


def _place(combo: QComboBox, values: Sequence[object]) -> int:
    """Return the place of the value that all share, -1 where they differ."""
    if len(set(values)) != 1:
        return -1
    data = [combo.itemData(place) for place in range(combo.count())]
    wanted = tuple(values[0]) if isinstance(values[0], tuple) else values[0]
    same = (
        n for n, one in enumerate(data) if (tuple(one) if isinstance(one, list | tuple) else one) == wanted
    )
    return next(same, -1)
