"""The settings of the chosen columns; a setting that does not apply to their kind is not there."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from synthdesk.domain.facts import Bars, ColumnFacts
from synthdesk.domain.preprocessing import MissingTreatment, PreprocessPlan, Role
from synthdesk.ui import theme
from synthdesk.ui.prepare import settings, settings_words, value_checks
from synthdesk.ui.prepare.effects import role_words, treatment_words
from synthdesk.ui.prepare.settings import Chosen, Setting
from synthdesk.ui.prepare.value_field import ValueField
from synthdesk.ui.texts import columns_words
from synthdesk.ui.widgets.named import named

_MOST_DECIMALS = 15
_FROM_DATA, _DIFFERENT = -1, -2
_LARGEST_GROUP = 100_000
_Choice = TypeVar("_Choice", bound=Enum)


class SettingsForm(QWidget):
    """Sends `plan_wanted` with the plan and the words of the step in the undo menu."""

    plan_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = Chosen((), (), PreprocessPlan())
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._form.setVerticalSpacing(theme.space(2.5))
        self._form.setHorizontalSpacing(theme.space(4))
        self._rows: dict[Setting, list[QWidget]] = {}
        self._build_choices()
        self._build_values()
        self._build_rare()
        self._connect()

    def show_chosen(self, chosen: Chosen) -> None:
        """Show the settings of some columns."""
        self._chosen = chosen
        if not chosen.columns:
            return
        shown = settings.settings_of(chosen)
        for setting, fields in self._rows.items():
            for field in fields:
                self._form.setRowVisible(field, setting in shown)
        self._show_choices(chosen)
        self._show_values(chosen)
        self._show_rare(chosen)
        self._form.setRowVisible(self._role_note, bool(self._role_note.text()))

    def _build_choices(self) -> None:
        self._role = named(QComboBox(), self.tr("Role"), self.tr("What happens to the column"))
        self._role.setObjectName("prepare.role")
        self._role_note = self._note("prepare.role.note")
        self._missing = named(
            QComboBox(), self.tr("Missing values"), self.tr("What happens where a value is missing")
        )
        self._missing.setObjectName("prepare.missing")
        for combo in (self._role, self._missing):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(16)
            combo.setPlaceholderText(self.tr("different"))
        self._add(Setting.ROLE, self.tr("Role"), self._role)
        self._add(Setting.ROLE, "", self._role_note)
        self._add(Setting.MISSING, self.tr("Missing values"), self._missing)

    def _build_values(self) -> None:
        self._fill = ValueField(
            "prepare.fill",
            self.tr("Value to fill in"),
            self.tr("Spelled as in the file; put where a value is missing"),
        )
        self._minimum = ValueField(
            "prepare.minimum",
            self.tr("Smallest value that may appear"),
            self.tr("Spelled as in the file; smaller values become this one"),
        )
        self._maximum = ValueField(
            "prepare.maximum",
            self.tr("Largest value that may appear"),
            self.tr("Spelled as in the file; larger values become this one"),
        )
        self._decimals = named(
            QSpinBox(), self.tr("Decimals"), self.tr("Digits after the decimal sign in the new table")
        )
        self._decimals.setObjectName("prepare.decimals")
        self._decimals.setKeyboardTracking(False)
        self._add(Setting.FILL, self.tr("Value to fill in"), self._fill)
        self._add(Setting.RANGE, self.tr("Smallest value"), self._minimum)
        self._add(Setting.RANGE, self.tr("Largest value"), self._maximum)
        self._add(Setting.DECIMALS, self.tr("Decimals"), self._decimals)

    def _build_rare(self) -> None:
        self._rare = named(
            QSpinBox(),
            self.tr("Smaller groups than this become “Other”"),
            self.tr(
                "Small groups can point to single persons; 3, 5, 10, 11 and 20 are usual, 1 keeps every group"
            ),
        )
        self._rare.setObjectName("prepare.rare")
        self._rare.setKeyboardTracking(False)
        self._rare.setPrefix(self.tr("fewer than "))
        self._rare_note = self._note("prepare.rare.note")
        self._add(Setting.RARE, self.tr("Rare groups"), self._rare)
        self._add(Setting.RARE, "", self._rare_note)

    def _connect(self) -> None:
        self._role.activated.connect(self._on_role)
        self._missing.activated.connect(self._on_missing)
        self._fill.committed.connect(self._on_fill)
        self._minimum.committed.connect(self._on_minimum)
        self._maximum.committed.connect(self._on_maximum)
        self._decimals.valueChanged.connect(self._on_decimals)
        self._rare.valueChanged.connect(self._on_rare)

    def _note(self, object_name: str) -> QLabel:
        note = theme.muted(QLabel())
        note.setObjectName(object_name)
        note.setWordWrap(True)
        return note

    def _add(self, setting: Setting, label: str, field: QWidget) -> None:
        words = QLabel(label)
        if label:
            words.setBuddy(field)
        self._form.addRow(words, field)
        self._rows.setdefault(setting, []).append(field)

    def _show_choices(self, chosen: Chosen) -> None:
        roles = settings.common_roles(chosen.columns)
        role = chosen.common(chosen.plan.role_of(column) for column in chosen.columns)
        _fill_combo(self._role, roles, role_words, role)
        self._role_note.setText(settings_words.role_note(chosen, role))
        treatments = settings.common_treatments(chosen.columns)
        _fill_combo(
            self._missing, treatments, treatment_words, chosen.common(plan.missing for plan in chosen.plans)
        )

    def _show_values(self, chosen: Chosen) -> None:
        placeholder = self.tr("from the data, extremes cut")
        plans, different = chosen.plans, self.tr("different")
        for field, values, check in (
            (self._minimum, [plan.minimum for plan in plans], partial(value_checks.minimum_problem, chosen)),
            (self._maximum, [plan.maximum for plan in plans], partial(value_checks.maximum_problem, chosen)),
            (self._fill, [plan.fill for plan in plans], partial(value_checks.value_problem, chosen)),
        ):
            same = len(set(values)) == 1
            usual = placeholder if field is not self._fill else self.tr("a value")
            field.show_value(values[0] or "" if same else "", usual if same else different, check)
        decimals = chosen.common(_FROM_DATA if p.decimals is None else p.decimals for p in plans)
        self._decimals.setSpecialValueText(
            settings_words.decimals_words(chosen) if decimals is not None else different
        )
        lowest = _DIFFERENT if decimals is None else _FROM_DATA
        _set_spin(self._decimals, lowest, _MOST_DECIMALS, decimals)

    def _show_rare(self, chosen: Chosen) -> None:
        below = chosen.common(plan.rare_below for plan in chosen.plans)
        self._rare.setSpecialValueText(self.tr("different") if below is None else "")
        self._rare.setSuffix(self.tr(" persons") if chosen.counts_persons else self.tr(" rows"))
        _set_spin(self._rare, 0 if below is None else 1, _LARGEST_GROUP, below)
        self._rare_note.setText(settings_words.rare_note(chosen))

    def _on_role(self, place: int) -> None:
        plan = settings.with_role(self._chosen.plan, self._chosen.columns, Role(self._role.itemData(place)))
        self._want(plan, self.tr("Role of {columns}"))

    def _on_missing(self, place: int) -> None:
        treatment = MissingTreatment(self._missing.itemData(place))
        plan = with_treatment(self._chosen, treatment)
        self._want(plan, self.tr("Missing values of {columns}"))
        if treatment is MissingTreatment.VALUE:
            self._fill.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._fill.edit.selectAll()

    def _on_fill(self, text: str) -> None:
        if text:
            self._set(self.tr("Filling of {columns}"), fill=text)

    def _on_minimum(self, text: str) -> None:
        self._set(self.tr("Smallest value of {columns}"), minimum=text or None)

    def _on_maximum(self, text: str) -> None:
        self._set(self.tr("Largest value of {columns}"), maximum=text or None)

    def _on_decimals(self, value: int) -> None:
        if value > _DIFFERENT:
            self._set(self.tr("Decimals of {columns}"), decimals=None if value == _FROM_DATA else value)

    def _on_rare(self, value: int) -> None:
        if value > 0:
            self._set(self.tr("Rare groups of {columns}"), rare_below=value)

    def _set(self, words: str, **changes: object) -> None:
        self._want(settings.with_settings(self._chosen.plan, self._chosen.names, **changes), words)

    def _want(self, plan: PreprocessPlan, words: str) -> None:
        names = self._chosen.names
        what = f"“{names[0]}”" if len(names) == 1 else columns_words(len(names))
        self.plan_wanted.emit(plan, words.format(columns=what))


def with_treatment(chosen: Chosen, treatment: MissingTreatment) -> PreprocessPlan:
    """Return the plan with another treatment; a value to fill in begins with the usual one of its column."""
    plan = chosen.plan
    for column, facts in zip(chosen.columns, chosen.facts, strict=True):
        fill = plan.of(column.name).fill or usual_value(facts)
        given = fill if treatment is MissingTreatment.VALUE else None
        plan = settings.with_settings(plan, [column.name], missing=treatment, fill=given)
    return plan


def usual_value(facts: ColumnFacts | None) -> str | None:
    """Return the middle or most frequent value of a column, if it is known."""
    if facts is None:
        return None
    if facts.middle is not None:
        return facts.middle
    labels = facts.drawing.labels if isinstance(facts.drawing, Bars) else ()
    return next(iter((*labels, *facts.examples)), None)


def _fill_combo(
    combo: QComboBox, values: Sequence[_Choice], words: Callable[[_Choice], str], now: object
) -> None:
    with QSignalBlocker(combo):
        if [combo.itemData(place) for place in range(combo.count())] != list(values):
            combo.clear()
            for value in values:
                combo.addItem(words(value), value)
        combo.setCurrentIndex(next((place for place, value in enumerate(values) if value == now), -1))


def _set_spin(spin: QSpinBox, lowest: int, highest: int, value: object | None) -> None:
    with QSignalBlocker(spin):
        spin.setRange(lowest, highest)
        spin.setValue(value if isinstance(value, int) else lowest)
