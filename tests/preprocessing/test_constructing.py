"""Rules met by construction: whatever a model makes of a prepared table, its rows obey them."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.errors import UserError
from synthdesk.domain.preprocessing import PreprocessPlan
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
)
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.preprocessing.judging import breaking
from synthdesk.preprocessing.preparing import Prepared, prepare
from synthdesk.preprocessing.restoring import values_of
from synthdesk.storage import codec

N = 200
DAY = timedelta(days=1)


def number(name: str, decimals: int = 0) -> Column:
    kind = ColumnKind.NUMBER if decimals else ColumnKind.WHOLE_NUMBER
    return Column(name, kind, number=NumberStyle(decimals=decimals))


def date(name: str, pattern: str = "%Y-%m-%d") -> Column:
    return Column(name, ColumnKind.DATETIME, date_pattern=pattern)


def word(name: str) -> Column:
    return Column(name, ColumnKind.CATEGORY)


class Made:
    """A table and what becomes of it under rules."""

    def __init__(self, columns: dict[Column, list[Any]], *rules: Rule | RulePlan) -> None:
        self.schema = Schema(tuple(columns))
        types = {
            ColumnKind.WHOLE_NUMBER: pl.Int64,
            ColumnKind.NUMBER: pl.Float64,
            ColumnKind.CATEGORY: pl.String,
        }
        types |= {ColumnKind.DATETIME: pl.Datetime("us")}
        self.values = pl.DataFrame(
            {c.name: v for c, v in columns.items()}, schema={c.name: types[c.kind] for c in columns}
        )
        plans = tuple(r if isinstance(r, RulePlan) else RulePlan(r) for r in rules)
        self.plan = PreprocessPlan(rules=plans)
        self.prepared: Prepared = prepare(self.values, self.schema, self.plan)

    def scrambled(self, seed: int = 1) -> pl.DataFrame:
        """Return 5 times as many rows of a model that knows nothing of how columns hang together."""
        rng = np.random.default_rng(seed)
        frame = self.prepared.frame
        rows = 5 * frame.height
        mixed = pl.DataFrame([frame[name][rng.integers(frame.height, size=rows)] for name in frame.columns])
        return values_of(mixed, self.prepared.restoration)

    def broken(self, values: pl.DataFrame) -> int:
        restoration = self.prepared.restoration
        return int(breaking(values, restoration.rules, restoration.schema).sum())


def days(rng: np.random.Generator, most: int, rows: int = N) -> list[datetime]:
    return [datetime(2023, 1, 1) + DAY * int(n) for n in rng.integers(most, size=rows)]


def test_that_an_order_of_dates_is_learned_as_a_distance() -> None:
    rng = np.random.default_rng(1)
    first = days(rng, 300)
    last = [a + DAY * int(n) for a, n in zip(first, rng.integers(20, size=N), strict=True)]
    made = Made({date("in"): first, date("out"): last}, CompareColumns("out", Relation.AT_LEAST, "in"))
    assert made.prepared.frame["out"].max() <= 20 * 86400
    assert made.broken(made.scrambled()) == 0
    assert values_of(made.prepared.frame, made.prepared.restoration)["out"][7] == last[7]


def test_that_an_order_holds_along_a_chain_with_gaps_and_times_of_day() -> None:
    rng = np.random.default_rng(2)
    a = days(rng, 300)
    b = [x + timedelta(hours=int(h)) for x, h in zip(a, rng.integers(24, 200, size=N), strict=True)]
    c = [x.replace(hour=0) + DAY * int(n) for x, n in zip(b, rng.integers(1, 9, size=N), strict=True)]
    for place in range(0, N, 7):
        b[place] = None
    for place in range(0, N, 11):
        a[place] = None
    rules = [
        CompareColumns("a", Relation.LESS, "b"),
        CompareColumns("b", Relation.AT_MOST, "c"),
        CompareColumns("a", Relation.AT_MOST, "c"),
    ]
    made = Made({date("a"): a, date("b", "%Y-%m-%d %H:%M"): b, date("c"): c}, *rules)
    synthetic = made.scrambled()
    assert made.broken(synthetic) == 0
    # A gap in the middle takes nothing from the other two.
    gap = synthetic.filter(pl.col("b").is_null())
    assert gap.height > N / 4
    assert gap["c"].null_count() == 0


def test_that_a_date_between_several_others_is_moved_only_as_far_as_its_orders_need() -> None:
    rng = np.random.default_rng(3)
    start = [datetime(2020, 1, 1) + int(d) * DAY for d in rng.integers(0, 300, N)]
    first, second, third = (rng.integers(0, 60, N) for _ in range(3))
    ward = [s + int(d) * DAY for s, d in zip(start, first, strict=True)]
    scan = [s + int(d) * DAY for s, d in zip(start, second, strict=True)]
    end = [max(w, s) + int(d) * DAY for w, s, d in zip(ward, scan, third, strict=True)]
    made = Made(
        {date("start"): start, date("came"): start, date("ward"): ward, date("scan"): scan, date("end"): end},
        CompareColumns("came", Relation.EQUAL, "start"),
        CompareColumns("start", Relation.AT_MOST, "ward"),
        CompareColumns("came", Relation.AT_MOST, "scan"),
        CompareColumns("end", Relation.AT_LEAST, "ward"),
        CompareColumns("scan", Relation.AT_MOST, "end"),
    )
    values = made.scrambled()
    assert made.broken(values) == 0
    moved = values["end"] == values["scan"]
    assert 0.02 < moved.mean() < 0.6


def test_that_a_copy_of_a_column_keeps_its_combinations() -> None:
    diagnoses = ["I10", "E11", "J45", "K35"] * (N // 4)
    names = [{"I10": "pressure", "E11": "sugar", "J45": "breath", "K35": "belly"}[d] for d in diagnoses]
    made = Made(
        {word("code"): diagnoses, word("coded"): diagnoses, word("name"): names},
        CompareColumns("code", Relation.EQUAL, "coded"),
        OnlyCombinations(("code", "name")),
        OnlyCombinations(("coded", "name")),
    )
    assert made.broken(made.scrambled()) == 0


def test_that_a_strict_order_of_rounded_numbers_keeps_a_step_between_them() -> None:
    rng = np.random.default_rng(3)
    low = rng.normal(80, 5, N).round(1)
    high = (low + rng.exponential(2, N)).round() + 1
    made = Made(
        {number("low", 1): low.tolist(), number("high"): [int(v) for v in high]},
        CompareColumns("low", Relation.LESS, "high"),
    )
    assert made.broken(made.scrambled()) == 0


def test_that_equal_columns_are_learned_once_and_keep_their_own_gaps() -> None:
    ward = ["eye", "bone"] * (N // 2)
    again = [None if n % 4 == 0 else w for n, w in enumerate(ward)]
    made = Made({word("ward"): ward, word("again"): again}, CompareColumns("again", Relation.EQUAL, "ward"))
    assert made.prepared.frame.columns == ["ward", "again is missing"]
    synthetic = made.scrambled()
    assert made.broken(synthetic) == 0
    assert synthetic["again"].null_count() / synthetic.height == pytest.approx(0.25, abs=0.06)


def test_that_combinations_are_learned_as_one_column_without_rare_ones() -> None:
    ward = ["eye"] * 120 + ["bone"] * 78 + ["eye"] * 2
    code = ["H25"] * 60 + ["H40"] * 60 + ["S72"] * 80
    made = Made({word("ward"): ward, word("code"): code}, OnlyCombinations(("ward", "code")))
    assert made.prepared.frame.columns == ["ward + code"]
    assert made.prepared.frame.height == N - 2
    synthetic = made.scrambled()
    assert made.broken(synthetic) == 0
    assert set(synthetic.unique().iter_rows()) == {("eye", "H25"), ("eye", "H40"), ("bone", "S72")}


def test_that_rows_with_a_broken_combination_can_keep_the_rest_of_their_values() -> None:
    ward, code = ["eye"] * 120 + ["bone"] * 75 + ["eye"] * 5, ["H25"] * 120 + ["S72"] * 75 + ["S7"] * 5
    rule = OnlyCombinations(("ward", "code"), (("eye", "H25"), ("bone", "S72"), (None, None)))
    made = Made(
        {word("ward"): ward, word("code"): code, number("x"): list(range(N))},
        RulePlan(rule, Treatment.SET_MISSING),
    )
    assert made.prepared.frame.height == N
    back = values_of(made.prepared.frame, made.prepared.restoration)
    assert back["ward"].null_count() == 5
    assert back["x"][N - 10] == N - 10


def test_that_a_sum_is_worked_out_and_not_learned() -> None:
    rng = np.random.default_rng(4)
    a, b = rng.normal(10, 2, N).round(2), rng.normal(20, 2, N).round(2)
    columns = {
        number("a", 2): a.tolist(),
        number("b", 2): b.tolist(),
        number("c", 1): (a + b).round(1).tolist(),
    }
    made = Made(columns, Computed("c", Formula.SUM, ("a", "b")))
    assert made.prepared.frame.columns == ["a", "b"]
    synthetic = made.scrambled()
    assert made.broken(synthetic) == 0
    assert synthetic.columns == ["a", "b", "c"]


def test_that_formulas_that_build_on_each_other_are_worked_out_in_order() -> None:
    rng = np.random.default_rng(5)
    a, b = rng.integers(1, 50, N), rng.integers(1, 50, N)
    columns = {
        number("twice"): [int(v) for v in 2 * (a + b)],
        number("sum"): [int(v) for v in a + b],
        number("two"): [2] * N,
        number("a"): [int(v) for v in a],
        number("b"): [int(v) for v in b],
    }
    rules = [Computed("twice", Formula.PRODUCT, ("sum", "two")), Computed("sum", Formula.SUM, ("a", "b"))]
    made = Made(columns, *rules)
    assert made.prepared.frame.columns == ["a", "b"]
    assert made.broken(made.scrambled()) == 0


def test_that_columns_filled_together_stay_together() -> None:
    rng = np.random.default_rng(6)
    gone = rng.random(N) < 0.4
    payer = [None if g else str(rng.choice(["x", "y"])) for g in gone]
    cost = [None if g else float(rng.normal(5, 1)) for g in gone]
    seen = [None if g else d for g, d in zip(gone, days(rng, 90), strict=True)]
    made = Made(
        {number("cost", 2): cost, word("payer"): payer, date("seen"): seen},
        FilledTogether(("cost", "payer", "seen")),
    )
    synthetic = made.scrambled()
    assert made.broken(synthetic) == 0
    assert synthetic["payer"].null_count() / synthetic.height == pytest.approx(gone.mean(), abs=0.08)


def test_that_implications_between_words_and_gaps_need_no_redrawing() -> None:
    rng = np.random.default_rng(7)
    sex = rng.choice(["f", "m"], N)
    pregnant = ["no" if s == "m" else str(rng.choice(["no", "yes"])) for s in sex]
    week = [float(rng.integers(4, 40)) if p == "yes" else None for p in pregnant]

    def given(column: str, value: str, then: Condition) -> IfThen:
        return IfThen((Condition(column, Test.IS, (value,)),), then)

    rules = [
        given("sex", "m", Condition("pregnant", Test.IS, ("no",))),
        given("pregnant", "no", Condition("week", Test.MISSING)),
        given("pregnant", "yes", Condition("week", Test.FILLED)),
    ]
    made = Made({word("sex"): sex.tolist(), word("pregnant"): pregnant, number("week", 1): week}, *rules)
    assert made.broken(made.scrambled()) == 0


def test_that_a_certain_value_is_set_where_it_follows_from_a_number() -> None:
    age = list(range(N))
    adult = ["yes" if a >= 18 else "no" for a in age]
    rule = IfThen((Condition("age", Test.AT_LEAST, ("18",)),), Condition("adult", Test.IS, ("yes",)))
    made = Made({number("age"): age, word("adult"): adult}, rule)
    assert made.broken(made.scrambled()) == 0


def test_that_a_range_narrows_what_is_made() -> None:
    rule = InRange("x", "20", "150")
    made = Made({number("x"): list(range(N)), word("y"): ["a", "b"] * (N // 2)}, rule)
    assert made.prepared.frame.height == 131
    assert (made.scrambled()["x"].min(), made.scrambled()["x"].max()) == (24, 146)


def test_that_two_rules_that_contradict_each_other_are_refused_by_name() -> None:
    columns = {number("a"): list(range(N)), number("b"): list(range(N))}
    with pytest.raises(UserError, match=r"“a” is less than “b”.*“b” is less than “a”") as refused:
        Made(columns, CompareColumns("a", Relation.LESS, "b"), CompareColumns("b", Relation.LESS, "a"))
    assert str(refused.value.title) == "Two rules contradict each other"


def test_that_rules_about_columns_that_are_not_learned_are_passed_over() -> None:
    columns = {number("a"): list(range(N)), Column("note", ColumnKind.TEXT): ["x"] * N}
    made = Made({c: v for c, v in columns.items() if c.name == "a"}, FilledTogether(("a", "note")))
    assert made.prepared.restoration.rules == ()


def test_that_rules_that_no_row_obeys_leave_nothing() -> None:
    with pytest.raises(UserError, match="Every row breaks one of the rules"):
        Made({number("a"): list(range(N))}, InRange("a", minimum="1000"))


def test_that_the_notes_on_all_of_it_survive_the_model_file() -> None:
    rng = np.random.default_rng(8)
    first = days(rng, 300)
    columns = {date("in"): first, date("out"): [d + DAY for d in first], word("w"): ["a", "b"] * (N // 2)}
    rule = CompareColumns("in", Relation.LESS, "out")
    restoration = Made(columns, rule, FilledTogether(("in", "w"))).prepared.restoration
    assert codec.decode(codec.encode(restoration), type(restoration)) == restoration
