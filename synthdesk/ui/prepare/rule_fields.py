"""The fields of which a rule is put together, kind by kind, read as a sentence from left to right."""

from abc import abstractmethod

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from synthdesk.domain.rules import (
    CompareColumns,
    Computed,
    Condition,
    FilledTogether,
    Formula,
    IfThen,
    InRange,
    OnlyCombinations,
    Relation,
    Rule,
    Test,
    UniqueKey,
)
from synthdesk.ui import theme
from synthdesk.ui.widgets.named import named

_LETTERS = 16
_VALUE_LETTERS = 10


def _tr(text: str) -> str:
    return QCoreApplication.translate("RuleFields", text)


class ColumnBox(QComboBox):
    """A choice of a column; with `optional` also of none."""

    def __init__(self, columns: list[str], name: str, *, place: int = 0, optional: bool = False) -> None:
        super().__init__()
        named(self, name)
        self.setObjectName(f"prepare.builder.column.{place}")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        if optional:
            self.addItem(_tr("(no other)"), "")
        for column in columns:
            self.addItem(column, column)
        if not optional and place < len(columns):
            self.setCurrentIndex(place)

    @property
    def column(self) -> str:
        """The name of the chosen column, "" for none."""
        return str(self.currentData() or "")


class ChoiceBox(QComboBox):
    """A choice of a word of a rule."""

    def __init__(self, choices: dict[str, str], name: str, object_name: str) -> None:
        super().__init__()
        named(self, name)
        self.setObjectName(object_name)
        for key, shown in choices.items():
            self.addItem(shown, key)

    @property
    def key(self) -> str:
        """The chosen word as recipes spell it."""
        return str(self.currentData())


class ValueEdit(QLineEdit):
    """A value, spelled as in the file."""

    def __init__(self, name: str, object_name: str) -> None:
        super().__init__()
        named(self, name, _tr("Spelled as in your file"))
        self.setObjectName(object_name)
        self.setMaximumWidth(theme.letters(2 * _VALUE_LETTERS))


class RuleForm:
    """The fields of one kind of rule; `widgets` stand beside each other in their order."""

    def __init__(self) -> None:
        self.widgets: list[QWidget] = []

    @abstractmethod
    def rule(self) -> Rule:
        """Return the rule; `ValueError` when something is missing."""

    def _add(self, *widgets: QWidget) -> None:
        self.widgets += widgets


class CompareForm(RuleForm):
    """Column, relation, column."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__()
        relations = {
            str(Relation.AT_LEAST): _tr("is at least, or on or after"),
            str(Relation.AT_MOST): _tr("is at most, or on or before"),
            str(Relation.MORE): _tr("is more than, or after"),
            str(Relation.LESS): _tr("is less than, or before"),
            str(Relation.EQUAL): _tr("is the same as"),
        }
        self._first = ColumnBox(columns, _tr("First column"))
        self._relation = ChoiceBox(relations, _tr("How it compares"), "prepare.builder.relation")
        self._second = ColumnBox(columns, _tr("Second column"), place=1)
        self._add(self._first, self._relation, self._second)

    def rule(self) -> Rule:
        return CompareColumns(self._first.column, Relation(self._relation.key), self._second.column)


class RangeForm(RuleForm):
    """Column, lowest and highest value."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__()
        self._column = ColumnBox(columns, _tr("Column"))
        self._low = ValueEdit(_tr("Smallest value"), "prepare.builder.low")
        self._high = ValueEdit(_tr("Largest value"), "prepare.builder.high")
        self._add(self._column, QLabel(_tr("is at least")), self._low, QLabel(_tr("and at most")), self._high)

    def rule(self) -> Rule:
        low, high = self._low.text().strip(), self._high.text().strip()
        return InRange(self._column.column, low or None, high or None)


