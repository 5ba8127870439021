"""Rules that cannot both hold are found, and the two that clash are named."""

import pytest

from synthdesk.domain.rule_conflicts import clash
from synthdesk.domain.rules import (
    CompareColumns,
    Computed,
    Condition,
    FilledTogether,
    Formula,
    IfThen,
    InRange,
    Relation,
    Rule,
    Test,
)
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema

NUMBERS = [Column(name, ColumnKind.WHOLE_NUMBER, number=NumberStyle()) for name in "abc"]
DATES = [Column(name, ColumnKind.DATETIME, date_pattern="%d.%m.%Y") for name in ("in", "out")]
WORDS = [Column(name, ColumnKind.CATEGORY) for name in ("sex", "pregnant")]
SCHEMA = Schema((*NUMBERS, *DATES, *WORDS))


def compare(first: str, sign: str, second: str) -> CompareColumns:
    return CompareColumns(first, Relation(sign), second)


def if_male(then: Condition) -> IfThen:
    return IfThen((Condition("sex", Test.IS, ("m",)),), then)


def pregnant(*values: str, test: Test = Test.IS) -> Condition:
    return Condition("pregnant", test, values)


@pytest.mark.parametrize(
    "rules",
    [
        [compare("a", "<", "b"), compare("b", "<=", "a")],
        [compare("a", "<", "b"), compare("a", "=", "b")],
        [InRange("a", minimum="10"), InRange("a", maximum="9")],
        [InRange("out", maximum="01.01.2020"), InRange("out", minimum="02.01.2020")],
        [if_male(pregnant("no")), if_male(pregnant("yes", "unsure"))],
        [if_male(pregnant("no")), if_male(pregnant("no", test=Test.IS_NOT))],
        [if_male(pregnant(test=Test.MISSING)), if_male(pregnant("no"))],
        [if_male(Condition("a", Test.MORE, ("5",))), if_male(Condition("a", Test.AT_MOST, ("5",)))],
        [if_male(Condition("a", Test.AT_LEAST, ("200",))), InRange("a", "0", "120")],
        [Computed("a", Formula.SUM, ("b", "c")), Computed("b", Formula.DIFFERENCE, ("a", "c"))],
        [Computed("a", Formula.SUM, ("b", "c")), Computed("a", Formula.PRODUCT, ("b", "c"))],
    ],
)
def test_that_two_rules_that_clash_are_named(rules: list[Rule]) -> None:
    found = clash(rules, SCHEMA)
    assert found is not None
    assert set(found) == set(rules)


def test_that_a_range_that_leaves_no_room_for_an_order_is_found_across_columns() -> None:
    low, high = InRange("a", minimum="10"), InRange("c", maximum="10")
    orders = [compare("a", "<=", "b"), compare("c", ">=", "b")]
    assert clash([low, high, *orders], SCHEMA) is None
    assert clash([low, high, orders[0], compare("c", ">", "b")], SCHEMA) == (low, high)


def test_that_an_order_that_goes_round_is_named_by_two_of_its_rules() -> None:
    rules = [compare("a", "<=", "b"), compare("b", "<=", "c"), compare("c", "<", "a")]
    found = clash(rules, SCHEMA)
    assert found is not None
    assert len(set(found) & set(rules)) == 2


def test_that_columns_filled_together_cannot_be_torn_apart() -> None:
    missing, filled = if_male(pregnant(test=Test.MISSING)), if_male(Condition("a", Test.FILLED))
    assert clash([missing, filled], SCHEMA) is None
    found = clash([missing, filled, FilledTogether(("a", "pregnant"))], SCHEMA)
    assert found == (missing, filled)


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [compare("a", "<=", "b"), compare("b", "<=", "a")],
        [
            compare("in", "<=", "out"),
            InRange("in", minimum="01.01.2020"),
            InRange("out", maximum="01.01.2020"),
        ],
        [if_male(pregnant("no")), IfThen((Condition("sex", Test.IS, ("f",)),), pregnant("yes"))],
        [if_male(pregnant("no", "unsure")), if_male(pregnant("yes", test=Test.IS_NOT))],
        [if_male(Condition("a", Test.AT_LEAST, ("5",))), if_male(Condition("a", Test.AT_MOST, ("5",)))],
        [InRange("a", "0", "9"), if_male(Condition("a", Test.MISSING))],
    ],
)
def test_that_rules_that_leave_room_do_not_clash(rules: list[Rule]) -> None:
    assert clash(rules, SCHEMA) is None
