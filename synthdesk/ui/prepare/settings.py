"""Which settings apply to which kinds of columns, and whether a typed text is a value; without Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from synthdesk.domain.cells import parse_datetime, parse_number
from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment, PreprocessPlan, Role, default_role
from synthdesk.domain.schema import Column, ColumnKind

_MEASURED = (ColumnKind.NUMBER, ColumnKind.DATETIME)
_NOT_LEARNED = (ColumnKind.IDENTIFIER, ColumnKind.TEXT)


class Setting(Enum):
    """One setting of a column."""

    ROLE = "role"
    MISSING = "missing"
    FILL = "fill"
    RANGE = "range"
    DECIMALS = "decimals"
    RARE = "rare"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The columns whose settings are shown, with their facts where known, and the plan.

    `counts_persons` tells whether groups are counted in persons, not in rows.
    """

    columns: tuple[Column, ...]
    facts: tuple[ColumnFacts | None, ...]
    plan: PreprocessPlan
    counts_persons: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def plans(self) -> tuple[ColumnPlan, ...]:
        """Settings of the columns."""
        return tuple(self.plan.of(name) for name in self.names)

    def common(self, values: Iterable[object]) -> object | None:
        """Return the value all columns share, or None."""
        different = list(dict.fromkeys(values))
        return different[0] if len(different) == 1 else None


def roles_of(kind: ColumnKind) -> tuple[Role, ...]:
    """Return the roles a column of `kind` may have, the advised one first."""
    if kind in _NOT_LEARNED:
        other = Role.LEAVE_OUT if default_role(kind) is Role.MAKE_NEW else Role.MAKE_NEW
        return default_role(kind), other
    if kind in _MEASURED:
        return Role.LEARN, Role.LEAVE_OUT
    return Role.LEARN, Role.MAKE_NEW, Role.LEAVE_OUT


def common_roles(columns: Sequence[Column]) -> tuple[Role, ...]:
    """Return the roles that all `columns` may have."""
    first, *others = (roles_of(column.kind) for column in columns)
    return tuple(role for role in first if all(role in other for other in others))


def treatments_of(kind: ColumnKind) -> tuple[MissingTreatment, ...]:
    """Return what can be done to missing values of a column of `kind`."""
    whole = (MissingTreatment.LEARN, MissingTreatment.LEAVE_ROWS_OUT)
    middle = (MissingTreatment.MEDIAN, MissingTreatment.MEAN)
    rest = (
        MissingTreatment.MOST_FREQUENT,
        MissingTreatment.NEAREST,
        MissingTreatment.ITERATIVE,
        MissingTreatment.VALUE,
    )
    return (*whole, *rest) if kind.is_discrete else (*whole, *middle, *rest)


def common_treatments(columns: Sequence[Column]) -> tuple[MissingTreatment, ...]:
    """Return what can be done to the missing values of all `columns`."""
    first, *others = (treatments_of(column.kind) for column in columns)
    return tuple(treatment for treatment in first if all(treatment in other for other in others))


def settings_of(chosen: Chosen) -> frozenset[Setting]:
    """Return the settings that apply to every chosen column; the others are not shown."""
    shown = {Setting.ROLE}
    if any(chosen.plan.role_of(column) is not Role.LEARN for column in chosen.columns):
        return frozenset(shown)
    kinds = {column.kind for column in chosen.columns}
    if _some_missing(chosen):
        shown.add(Setting.MISSING)
        if all(plan.missing is MissingTreatment.VALUE for plan in chosen.plans):
            shown.add(Setting.FILL)
    if all(kind.is_numeric or kind is ColumnKind.DATETIME for kind in kinds):
        shown.add(Setting.RANGE)
    if kinds == {ColumnKind.NUMBER}:
        shown.add(Setting.DECIMALS)
    if kinds == {ColumnKind.CATEGORY}:
        shown.add(Setting.RARE)
    return frozenset(shown)


def with_settings(plan: PreprocessPlan, names: Sequence[str], /, **changes: object) -> PreprocessPlan:
    """Return `plan` in which every column of `names` has `changes` (fields of `ColumnPlan`)."""
    for name in names:
        plan = plan.with_columns([name], replace(plan.of(name), **changes))  # type: ignore[arg-type]  # by name
    return plan


def with_shift(plan: PreprocessPlan, days: int) -> PreprocessPlan:
    """Return `plan` in which all dates are shifted by at most `days`."""
    return replace(plan, shift_days=days)


def with_country(plan: PreprocessPlan, country: str) -> PreprocessPlan:
    """Return `plan` in which names and addresses are made up from `country`, "" for what the table suggests."""
    return replace(plan, country=country)


def renamed(names: tuple[tuple[str, str], ...], value: str, name: str) -> tuple[tuple[str, str], ...]:
    """Return `names` in which what is called `value` now is called `name`.

    >>> renamed((("f", "female"),), "female", "woman")
    (('f', 'woman'), ('female', 'woman'))
    """
    changed = {old: name if new == value else new for old, new in names} | {value: name}
    return tuple(sorted((old, new) for old, new in changed.items() if old != new))


def with_role(plan: PreprocessPlan, columns: Sequence[Column], role: Role) -> PreprocessPlan:
    """Return `plan` in which `columns` have `role`; the advised one is written as "by default"."""
    for column in columns:
        own = None if default_role(column.kind) is role else role
        plan = with_settings(plan, [column.name], role=own)
    return plan


def value_of(text: str, column: Column) -> float | datetime | str | None:
    """Return what `text` means in `column`, or None when it is no value of its kind."""
    text = text.strip()
    if column.number is not None:
        number = parse_number(text, column.number)
        whole = column.kind is ColumnKind.WHOLE_NUMBER
        return None if number is None or (whole and number != int(number)) else number
    if column.date_pattern is not None:
        return parse_datetime(text, column.date_pattern)
    return text or None


def is_range(smallest: str | None, largest: str | None, column: Column) -> bool:
    """Return whether the two limits (None: not given) are in order."""
    if smallest is None or largest is None:
        return True
    low, high = value_of(smallest, column), value_of(largest, column)
    if isinstance(low, datetime) and isinstance(high, datetime):
        return low <= high
    return isinstance(low, float) and isinstance(high, float) and low <= high


def _some_missing(chosen: Chosen) -> bool:
    """Whether the treatment of missing values matters: a value is missing, or a treatment was chosen."""
    known = (facts is None or facts.missing > 0 for facts in chosen.facts)
    return any(known) or any(plan.missing is not MissingTreatment.LEARN for plan in chosen.plans)
