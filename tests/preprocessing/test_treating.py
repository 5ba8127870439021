"""Rows that break a rule are counted for all rules together, and treated as each of them says."""

import polars as pl
import pytest

from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.rule_effects import RulesTogether
from synthdesk.domain.rules import CompareColumns, InRange, Relation, RulePlan, Treatment
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.preprocessing.treating import together

SCHEMA = Schema(tuple(Column(n, ColumnKind.WHOLE_NUMBER, number=NumberStyle()) for n in ("a", "b")))
VALUES = pl.DataFrame({"a": [1, 5, 9, 99, 50], "b": [2, 4, 10, 100, 40]})
ORDER, RANGE = CompareColumns("a", Relation.AT_MOST, "b"), InRange("b", None, "45")


@pytest.mark.parametrize(
    ("treatment", "expected", "words"),
    [
        (
            Treatment.LEAVE_OUT,
            RulesTogether(5, 3, 2, 0),
            "3 of 5 rows break at least one rule, and 2 rows are left",
        ),
        (Treatment.SET_MISSING, RulesTogether(5, 3, 3, 1), "Values that become missing: 1; 3 rows are left"),
    ],
)
def test_that_a_row_that_breaks_two_rules_counts_once(
    treatment: Treatment, expected: RulesTogether, words: str
) -> None:
    # Rows 2 and 5 break the order, row 4 the range.
    found = together(VALUES, SCHEMA, PreprocessPlan(rules=(RulePlan(ORDER), RulePlan(RANGE, treatment))))
    assert found == expected
    assert words in str(found.words)


def test_that_rules_that_every_row_obeys_are_told_so() -> None:
    found = together(VALUES, SCHEMA, PreprocessPlan(rules=(RulePlan(InRange("a", "0")),)))
    assert str(found.words) == "Together: all 5 rows obey every rule."
