"""Gaps take what rows like them have, and no rule is broken for it."""

import numpy as np
import polars as pl

from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.rules import (
    CompareColumns,
    Computed,
    Condition,
    Formula,
    IfThen,
    OnlyCombinations,
    Relation,
    Rule,
    RulePlan,
    Test,
)
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.preprocessing.completing import fill_gaps
from synthdesk.preprocessing.judging import breaking
from synthdesk.preprocessing.preparing import prepare

NUMBER = NumberStyle()
SCHEMA = Schema(
    (
        Column("low", ColumnKind.WHOLE_NUMBER, number=NUMBER),
        Column("high", ColumnKind.WHOLE_NUMBER, number=NUMBER),
        Column("both", ColumnKind.WHOLE_NUMBER, number=NUMBER),
        Column("sex", ColumnKind.CATEGORY),
        Column("weeks", ColumnKind.WHOLE_NUMBER, number=NUMBER),
    )
)
RULES: tuple[Rule, ...] = (
    CompareColumns("low", Relation.AT_MOST, "high"),
    Computed("both", Formula.SUM, ("low", "high")),
    IfThen((Condition("sex", Test.IS, ("m",)),), Condition("weeks", Test.MISSING)),
)


def table(rows: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    low = rng.integers(0, 500, rows)
    high = low + rng.integers(0, 20, rows)
    sex = np.where(low < 250, "f", "m")
    weeks = [int(v) if s == "f" else None for v, s in zip(rng.integers(1, 40, rows), sex, strict=True)]
    return pl.DataFrame({"low": low, "high": high, "both": low + high, "sex": sex, "weeks": weeks})


def test_that_gaps_are_filled_like_their_rows_and_obey_the_rules() -> None:
    plan = PreprocessPlan(rules=tuple(RulePlan(rule) for rule in RULES))
    restoration = prepare(table(400, 1), SCHEMA, plan).restoration
    truth = table(200, 2)
    rng = np.random.default_rng(3)
    hidden = pl.DataFrame({name: rng.random(200) < 0.25 for name in truth.columns})
    gaps = truth.with_columns(pl.when(~hidden[n]).then(pl.col(n)).alias(n) for n in truth.columns)
    reported: list[float] = []
    filled = fill_gaps(
        gaps, table(4000, 4), truth.columns, restoration, rng=np.random.default_rng(5), report=reported.append
    )
    assert all(filled[n].filter(gaps[n].is_not_null()).equals(gaps[n].drop_nulls()) for n in truth.columns)
    assert not breaking(filled, RULES, SCHEMA).any()
    assert filled.filter(sex="m")["weeks"].null_count() == filled.filter(sex="m").height
    assert filled.filter(sex="f")["weeks"].null_count() == 0
    # Of a sum alone the parts cannot always be told.
    only_sum = pl.Series(hidden["low"] & hidden["high"] & ~hidden["both"])
    rest = filled.filter(~only_sum).select("low", "high", "both", "sex")
    assert rest.null_count().sum_horizontal().item() == 0
    one_known = hidden["low"] & ~hidden["high"]
    away = (filled["low"] - truth["low"]).filter(one_known).abs()
    assert away.median() <= 10  # the range is 500
    assert reported[-1] == gaps.filter(pl.any_horizontal(pl.all().is_null())).height


def test_that_the_name_of_a_group_is_no_value_to_fill_in() -> None:
    schema = Schema((Column("ward", ColumnKind.CATEGORY), Column("age", ColumnKind.NUMBER, number=NUMBER)))
    donors = pl.DataFrame({"ward": ["Other"] * 50 + ["eye"] * 50, "age": [90.0] * 50 + [20.0] * 50})
    restoration = prepare(donors, schema, PreprocessPlan()).restoration
    gaps = pl.DataFrame({"ward": [None, "eye"], "age": [90.0, None]}, schema=donors.schema)
    filled = fill_gaps(
        gaps, donors, ["ward", "age"], restoration, rng=np.random.default_rng(1), report=lambda _: None
    )
    assert filled.rows() == [("eye", 90.0), ("eye", 20.0)]


def test_that_what_no_rule_lets_in_stays_open_and_the_rest_of_the_row_is_filled() -> None:
    many = [f"x{number}" for number in range(30)]
    words = [Column(name, ColumnKind.CATEGORY) for name in ("ward", "code")]
    schema = Schema((*words, *(Column(n, ColumnKind.NUMBER, number=NUMBER) for n in many)))
    rng = np.random.default_rng(1)
    donors = pl.DataFrame({"ward": ["eye", "hip"] * 200, "code": ["a", "b"] * 200})
    donors = donors.with_columns(pl.Series(name, rng.random(400)) for name in many)
    fits = RulePlan(OnlyCombinations(("ward", "code"), (("eye", "a"), ("hip", "b"))))
    restoration = prepare(donors, schema, PreprocessPlan(rules=(fits,))).restoration
    gaps = donors.head(40).with_columns(pl.lit(None, pl.Float64).alias(name) for name in many)
    gaps = gaps.with_columns(pl.lit("nose").alias("ward"), pl.lit(None, pl.String).alias("code"))
    reported: list[float] = []
    filled = fill_gaps(gaps, donors, donors.columns, restoration, rng=rng, report=reported.append)
    assert filled["code"].null_count() == 40
    assert filled.select(many).null_count().sum_horizontal().item() == 0
    assert reported == sorted(reported)
    assert reported[-1] == 40
    assert len(reported) <= 4  # rounds do not grow with the number of columns
