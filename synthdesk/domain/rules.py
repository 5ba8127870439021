"""Rules that hold in every synthetic row: what can be demanded of the columns of a table, in plain words.

A rule is judged only in rows in which every column it needs has a value; rules about missing values say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from synthdesk.domain.messages import Message, message


class Relation(StrEnum):
    """How one value stands to another; the value is the sign used in recipes and on the command line."""

    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"

    @property
    def turned(self) -> "Relation":
        """The same said the other way round: `a < b` is `b > a`."""
        return _TURNED[self]

    @property
    def is_strict(self) -> bool:
        """Whether equal values break it."""
        return self in (Relation.LESS, Relation.MORE)


_TURNED = {
    Relation.LESS: Relation.MORE,
    Relation.AT_MOST: Relation.AT_LEAST,
    Relation.EQUAL: Relation.EQUAL,
    Relation.AT_LEAST: Relation.AT_MOST,
    Relation.MORE: Relation.LESS,
}


class Test(StrEnum):
    """What a condition asks of one column; the value is the word used in recipes."""

    __test__ = False  # no test case, whatever its name starts with

    IS = "is"
    IS_NOT = "is not"
    LESS = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    MORE = ">"
    MISSING = "is missing"
    FILLED = "is filled"

    @property
    def values_needed(self) -> bool:
        """Whether the condition names values."""
        return self not in (Test.MISSING, Test.FILLED)

    @property
    def is_ordered(self) -> bool:
        """Whether it compares numbers or dates with one limit."""
        return self in (Test.LESS, Test.AT_MOST, Test.AT_LEAST, Test.MORE)


class Formula(StrEnum):
    """How a column follows from others; the value is the word used in recipes."""

    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    RATIO = "ratio"
    PERCENT = "percent"
    BMI_FROM_CM = "body mass index from kg and cm"
    BMI_FROM_M = "body mass index from kg and m"
    AGE = "age in years"
    DAYS = "days between"
    DAYS_COUNTED = "days between, both counted"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one column.

    Attributes:
        column: Name of the column.
        test: What is asked.
        values: Spelled as in the source; one or more with `IS` and `IS_NOT`, one limit when ordered, else ().
    """

    column: str
    test: Test
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a condition with too many or too few values."""
        if bool(self.values) != self.test.values_needed or (self.test.is_ordered and len(self.values) != 1):
            raise ValueError(f"“{self.test}” has the wrong number of values")


@dataclass(frozen=True, slots=True)
class CompareColumns:
    """`first` stands to `second` as `relation` says; dates are compared at the coarser precision of the two."""

    first: str
    relation: Relation
    second: str

    def __post_init__(self) -> None:
        """Refuse a column compared with itself."""
        if self.first == self.second:
            raise ValueError("two different columns are compared")


@dataclass(frozen=True, slots=True)
class InRange:
    """`column` is at least `minimum` and at most `maximum`, spelled as in the source; None sets no limit."""

    column: str
    minimum: str | None = None
    maximum: str | None = None

    def __post_init__(self) -> None:
        """Refuse a range without limits."""
        if self.minimum is None and self.maximum is None:
            raise ValueError("a range has at least one limit")


@dataclass(frozen=True, slots=True)
class IfThen:
    """Where all `conditions` are met, `then` is met as well."""

    conditions: tuple[Condition, ...]
    then: Condition

    def __post_init__(self) -> None:
        """Refuse a rule without conditions or about one column only."""
        if not self.conditions or self.then.column in [c.column for c in self.conditions]:
            raise ValueError("conditions and consequence are about different columns")


@dataclass(frozen=True, slots=True)
class OnlyCombinations:
    """The values of `columns` appear only together as in `combinations`.

    () stands for the combinations that at least `SMALLEST_GROUP` rows of the table share. Missing is None.
    """

    columns: tuple[str, ...]
    combinations: tuple[tuple[str | None, ...], ...] = ()

    def __post_init__(self) -> None:
        """Refuse fewer than two columns, a column twice, and combinations of another length."""
        if len(set(self.columns)) != len(self.columns) or len(self.columns) < 2:
            raise ValueError("combinations are of two or more different columns")
        if any(len(combination) != len(self.columns) for combination in self.combinations):
            raise ValueError("a combination has one value for each column")


@dataclass(frozen=True, slots=True)
class Computed:
    """`column` follows from `parts` by `formula`, rounded to the decimals of the column.

    Parts are in the order of the formula: weight and height, birth and day, first and last day, minuend and
    subtrahend. A sum or product has two or more.
    """

    column: str
    formula: Formula
    parts: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a column computed from itself and a wrong number of parts."""
        many = self.formula in (Formula.SUM, Formula.PRODUCT)
        if self.column in self.parts or len(self.parts) < 2 or (len(self.parts) > 2 and not many):
            raise ValueError("the parts do not fit the formula")


@dataclass(frozen=True, slots=True)
class FilledTogether:
    """In every row either all of `columns` have a value or none."""

    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse fewer than two columns."""
        if len(set(self.columns)) != len(self.columns) or len(self.columns) < 2:
            raise ValueError("two or more different columns are filled together")


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """No two rows have the same values in all of `columns`; rows that lack one of them are not compared."""

    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse an empty key."""
        if not self.columns or len(set(self.columns)) != len(self.columns):
            raise ValueError("a key has one or more different columns")


Rule = CompareColumns | InRange | IfThen | OnlyCombinations | Computed | FilledTogether | UniqueKey


