"""Rules say what they mean, name their columns, and refuse what makes no sense."""

import pytest

from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan
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
    RulePlan,
    Test,
    Treatment,
    UniqueKey,
    columns_of,
    words,
)
from synthdesk.storage import codec

MALE, NOT_PREGNANT = Condition("sex", Test.IS, ("m",)), Condition("pregnant", Test.IS, ("no",))

RULES: list[tuple[Rule, str, tuple[str, ...]]] = [
    (CompareColumns("out", Relation.AT_LEAST, "in"), "“out” is on or after “in”", ("out", "in")),
    (CompareColumns("low", Relation.LESS, "high"), "“low” is less than “high”", ("low", "high")),
    (InRange("age", "0", "120"), "“age” is between 0 and 120", ("age",)),
    (InRange("age", minimum="0"), "“age” is at least 0", ("age",)),
    (InRange("age", maximum="9"), "“age” is at most 9", ("age",)),
    (IfThen((MALE,), NOT_PREGNANT), "If “sex” is m, then “pregnant” is no", ("sex", "pregnant")),
    (Computed("c", Formula.SUM, ("a", "b")), "“c” is the sum of “a” and “b”", ("c", "a", "b")),
    (FilledTogether(("a", "b", "c")), "“a”, “b” and “c” are filled together or not at all", ("a", "b", "c")),
    (UniqueKey(("a",)), "No two rows have the same “a”", ("a",)),
    (OnlyCombinations(("a", "b")), "“a” and “b” appear only in combinations as in the table", ("a", "b")),
]


@pytest.mark.parametrize(("rule", "sentence", "columns"), RULES)
def test_that_a_rule_says_what_it_demands_of_which_columns(
    rule: Rule, sentence: str, columns: tuple[str, ...]
) -> None:
    assert str(words(rule, dates=["in", "out"])) == sentence
    assert columns_of(rule) == columns


def test_that_every_test_and_formula_has_words() -> None:
    for test in Test:
        values = ("1",) if test.values_needed else ()
        assert str(words(IfThen((MALE,), Condition("x", test, values))))
    for formula in Formula:
        assert "“x”" in str(words(Computed("x", formula, ("a", "b"))))


def test_that_turning_an_order_twice_gives_it_back() -> None:
    for relation in Relation:
        assert relation.turned.turned is relation
        assert relation.turned.is_strict is relation.is_strict


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (CompareColumns, ("a", Relation.LESS, "a")),
        (InRange, ("a",)),
        (IfThen, ((), MALE)),
        (IfThen, ((MALE,), MALE)),
        (OnlyCombinations, (("a",),)),
        (OnlyCombinations, (("a", "b"), (("1",),))),
        (Computed, ("a", Formula.SUM, ("a", "b"))),
        (Computed, ("a", Formula.RATIO, ("b", "c", "d"))),
        (FilledTogether, (("a", "a"),)),
        (UniqueKey, ((),)),
        (Condition, ("a", Test.IS, ())),
        (Condition, ("a", Test.MISSING, ("1",))),
        (Condition, ("a", Test.LESS, ("1", "2"))),
    ],
)
def test_that_a_rule_without_sense_is_refused(kind: type, arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        kind(*arguments)


def test_that_a_plan_with_every_kind_of_rule_survives_a_recipe() -> None:
    plan = PreprocessPlan(rules=tuple(RulePlan(rule, Treatment.SET_MISSING) for rule, _, _ in RULES))
    assert codec.decode(codec.encode(plan), PreprocessPlan) == plan


def test_that_a_plan_from_before_there_were_rules_can_be_read() -> None:
    assert codec.decode(b'{"columns": []}', PreprocessPlan) == PreprocessPlan()


def test_that_rules_about_a_column_go_with_it() -> None:
    rules = (RulePlan(UniqueKey(("a",))), RulePlan(FilledTogether(("a", "b"))))
    plan = PreprocessPlan((("a", ColumnPlan(rare_below=1)), ("b", ColumnPlan(rare_below=1))), rules)
    assert plan.only(["a"]) == PreprocessPlan((("a", ColumnPlan(rare_below=1)),), rules[:1])


def test_that_of_two_plans_for_one_rule_the_later_counts() -> None:
    rule = UniqueKey(("a",))
    plan = PreprocessPlan().with_rules([RulePlan(rule), RulePlan(rule, Treatment.SET_MISSING)])
    assert plan.rules == (RulePlan(rule, Treatment.SET_MISSING),)
