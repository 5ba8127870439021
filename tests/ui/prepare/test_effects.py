"""What the plan does, in words."""

from dataclasses import replace

import pytest

from synthdesk.domain.facts import Bars, ColumnFacts, ImportedTable
from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment, PreprocessPlan, Role
from synthdesk.domain.project import Project
from synthdesk.domain.rules import InRange, RulePlan
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle
from synthdesk.ui.prepare.effects import (
    effect_sentence,
    nothing_to_learn,
    rare_groups,
    rows_left_out,
    what_is_done,
)
from synthdesk.ui.prepare.facts_words import drawing_words, fact_sentences, percent_of

CRP = Column("crp", ColumnKind.NUMBER, number=NumberStyle(decimals=1))
WARD = Column("ward", ColumnKind.CATEGORY)
OF_CRP = ColumnFacts("crp", 1000, 118, 591)
OF_WARD = ColumnFacts("ward", 1000, 0, 5, drawing=Bars(("a", "b", "c"), (700, 297, 3)), rare=(("c", 3),))


@pytest.fixture
def project(table: ImportedTable) -> Project:
    return Project().with_table(table.source, table.schema, table.questions, table.facts, table.preview)


@pytest.mark.parametrize(
    ("column", "settings", "expected"),
    [
        (CRP, ColumnPlan(), "learned"),
        (CRP, ColumnPlan(role=Role.LEAVE_OUT), "kept out"),
        (CRP, ColumnPlan(missing=MissingTreatment.LEAVE_ROWS_OUT), "rows without it left out"),
        (CRP, ColumnPlan(missing=MissingTreatment.VALUE, fill="5.0"), "gaps filled with 5.0"),
        (CRP, ColumnPlan(minimum="0", maximum="500", decimals=2), "0 to 500, decimals: 2"),
        (CRP, ColumnPlan(maximum="500"), "up to 500"),
        (WARD, ColumnPlan(), "1 rare group merged"),
        (WARD, ColumnPlan(rare_below=400), "2 rare groups merged"),
        (WARD, ColumnPlan(rare_below=2), "groups below 2 grouped"),
        (Column("id", ColumnKind.IDENTIFIER), ColumnPlan(), "made new"),
    ],
)
def test_that_a_column_says_what_is_done_with_it(column: Column, settings: ColumnPlan, expected: str) -> None:
    plan = PreprocessPlan().with_columns([column.name], settings)
    facts = {"crp": OF_CRP, "ward": OF_WARD}.get(column.name)
    assert what_is_done(column, plan, facts) == expected


def test_that_rare_groups_follow_the_limit_without_a_new_count() -> None:
    assert rare_groups(OF_WARD, 5) == (("c", 3),)
    assert rare_groups(OF_WARD, 298) == (("c", 3), ("b", 297))
    assert rare_groups(OF_WARD, 1) == ()


def test_that_the_rows_left_out_are_known_for_one_column_and_bounded_for_two(project: Project) -> None:
    strict = ColumnPlan(missing=MissingTreatment.LEAVE_ROWS_OUT)
    one = project.with_plan(PreprocessPlan().with_columns(["crp"], strict))
    two = project.with_plan(PreprocessPlan().with_columns(["crp", "weight_kg"], strict))
    assert rows_left_out(one) == (118, 118)
    assert rows_left_out(two) == (118, 170)
    assert "118 rows are left out, 882 of 1,000 are used." in effect_sentence(one)
    assert "Between 118 and 170 of 1,000 rows are left out." in effect_sentence(two)


def test_that_a_column_that_is_not_learned_leaves_no_rows_out(project: Project) -> None:
    out = ColumnPlan(role=Role.LEAVE_OUT, missing=MissingTreatment.LEAVE_ROWS_OUT)
    assert rows_left_out(project.with_plan(PreprocessPlan().with_columns(["crp"], out))) == (0, 0)


def test_that_all_rows_are_not_said_to_be_used_where_rules_may_leave_some_out(project: Project) -> None:
    assert "All 1,000 rows are used." in effect_sentence(project)
    ruled = project.with_plan(PreprocessPlan(rules=(RulePlan(InRange("age", "18")),)))
    assert "Rows that break a rule are treated as the rule says." in effect_sentence(ruled)
    assert "All 1,000 rows" not in effect_sentence(ruled)


def test_that_a_plan_without_a_learned_column_is_noticed(project: Project) -> None:
    plan = PreprocessPlan().with_columns(project.schema.names, ColumnPlan(role=Role.LEAVE_OUT))
    assert nothing_to_learn(project.with_plan(plan))
    assert effect_sentence(project.with_plan(plan)).startswith("No column is left to learn.")
    assert not nothing_to_learn(project)


def test_that_numbers_are_told_in_five_plain_facts(project: Project) -> None:
    facts = next(fact for fact in project.facts if fact.name == "crp")
    assert fact_sentences(project.schema["crp"], facts) == (
        "Missing in 118 rows (12 %)",
        "From 2.0 to 1205.1",
        "Half are below 29.4",
        "The middle half lies between 12.9 and 74.7",
        "591 different values",
    )


def test_that_a_drawing_is_told_in_sentences(project: Project) -> None:
    facts = next(fact for fact in project.facts if fact.name == "ward")
    assert drawing_words(project.schema["ward"], facts) == (
        "No value is missing. 5 different values. Most frequent: “pneumology” (30 %)."
        " Rarest: “neurology” (8 rows)."
    )


def test_that_a_constant_and_an_empty_column_are_told_apart() -> None:
    same = replace(OF_WARD, distinct=1, examples=("DE",))
    empty = ColumnFacts("ward", 10, 10, 0)
    assert "The same value in every row: “DE”" in fact_sentences(WARD, same)
    assert fact_sentences(WARD, empty)[0] == "Every value is missing: there is nothing to learn"


def test_that_a_few_of_many_are_not_called_none() -> None:
    assert percent_of(1, 1000) == "under 1 %"
    assert percent_of(0, 1000) == "0 %"
