"""Rows that break a rule are found, cell by cell as worked out by hand."""

from datetime import datetime
from typing import Any

import polars as pl
import pytest

from synthdesk.domain.errors import UserError
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
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.preprocessing.judging import finding, judge

GERMAN = NumberStyle(decimal=",", decimals=1)
SCHEMA = Schema(
    (
        Column("a", ColumnKind.WHOLE_NUMBER, number=NumberStyle()),
        Column("b", ColumnKind.NUMBER, number=GERMAN),
        Column("c", ColumnKind.NUMBER, number=GERMAN),
        Column("day", ColumnKind.DATETIME, date_pattern="%d.%m.%Y"),
        Column("moment", ColumnKind.DATETIME, date_pattern="%d.%m.%Y %H:%M"),
        Column("sex", ColumnKind.CATEGORY),
        Column("ward", ColumnKind.CATEGORY),
    )
)
TYPES = {
    "a": pl.Int64,
    "b": pl.Float64,
    "c": pl.Float64,
    "day": pl.Datetime("us"),
    "moment": pl.Datetime("us"),
    "sex": pl.String,
    "ward": pl.String,
}


def broken(rule: Rule, **columns: list[Any]) -> list[int | None]:
    """Return for each row 1 (broken), 0 (held), None (not judged)."""
    verdict = judge(pl.DataFrame(columns, schema={name: TYPES[name] for name in columns}), rule, SCHEMA)
    return [int(b) if j else None for j, b in zip(verdict.judged, verdict.broken, strict=True)]


def moment(day: int, hour: int = 0) -> datetime:
    return datetime(2024, 2, day, hour)


def test_that_columns_are_compared_where_both_are_known() -> None:
    rule = CompareColumns("a", Relation.LESS, "b")
    assert broken(rule, a=[1, 2, 3, None, 1], b=[2.0, 2.0, 2.5, 1.0, None]) == [0, 1, 1, None, None]


def test_that_dates_are_compared_at_the_coarser_precision() -> None:
    rule = CompareColumns("day", Relation.AT_LEAST, "moment")
    assert broken(rule, day=[moment(1), moment(1)], moment=[moment(1, 23), moment(2)]) == [0, 1]


def test_that_ranges_are_spelled_as_in_the_source() -> None:
    rule = InRange("b", "1,5", "2,5")
    assert broken(rule, b=[1.5, 2.5, 1.4, 2.6, None]) == [0, 0, 1, 1, None]


def test_that_an_implication_is_judged_where_its_conditions_are_met() -> None:
    rule = IfThen(
        (Condition("sex", Test.IS, ("m",)), Condition("a", Test.MORE, ("60",))),
        Condition("b", Test.AT_MOST, ("2,0",)),
    )
    rows = {
        "sex": ["m", "m", "m", "f", "m", None],
        "a": [61, 61, 60, 61, 61, 61],
        "b": [2.0, 2.1, 9.0, 9.0, None, 9.0],
    }
    assert broken(rule, **rows) == [0, 1, None, None, None, None]


@pytest.mark.parametrize(("test", "expected"), [(Test.MISSING, [1, 0, None]), (Test.FILLED, [0, 1, None])])
def test_that_an_implication_can_ask_for_gaps(test: Test, expected: list[int | None]) -> None:
    rule = IfThen((Condition("sex", Test.IS, ("m",)),), Condition("ward", test))
    assert broken(rule, sex=["m", "m", "f"], ward=["x", None, "x"]) == expected


def test_that_is_not_is_met_by_other_values_only() -> None:
    rule = IfThen((Condition("sex", Test.IS_NOT, ("m", "x")),), Condition("ward", Test.IS, ("y",)))
    assert broken(rule, sex=["m", "f", None, "f"], ward=["n", "n", "n", "y"]) == [None, 1, None, 0]


def test_that_combinations_shared_by_five_rows_are_allowed() -> None:
    sex, ward = ["f"] * 5 + ["m"] * 5 + ["m"] * 4, ["x"] * 5 + [None] * 5 + ["x"] * 4
    assert broken(OnlyCombinations(("sex", "ward")), sex=sex, ward=ward) == [0] * 10 + [1] * 4


def test_that_named_combinations_are_the_only_ones_allowed() -> None:
    rule = OnlyCombinations(("sex", "ward"), (("f", "x"), ("m", None)))
    assert broken(rule, sex=["f", "m", "m", "f"], ward=["x", None, "x", None]) == [0, 0, 1, 1]


def test_that_columns_filled_together_are_all_there_or_none() -> None:
    assert broken(FilledTogether(("a", "b")), a=[1, None, 1, None], b=[1.0, None, None, 1.0]) == [0, 0, 1, 1]