class _ConditionFields:
    """Column, test and value of one condition."""

    def __init__(self, columns: list[str], place: int) -> None:
        tests = {
            str(Test.IS): _tr("is"),
            str(Test.IS_NOT): _tr("is not"),
            str(Test.MISSING): _tr("is missing"),
            str(Test.FILLED): _tr("is filled"),
            str(Test.AT_LEAST): _tr("is at least"),
            str(Test.AT_MOST): _tr("is at most"),
            str(Test.MORE): _tr("is more than"),
            str(Test.LESS): _tr("is less than"),
        }
        self.column = ColumnBox(columns, _tr("Column"), place=place)
        self.test = ChoiceBox(tests, _tr("Condition"), f"prepare.builder.test.{place}")
        self.value = ValueEdit(_tr("Value"), f"prepare.builder.value.{place}")
        self.test.currentIndexChanged.connect(self._on_test)

    def condition(self) -> Condition:
        test, text = Test(self.test.key), self.value.text().strip()
        return Condition(self.column.column, test, (text,) if test.values_needed and text else ())

    def _on_test(self) -> None:
        self.value.setVisible(Test(self.test.key).values_needed)


class IfForm(RuleForm):
    """A condition, and what follows from it."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__()
        self._given, self._then = _ConditionFields(columns, 0), _ConditionFields(columns, 1)
        for label, fields in ((_tr("If"), self._given), (_tr("then"), self._then)):
            self._add(QLabel(label), fields.column, fields.test, fields.value)

    def rule(self) -> Rule:
        return IfThen((self._given.condition(),), self._then.condition())


class ColumnsForm(RuleForm):
    """Two or three columns that belong together; a key may be one alone."""

    def __init__(self, columns: list[str], kind: type, least: int = 2) -> None:
        super().__init__()
        self._kind = kind
        self._boxes = [
            ColumnBox(
                columns, _tr("Column {number}").format(number=place + 1), place=place, optional=place >= least
            )
            for place in range(4)
        ]
        self._add(*self._boxes)

    def rule(self) -> Rule:
        names = tuple(dict.fromkeys(box.column for box in self._boxes if box.column))
        made: Rule = self._kind(names)
        return made


class FormulaForm(RuleForm):
    """A column and the formula by which it follows from others."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__()
        formulas = {
            str(Formula.SUM): _tr("is the sum of"),
            str(Formula.DIFFERENCE): _tr("is the difference of"),
            str(Formula.PRODUCT): _tr("is the product of"),
            str(Formula.RATIO): _tr("is the ratio of"),
            str(Formula.PERCENT): _tr("is the ratio in percent of"),
            str(Formula.BMI_FROM_CM): _tr("is the body mass index from kg and cm:"),
            str(Formula.BMI_FROM_M): _tr("is the body mass index from kg and m:"),
            str(Formula.AGE): _tr("is the age in years from birth and day:"),
            str(Formula.DAYS): _tr("is the number of days between"),
            str(Formula.DAYS_COUNTED): _tr("is the number of days, both counted, between"),
        }
        self._column = ColumnBox(columns, _tr("Column that is worked out"))
        self._formula = ChoiceBox(formulas, _tr("Formula"), "prepare.builder.formula")
        self._parts = [
            ColumnBox(columns, _tr("Part {number}").format(number=place), place=place, optional=place > 2)
            for place in (1, 2, 3)
        ]
        self._add(self._column, self._formula, *self._parts)

    def rule(self) -> Rule:
        parts = tuple(box.column for box in self._parts if box.column)
        return Computed(self._column.column, Formula(self._formula.key), parts)


def kinds() -> dict[str, str]:
    """Return the kinds of rules that can be put together, by key, in the words of a menu."""
    return {
        "compare": _tr("Compare two columns"),
        "range": _tr("Smallest and largest value"),
        "if": _tr("If … then …"),
        "combinations": _tr("Only these combinations"),
        "formula": _tr("Worked out from others"),
        "together": _tr("Always filled together"),
        "key": _tr("Never the same twice"),
    }


def form(kind: str, columns: list[str]) -> RuleForm:
    """Return the fields of the kind of rule `kind`."""
    if kind in ("combinations", "together"):
        return ColumnsForm(columns, OnlyCombinations if kind == "combinations" else FilledTogether)
    if kind == "key":
        return ColumnsForm(columns, UniqueKey, least=1)
    forms: dict[str, type[CompareForm | RangeForm | IfForm | FormulaForm]] = {
        "compare": CompareForm,
        "range": RangeForm,
        "if": IfForm,
        "formula": FormulaForm,
    }
    return forms[kind](columns)
