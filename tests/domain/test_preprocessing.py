"""A plan holds only what differs from the default."""

import pytest

from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan, Role, default_role
from synthdesk.domain.schema import Column, ColumnKind


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (ColumnKind.IDENTIFIER, Role.MAKE_NEW),
        (ColumnKind.TEXT, Role.LEAVE_OUT),
        (ColumnKind.CATEGORY, Role.LEARN),
    ],
)
def test_that_single_patients_are_not_learned_by_default(kind: ColumnKind, role: Role) -> None:
    assert default_role(kind) is role
    assert PreprocessPlan().role_of(Column("c", kind)) is role


def test_that_the_users_role_goes_before_the_default() -> None:
    plan = PreprocessPlan().with_columns(["note"], ColumnPlan(role=Role.LEARN))
    assert plan.role_of(Column("note", ColumnKind.TEXT)) is Role.LEARN


def test_that_settings_are_sorted_and_defaults_are_not_kept() -> None:
    rare = ColumnPlan(rare_below=10)
    plan = PreprocessPlan().with_columns(["b", "a"], rare).with_columns(["b"], ColumnPlan())
    assert plan == PreprocessPlan((("a", rare),))
    assert plan.of("b") == ColumnPlan()


def test_that_settings_of_columns_that_are_gone_can_be_dropped() -> None:
    rare = ColumnPlan(rare_below=10)
    plan = PreprocessPlan().with_columns(["a", "b"], rare)
    assert plan.only(["b", "c"]) == PreprocessPlan((("b", rare),))
