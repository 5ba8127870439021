"""What is to be done to which column before a model learns it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from synthdesk.domain.rules import RulePlan, columns_of
from synthdesk.domain.schema import Column, ColumnKind

RARE_BELOW = 5
"""Categories of fewer persons than this are grouped by default (the field's usual minimum cell)."""

OTHER = "Other"
"""Name of the group of rare categories."""


class Role(StrEnum):
    """What happens to a column."""

    LEARN = "learn"
    MAKE_NEW = "make new"
    LEAVE_OUT = "leave out"


class MissingTreatment(StrEnum):
    """What happens to the missing values of a column."""

    LEARN = "learn"
    LEAVE_ROWS_OUT = "leave rows out"
    MEDIAN = "median"
    MEAN = "mean"
    MOST_FREQUENT = "most frequent"
    VALUE = "value"
    NEAREST = "nearest rows"
    ITERATIVE = "iterative"


class DatePrecision(StrEnum):
    """The finest part of a date that is kept."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Span(StrEnum):
    """In what the time since another date is counted."""

    DAYS = "days"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Settings of one column; the defaults are what a new column gets.

    Attributes:
        role: None takes the default of the column's kind (`default_role`).
        missing: Treatment of missing values.
        fill: Text of the value used with `MissingTreatment.VALUE`, spelled as in the source.
        minimum: Smallest value that may appear, spelled as in the source; None takes it from the data.
        maximum: Largest value that may appear, likewise.
        decimals: Digits after the decimal sign, 0-15; None takes them from the data.
        rare_below: Categories of fewer persons than this become `OTHER`, >= 1 (1 groups nothing); rows are
            counted where each row is a person or nobody knows.
        names: New names of categories, (name in the source, new name), sorted; one name for several merges them.
        precision: The finest part of a date that is kept; None keeps all of it.
        since: Name of the date column from which this date is counted in whole `span`s; None keeps the date.
        span: What is counted then.
        letters: So many first letters or digits of a word are kept, >= 1, a country's sign before them left out
            ("D-10115"); None keeps all.
        order: The categories from lowest to highest, by their new names; () where they have no order.
    """

    role: Role | None = None
    missing: MissingTreatment = MissingTreatment.LEARN
    fill: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    decimals: int | None = None
    rare_below: int = RARE_BELOW
    names: tuple[tuple[str, str], ...] = ()
    precision: DatePrecision | None = None
    since: str | None = None
    span: Span = Span.DAYS
    letters: int | None = None
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreprocessPlan:
    """What is done to a table.

    Attributes:
        columns: The settings of all columns that differ from the default, sorted by column name.
        rules: What holds in every synthetic row.
        shift_days: All dates of a person are shifted by the same number of days, at most by so many, >= 0; the
            time between them stays. 0 shifts nothing.
        country: Where made-up names and addresses come from, a key of `making_up.COUNTRIES`; "" finds it out by
            the names in the table.
    """

    columns: tuple[tuple[str, ColumnPlan], ...] = ()
    rules: tuple[RulePlan, ...] = ()
    shift_days: int = 0
    country: str = ""

    def of(self, name: str) -> ColumnPlan:
        """Return the settings of column `name`."""
        return dict(self.columns).get(name, ColumnPlan())

    def role_of(self, column: Column) -> Role:
        """Return what happens to `column`."""
        return self.of(column.name).role or default_role(column.kind)

    def with_columns(self, names: Iterable[str], plan: ColumnPlan) -> "PreprocessPlan":
        """Return a plan in which every column of `names` has the settings `plan`."""
        changed = dict(self.columns) | dict.fromkeys(names, plan)
        kept = sorted((name, p) for name, p in changed.items() if p != ColumnPlan())
        return replace(self, columns=tuple(kept))

    def only(self, names: Iterable[str]) -> "PreprocessPlan":
        """Return a plan without the settings of columns that are not in `names`, and without their rules."""
        wanted = set(names)
        return replace(
            self,
            columns=tuple((n, p) for n, p in self.columns if n in wanted),
            rules=tuple(p for p in self.rules if set(columns_of(p.rule)) <= wanted),
        )

    def with_rules(self, rules: Iterable[RulePlan]) -> "PreprocessPlan":
        """Return a plan with other rules; of two about the same thing the later one stays."""
        by_rule = {p.rule: p for p in rules}
        return replace(self, rules=tuple(by_rule.values()))


def default_role(kind: ColumnKind) -> Role:
    """Return what happens to a column of `kind` unless the user decides otherwise.

    Identifiers are made new and free text is left out: neither may be learned from single patients.
    """
    if kind is ColumnKind.IDENTIFIER:
        return Role.MAKE_NEW
    return Role.LEAVE_OUT if kind is ColumnKind.TEXT else Role.LEARN
