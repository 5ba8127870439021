"""Which settings apply, and what they do to the plan."""

from datetime import datetime

import pytest

from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment, PreprocessPlan, Role
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle
from synthdesk.ui.prepare.settings import (
    Chosen,
    Setting,
    common_roles,
    common_treatments,
    is_range,
    settings_of,
    value_of,
    with_role,
    with_settings,
)

AGE = Column("age", ColumnKind.WHOLE_NUMBER, number=NumberStyle())
CRP = Column("crp", ColumnKind.NUMBER, number=NumberStyle(decimal=",", decimals=1))
DAY = Column("day", ColumnKind.DATETIME, date_pattern="%d.%m.%Y")
SEX = Column("sex", ColumnKind.CATEGORY)
DIED = Column("died", ColumnKind.YES_NO)
ID = Column("id", ColumnKind.IDENTIFIER)
NOTE = Column("note", ColumnKind.TEXT)


def chosen(*columns: Column, missing: int = 3, plan: PreprocessPlan | None = None) -> Chosen:
    facts = tuple(ColumnFacts(column.name, 10, missing, 5) for column in columns)
    return Chosen(columns, facts, plan or PreprocessPlan())


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (AGE, {Setting.ROLE, Setting.MISSING, Setting.RANGE}),
        (CRP, {Setting.ROLE, Setting.MISSING, Setting.RANGE, Setting.DECIMALS}),
        (DAY, {Setting.ROLE, Setting.MISSING, Setting.RANGE}),
        (SEX, {Setting.ROLE, Setting.MISSING, Setting.RARE}),
        (DIED, {Setting.ROLE, Setting.MISSING}),
        (ID, {Setting.ROLE}),
        (NOTE, {Setting.ROLE}),
    ],
)
def test_that_each_kind_has_its_settings(column: Column, expected: set[Setting]) -> None:
    assert settings_of(chosen(column)) == expected


def test_that_several_columns_have_the_settings_they_share() -> None:
    assert settings_of(chosen(AGE, CRP)) == {Setting.ROLE, Setting.MISSING, Setting.RANGE}
    assert settings_of(chosen(AGE, SEX)) == {Setting.ROLE, Setting.MISSING}


def test_that_without_missing_values_nothing_is_asked_about_them() -> None:
    assert Setting.MISSING not in settings_of(chosen(AGE, missing=0))


def test_that_a_chosen_treatment_stays_visible_without_missing_values() -> None:
    plan = PreprocessPlan().with_columns(["age"], ColumnPlan(missing=MissingTreatment.MEDIAN))
    assert Setting.MISSING in settings_of(chosen(AGE, missing=0, plan=plan))


def test_that_the_value_to_fill_in_is_asked_for_only_when_it_is_used() -> None:
    plan = PreprocessPlan().with_columns(["age"], ColumnPlan(missing=MissingTreatment.VALUE, fill="40"))
    assert Setting.FILL in settings_of(chosen(AGE, plan=plan))
    assert Setting.FILL not in settings_of(chosen(AGE))


def test_that_a_column_kept_out_has_nothing_but_its_role() -> None:
    plan = with_role(PreprocessPlan(), [CRP], Role.LEAVE_OUT)
    assert settings_of(chosen(CRP, plan=plan)) == {Setting.ROLE}


def test_that_measurements_are_never_made_new_and_identifiers_never_learned() -> None:
    assert Role.MAKE_NEW not in common_roles([CRP])
    assert Role.LEARN not in common_roles([ID])
    assert common_roles([CRP, ID]) == (Role.LEAVE_OUT,)


def test_that_words_have_no_median() -> None:
    assert MissingTreatment.MEDIAN in common_treatments([AGE])
    assert MissingTreatment.MEDIAN not in common_treatments([AGE, SEX])


def test_that_the_advised_role_leaves_no_trace_in_the_plan() -> None:
    plan = with_role(PreprocessPlan(), [SEX, ID], Role.LEAVE_OUT)
    assert plan.role_of(SEX) is plan.role_of(ID) is Role.LEAVE_OUT
    assert with_role(with_role(plan, [SEX], Role.LEARN), [ID], Role.MAKE_NEW) == PreprocessPlan()


def test_that_a_setting_of_several_columns_leaves_their_other_settings_alone() -> None:
    plan = PreprocessPlan().with_columns(["age"], ColumnPlan(minimum="18"))
    plan = with_settings(plan, ["age", "crp"], maximum="90")
    assert (plan.of("age").minimum, plan.of("age").maximum) == ("18", "90")
    assert (plan.of("crp").minimum, plan.of("crp").maximum) == (None, "90")


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("12,5", CRP, 12.5),
        ("12.5", CRP, None),
        ("40", AGE, 40.0),
        ("40.5", AGE, None),
        ("31.12.2024", DAY, datetime(2024, 12, 31)),
        ("2024-12-31", DAY, None),
        ("other", SEX, "other"),
        (" ", SEX, None),
    ],
)
def test_that_a_value_is_read_as_the_file_spells_it(text: str, column: Column, expected: object) -> None:
    assert value_of(text, column) == expected


@pytest.mark.parametrize(
    ("low", "high", "column", "expected"),
    [
        ("18", "90", AGE, True),
        ("90", "18", AGE, False),
        ("90", None, AGE, True),
        ("01.02.2024", "31.01.2024", DAY, False),
        ("31.01.2024", "01.02.2024", DAY, True),
    ],
)
def test_that_a_range_must_not_be_empty(
    low: str, high: str | None, column: Column, *, expected: bool
) -> None:
    assert is_range(low, high, column) is expected
