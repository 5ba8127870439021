"""Rules are found by looking at a table, and nothing is made of chance."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl

from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan, Role
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
from synthdesk.preprocessing.rule_finding import count_rules, find_rules

N = 1000


def table() -> tuple[pl.DataFrame, Schema]:
    rng = np.random.default_rng(1)
    birth = [datetime(1930, 1, 1) + timedelta(days=int(n)) for n in rng.integers(30000, size=N)]
    enter = [datetime(2020, 1, 1) + timedelta(days=int(n)) for n in rng.integers(900, size=N)]
    leave = [a + timedelta(days=int(n)) for a, n in zip(enter, rng.integers(1, 60, size=N), strict=True)]
    leave[3], leave[70] = enter[3] - timedelta(days=2), enter[70] - timedelta(days=1)
    kg, cm = rng.normal(75, 14, N).round(1), rng.normal(170, 9, N).round()
    first, second = rng.normal(10, 3, N).round(1), rng.normal(20, 3, N).round(1)
    ward = rng.choice(["eye", "heart", "bone"], N)
    sex = rng.choice(["f", "m"], N)
    pregnant = np.where((sex == "f") & (rng.random(N) < 0.6), "yes", "no")
    gap = rng.random(N) < 0.3
    code = pl.Series([{"eye": "H", "heart": "I", "bone": "M"}[w] for w in ward])
    columns = {
        "enter": enter,
        "leave": leave,
        "birth": birth,
        "days": [(b - a).days for a, b in zip(enter, leave, strict=True)],
        "age": [
            e.year - b.year - ((e.month, e.day) < (b.month, b.day)) for e, b in zip(enter, birth, strict=True)
        ],
        "kg": kg,
        "cm": cm,
        "bmi": (1e4 * kg / cm**2).round(1),
        "first": first,
        "second": second,
        "total": (first + second).round(1),
        "ward": ward,
        "code": code,
        "sex": sex,
        "pregnant": pregnant,
        "payer": [None if g else "x" if n % 3 else "y" for n, g in enumerate(gap)],
        "paid": [None if g else float(n % 17) for n, g in enumerate(gap)],
        "chance": rng.normal(12, 3, N).round(1),
    }
    whole, one = NumberStyle(), NumberStyle(decimals=1)
    numbers = {
        "days": whole,
        "age": whole,
        **dict.fromkeys(["kg", "cm", "bmi", "first", "second", "total", "paid", "chance"], one),
    }
    kinds = []
    for name in columns:
        if name in ("enter", "leave", "birth"):
            kinds.append(Column(name, ColumnKind.DATETIME, date_pattern="%Y-%m-%d"))
        elif name in numbers:
            kind = ColumnKind.NUMBER if numbers[name].decimals else ColumnKind.WHOLE_NUMBER
            kinds.append(Column(name, kind, number=numbers[name]))
        else:
            kinds.append(Column(name, ColumnKind.CATEGORY))
    return pl.DataFrame(columns), Schema(tuple(kinds))


def found(plan: PreprocessPlan = PreprocessPlan()) -> dict[Rule, tuple[int, int]]:
    values, schema = table()
    return {f.rule: (f.rows, f.broken) for f in find_rules(values, schema, plan)}


def test_that_each_kind_of_rule_is_found_with_the_rows_that_break_it() -> None:
    rules = found()
    assert rules[CompareColumns("enter", Relation.AT_MOST, "leave")] == (N, 2)
    assert rules[Computed("days", Formula.DAYS, ("enter", "leave"))] == (N, 0)
    assert rules[Computed("age", Formula.AGE, ("birth", "enter"))] == (N, 0)
    assert rules[Computed("bmi", Formula.BMI_FROM_CM, ("kg", "cm"))][1] == 0
    assert rules[Computed("total", Formula.SUM, ("first", "second"))] == (N, 0)
    assert rules[FilledTogether(("payer", "paid"))] == (N, 0)
    assert any(isinstance(r, OnlyCombinations) and set(r.columns) == {"ward", "code"} for r in rules)
    male = IfThen((Condition("sex", Test.IS, ("m",)),), Condition("pregnant", Test.IS, ("no",)))
    assert rules[male][1] == 0


def test_that_the_total_of_a_score_is_found_with_its_items() -> None:
    rng = np.random.default_rng(2)
    items = {f"item {n}": [None if v == 4 else int(v) for v in rng.integers(0, 5, 300)] for n in range(1, 6)}
    frame = pl.DataFrame({"age": rng.integers(20, 90, 300), **items, "other": rng.integers(0, 16, 300)})
    frame = frame.with_columns(pl.sum_horizontal(list(items), ignore_nulls=False).alias("score"))
    schema = Schema(tuple(Column(n, ColumnKind.WHOLE_NUMBER, number=NumberStyle()) for n in frame.columns))
    found = [one.rule for one in find_rules(frame, schema, PreprocessPlan())]
    assert [r for r in found if isinstance(r, Computed)] == [Computed("score", Formula.SUM, tuple(items))]


def test_that_ratios_are_found_where_they_are_exact_within_rounding() -> None:
    rng = np.random.default_rng(3)
    waist, hip = rng.integers(60, 130, 300), rng.integers(80, 140, 300)
    low, part = rng.normal(3, 0.5, 300).round(2), rng.integers(0, 90, 300)
    frame = pl.DataFrame({"waist": waist, "hip": hip, "low": low, "whole": hip * 2 + 10, "part": part})
    near = (waist / hip + rng.normal(0, 0.02, 300)).round(2)
    frame = frame.with_columns(
        (pl.col("waist") / pl.col("hip")).round(2).alias("whr"),
        (100 * pl.col("part") / pl.col("whole")).round(1).alias("share"),
        pl.Series("near", near),
    )
    decimals = {"low": 2, "whr": 2, "share": 1, "near": 2}
    columns = [
        Column(n, ColumnKind.NUMBER, number=NumberStyle(decimals=decimals[n]))
        if n in decimals
        else Column(n, ColumnKind.WHOLE_NUMBER, number=NumberStyle())
        for n in frame.columns
    ]
    rules = [f.rule for f in find_rules(frame, Schema(tuple(columns)), PreprocessPlan())]
    assert [r for r in rules if isinstance(r, Computed)] == [
        Computed("whr", Formula.RATIO, ("waist", "hip")),
        Computed("share", Formula.PERCENT, ("part", "whole")),
    ]


def test_that_an_order_of_two_columns_of_levels_is_found() -> None:
    rng = np.random.default_rng(4)
    names = ("mild", "moderate", "severe", "worst")
    first = rng.integers(0, 4, 400)
    last = np.maximum(first - rng.integers(0, 3, 400), 0)
    words = np.array(names)
    frame = pl.DataFrame(
        {"before": words[first], "after": words[last], "other": words[rng.integers(0, 4, 400)]}
    )
    frame = frame.with_columns(pl.when(pl.col("other") != "worst").then(pl.col("other")).alias("other"))
    columns = [Column(name, ColumnKind.CATEGORY, order=names) for name in frame.columns]
    rules = [f.rule for f in find_rules(frame, Schema(tuple(columns)), PreprocessPlan())]
    assert [r for r in rules if isinstance(r, CompareColumns)] == [
        CompareColumns("before", Relation.AT_LEAST, "after")
    ]


def test_that_public_clinical_ranges_are_proposed_by_name() -> None:
    ranges = {r.column: (r.minimum, r.maximum) for r in found() if isinstance(r, InRange)}
    assert ranges == {}  # "age" follows from two dates here and is worked out
    frame = pl.DataFrame({"Weight_kg": [70.5] * 40, "Age": list(range(20, 60)), "x": [1] * 40})
    columns = [
        Column(n, ColumnKind.NUMBER, number=NumberStyle(decimal=",", decimals=1)) for n in frame.columns
    ]
    rules = [f.rule for f in find_rules(frame, Schema(tuple(columns)), PreprocessPlan())]
    assert rules == [InRange("Weight_kg", "0,2", "400"), InRange("Age", "0", "120")]


def test_that_nothing_is_found_where_only_chance_rules() -> None:
    named = [name for rule in found() for name in getattr(rule, "columns", ()) if name == "chance"]
    assert named == []
    assert not any(isinstance(r, CompareColumns) and "chance" in (r.first, r.second) for r in found())


def test_that_columns_that_are_not_learned_are_not_looked_at() -> None:
    plan = PreprocessPlan().with_columns(["leave", "days"], ColumnPlan(role=Role.LEAVE_OUT))
    assert CompareColumns("enter", Relation.AT_MOST, "leave") not in found(plan)


def test_that_a_key_is_found_where_chance_would_have_repeated_it() -> None:
    patients, visits = np.repeat(np.arange(100), 20), np.tile(np.arange(20), 100)
    frame = pl.DataFrame({"patient": patients, "visit": visits})
    columns = [Column(n, ColumnKind.WHOLE_NUMBER, number=NumberStyle()) for n in frame.columns]
    rules = [f.rule for f in find_rules(frame, Schema(tuple(columns)), PreprocessPlan())]
    assert UniqueKey(("visit", "patient")) in rules or UniqueKey(("patient", "visit")) in rules


def test_that_the_users_own_rules_are_counted() -> None:
    values, schema = table()
    (fares,) = count_rules(values, schema, PreprocessPlan(), (UniqueKey(("ward",)),))
    assert (fares.rows, fares.broken) == (N, N - 3)


def test_that_a_small_table_speaks_for_no_rule() -> None:
    values, schema = table()
    assert find_rules(values.head(20), schema, PreprocessPlan()) == ()