def test_that_only_repeated_keys_break_uniqueness() -> None:
    assert broken(UniqueKey(("a", "sex")), a=[1, 1, 1, None, None], sex=["f", "m", "f", "f", "f"]) == [
        0,
        0,
        1,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("formula", "parts", "value"),
    [
        (Formula.SUM, (2.04, 3.0), 5.0),
        (Formula.DIFFERENCE, (2.0, 3.0), -1.0),
        (Formula.PRODUCT, (2.0, 3.0), 6.0),
        (Formula.RATIO, (2.0, 3.0), 0.7),
        (Formula.PERCENT, (2.0, 3.0), 66.7),
        (Formula.BMI_FROM_CM, (70.0, 175.0), 22.9),
        (Formula.BMI_FROM_M, (70.0, 1.75), 22.9),
    ],
)
def test_that_formulas_hold_up_to_rounding(
    formula: Formula, parts: tuple[float, float], value: float
) -> None:
    schema = Schema(tuple(Column(name, ColumnKind.NUMBER, number=NumberStyle(decimals=1)) for name in "xyz"))
    for own, expected in ((value, False), (value + 0.3, True)):
        frame = pl.DataFrame({"x": [own], "y": [parts[0]], "z": [parts[1]]})
        verdict = judge(frame, Computed("x", formula, ("y", "z")), schema)
        assert verdict.broken.to_list() == [expected]


@pytest.mark.parametrize(
    ("formula", "first", "last", "value"),
    [
        (Formula.AGE, datetime(2000, 2, 29), datetime(2024, 2, 28), 23),
        (Formula.AGE, datetime(2000, 2, 29), datetime(2024, 2, 29), 24),
        (Formula.AGE, datetime(2000, 12, 31), datetime(2024, 1, 1), 23),
        (Formula.AGE, datetime(2000, 1, 1), datetime(2024, 12, 31), 24),
        (Formula.DAYS, datetime(2024, 2, 28, 23), datetime(2024, 3, 1, 1), 2),
        (Formula.DAYS_COUNTED, datetime(2024, 2, 28), datetime(2024, 2, 28), 1),
        (Formula.DAYS_COUNTED, datetime(2024, 2, 28), datetime(2024, 2, 27), -1),
    ],
)
def test_that_ages_and_days_are_counted_by_the_calendar(
    formula: Formula, first: datetime, last: datetime, value: int
) -> None:
    rule = Computed("a", formula, ("day", "moment"))
    assert broken(rule, a=[value, value + 1], day=[first] * 2, moment=[last] * 2) == [0, 1]


def test_that_a_finding_counts_rows_and_names_examples() -> None:
    frame = pl.DataFrame({"b": [1.0, 9.0, None, 9.0]})
    found = finding(frame, InRange("b", maximum="5,0"), SCHEMA)
    assert (found.rows, found.broken, found.examples) == (3, 2, (1, 3))


@pytest.mark.parametrize(
    "rule",
    [
        InRange("b", "1.5"),
        InRange("sex", "1"),
        CompareColumns("a", Relation.LESS, "day"),
        CompareColumns("sex", Relation.LESS, "ward"),
        CompareColumns("a", Relation.EQUAL, "sex"),
        Computed("sex", Formula.SUM, ("a", "b")),
        IfThen((Condition("sex", Test.MORE, ("1",)),), Condition("a", Test.FILLED)),
        IfThen((Condition("day", Test.IS, ("2024",)),), Condition("a", Test.FILLED)),
    ],
)
def test_that_a_rule_that_does_not_fit_its_columns_is_refused(rule: Rule) -> None:
    frame = pl.DataFrame(schema=TYPES)
    with pytest.raises(UserError):
        judge(frame, rule, SCHEMA)


def test_that_words_with_an_order_are_compared_by_it() -> None:
    levels = ("mild", "moderate", "severe")
    own = [
        Column(n, ColumnKind.CATEGORY, order=levels[:2] if n == "few" else levels) for n in ("a", "b", "few")
    ]
    turned = Column("turned", ColumnKind.CATEGORY, order=levels[::-1])
    schema = Schema((*own, turned, Column("x", ColumnKind.CATEGORY)))
    values = pl.DataFrame(
        {
            "a": ["mild", "severe", "Other", None],
            "b": ["moderate", "mild", "mild", "mild"],
            "x": ["s", "s", "s", "s"],
        }
    ).with_columns(pl.col("b").alias("few"), pl.col("a").alias("turned"))

    def rows(rule: Rule) -> list[int]:
        return judge(values, rule, schema).broken.cast(pl.Int64).to_list()

    assert rows(CompareColumns("a", Relation.AT_MOST, "b")) == [0, 1, 0, 0]
    assert rows(CompareColumns("a", Relation.LESS, "few")) == [0, 1, 0, 0]
    assert rows(InRange("a", "moderate", None)) == [1, 0, 0, 0]
    asked = Condition("a", Test.AT_LEAST, ("moderate",))
    assert rows(IfThen((asked,), Condition("b", Test.MORE, ("mild",)))) == [0, 1, 0, 0]
    for rule in (
        CompareColumns("a", Relation.LESS, "turned"),
        CompareColumns("a", Relation.LESS, "x"),
        InRange("a", "bad"),
    ):
        with pytest.raises(UserError):
            rows(rule)