class Treatment(StrEnum):
    """What happens to real rows that break a rule."""

    LEAVE_OUT = "leave out"
    SET_MISSING = "set missing"


@dataclass(frozen=True, slots=True)
class RulePlan:
    """A rule that is to hold, and what happens to the real rows that break it."""

    rule: Rule
    treatment: Treatment = Treatment.LEAVE_OUT


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """How a rule fares in the real table.

    Attributes:
        rule: The rule.
        rows: Rows in which it can be judged.
        broken: Rows among them that break it.
        examples: Numbers (from 0) of up to five such rows.
    """

    rule: Rule
    rows: int
    broken: int
    examples: tuple[int, ...] = ()


def columns_of(rule: Rule) -> tuple[str, ...]:
    """Return the columns `rule` is about, each once, in the order in which they are said."""
    match rule:
        case CompareColumns(first, _, second):
            return (first, second)
        case InRange(column):
            return (column,)
        case IfThen(conditions, then):
            return tuple(dict.fromkeys([*(c.column for c in conditions), then.column]))
        case Computed(column, _, parts):
            return tuple(dict.fromkeys([column, *parts]))
        case OnlyCombinations(columns) | FilledTogether(columns) | UniqueKey(columns):
            return columns


_COMPARED = {
    (Relation.LESS, False): "“{first}” is less than “{second}”",
    (Relation.AT_MOST, False): "“{first}” is at most “{second}”",
    (Relation.EQUAL, False): "“{first}” is the same as “{second}”",
    (Relation.AT_LEAST, False): "“{first}” is at least “{second}”",
    (Relation.MORE, False): "“{first}” is more than “{second}”",
    (Relation.LESS, True): "“{first}” is before “{second}”",
    (Relation.AT_MOST, True): "“{first}” is on or before “{second}”",
    (Relation.EQUAL, True): "“{first}” is the same as “{second}”",
    (Relation.AT_LEAST, True): "“{first}” is on or after “{second}”",
    (Relation.MORE, True): "“{first}” is after “{second}”",
}
_FORMULAS = {
    Formula.SUM: "“{column}” is the sum of {parts}",
    Formula.DIFFERENCE: "“{column}” is the difference of {parts}",
    Formula.PRODUCT: "“{column}” is the product of {parts}",
    Formula.RATIO: "“{column}” is the ratio of {parts}",
    Formula.PERCENT: "“{column}” is the ratio of {parts} in percent",
    Formula.BMI_FROM_CM: "“{column}” is the body mass index from {parts} (kg and cm)",
    Formula.BMI_FROM_M: "“{column}” is the body mass index from {parts} (kg and m)",
    Formula.AGE: "“{column}” is the age in years between {parts}",
    Formula.DAYS: "“{column}” is the number of days between {parts}",
    Formula.DAYS_COUNTED: "“{column}” is the number of days between {parts}, both counted",
}
_OF_COLUMNS: dict[type, str] = {
    OnlyCombinations: "{names} appear only in combinations as in the table",
    FilledTogether: "{names} are filled together or not at all",
    UniqueKey: "No two rows have the same {names}",
}
_TESTS = {
    Test.IS: "“{column}” is {values}",
    Test.IS_NOT: "“{column}” is not {values}",
    Test.LESS: "“{column}” is less than {values}",
    Test.AT_MOST: "“{column}” is at most {values}",
    Test.AT_LEAST: "“{column}” is at least {values}",
    Test.MORE: "“{column}” is more than {values}",
    Test.MISSING: "“{column}” is missing",
    Test.FILLED: "“{column}” is filled",
}


def words(rule: Rule, dates: Iterable[str] = ()) -> Message:
    """Return what `rule` demands, without a full stop.

    Args:
        rule: The rule.
        dates: Names of the columns that are dates; they are before or after, not less or more.

    >>> str(words(CompareColumns("discharge", Relation.AT_LEAST, "admission"), ["admission"]))
    '“discharge” is on or after “admission”'
    """
    match rule:
        case CompareColumns(first, relation, second):
            template = _COMPARED[relation, first in dates or second in dates]
            return message(template, first=first, second=second)
        case InRange():
            return _range_words(rule)
        case IfThen(conditions, then):
            left = " and ".join(str(condition_words(c)) for c in conditions)
            return message("If {left}, then {right}", left=left, right=str(condition_words(then)))
        case Computed(column, formula, parts):
            return message(_FORMULAS[formula], column=column, parts=quoted(parts))
        case OnlyCombinations(columns) | FilledTogether(columns) | UniqueKey(columns):
            return message(_OF_COLUMNS[type(rule)], names=quoted(columns))


def condition_words(condition: Condition) -> Message:
    """Return `condition` as a part of a sentence."""
    values = " or ".join(condition.values)
    return message(_TESTS[condition.test], column=condition.column, values=values)


def quoted(names: Iterable[str]) -> str:
    """Return names in quotes, the last after "and".

    >>> quoted(["a", "b", "c"])
    '“a”, “b” and “c”'
    """
    *first, last = [f"“{name}”" for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def _range_words(rule: InRange) -> Message:
    if rule.maximum is None:
        return message("“{column}” is at least {low}", column=rule.column, low=rule.minimum or "")
    if rule.minimum is None:
        return message("“{column}” is at most {high}", column=rule.column, high=rule.maximum)
    return message(
        "“{column}” is between {low} and {high}", column=rule.column, low=rule.minimum, high=rule.maximum
    )
