"""Dates coarser, counted or shifted, and categories with other names, before anything is learned."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from synthdesk.domain.preprocessing import ColumnPlan, DatePrecision, PreprocessPlan, Span
from synthdesk.domain.reshaping import reshaped_schema
from synthdesk.domain.rules import CompareColumns, Relation, RulePlan
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.preprocessing.judging import breaking
from synthdesk.preprocessing.preparing import prepare
from synthdesk.preprocessing.reshaping import reshaped
from synthdesk.preprocessing.restoring import values_of

SCHEMA = Schema(
    (
        Column("who", ColumnKind.CATEGORY),
        Column("birth", ColumnKind.DATETIME, date_pattern="%d.%m.%Y"),
        Column("came", ColumnKind.DATETIME, date_pattern="%d.%m.%Y %H:%M"),
        Column("sex", ColumnKind.CATEGORY, value_labels=(("m", "male"), ("w", "female"))),
    ),
    person_column="who",
)
VALUES = pl.DataFrame(
    {
        "who": ["a", "a", "b", "c"],
        "birth": [datetime(1950, 6, 15), datetime(1950, 6, 15), datetime(2000, 2, 29), None],
        "came": [
            datetime(2020, 6, 14, 8, 5),
            datetime(2020, 6, 15, 9),
            datetime(2021, 3, 1, 7, 30),
            datetime(2022, 1, 1),
        ],
        "sex": ["m", "F", "w", None],
    }
)


def done(**columns: ColumnPlan) -> tuple[pl.DataFrame, Schema]:
    plan = PreprocessPlan(tuple(sorted(columns.items())))
    return reshaped(VALUES, SCHEMA, plan)


def test_that_a_date_is_cut_to_the_month_in_its_own_spelling() -> None:
    values, schema = done(came=ColumnPlan(precision=DatePrecision.MONTH))
    assert schema["came"].date_pattern == "%m.%Y"
    assert values["came"][0] == datetime(2020, 6, 1)
    day, by_day = done(came=ColumnPlan(precision=DatePrecision.DAY))
    assert (by_day["came"].date_pattern, day["came"][0]) == ("%d.%m.%Y", datetime(2020, 6, 14))


def test_that_a_date_becomes_an_age_or_days_since_another() -> None:
    values, schema = done(came=ColumnPlan(since="birth", span=Span.YEARS))
    assert schema["came"] == Column("came", ColumnKind.WHOLE_NUMBER, number=NumberStyle())
    assert values["came"].to_list() == [69, 70, 21, None]
    days, _ = done(came=ColumnPlan(since="birth"))
    assert days["came"][2] == (datetime(2021, 3, 1) - datetime(2000, 2, 29)).days


def test_that_counting_from_a_column_that_is_no_date_changes_nothing() -> None:
    for since in ("sex", "gone", "came"):
        values, schema = done(came=ColumnPlan(since=since))
        assert (values["came"].to_list(), schema) == (VALUES["came"].to_list(), SCHEMA)


def test_that_values_are_renamed_and_merged_and_lose_their_labels() -> None:
    values, schema = done(sex=ColumnPlan(names=(("F", "woman"), ("w", "woman"))))
    assert values["sex"].to_list() == ["m", "woman", "woman", None]
    assert schema["sex"].value_labels == (("m", "male"),)


def test_that_all_dates_of_a_person_move_by_one_number_of_days() -> None:
    rng = np.random.default_rng(2)
    rows = 300
    start = [datetime(2020, 1, 1) + timedelta(days=int(d)) for d in rng.integers(0, 99, rows)]
    values = pl.DataFrame({"who": [f"p{n % 60}" for n in range(rows)], "birth": start, "came": start})
    values = values.with_columns(pl.lit("m").alias("sex"))
    moved, _ = reshaped(values, SCHEMA, PreprocessPlan(shift_days=30))
    away = (moved["came"] - values["came"]).dt.total_days()
    assert (moved["came"] == moved["birth"]).all()
    assert away.abs().max() == 30
    assert pl.DataFrame({"who": values["who"], "away": away}).unique().height == 60
    assert reshaped(values, SCHEMA, PreprocessPlan(shift_days=30))[0].equals(moved)


def test_that_months_keep_their_order_after_learning_and_writing() -> None:
    rng = np.random.default_rng(4)
    rows = 200
    first = [datetime(2020, 1, 1) + timedelta(days=int(d)) for d in rng.integers(0, 700, rows)]
    last = [a + timedelta(days=int(d)) for a, d in zip(first, rng.integers(0, 90, rows), strict=True)]
    columns = [Column(name, ColumnKind.DATETIME, date_pattern="%Y-%m-%d") for name in ("first", "last")]
    schema = Schema(tuple(columns))
    plan = PreprocessPlan(
        (
            ("first", ColumnPlan(precision=DatePrecision.MONTH)),
            ("last", ColumnPlan(precision=DatePrecision.YEAR)),
        ),
        (RulePlan(CompareColumns("first", Relation.AT_MOST, "last")),),
    )
    values, new = reshaped(pl.DataFrame({"first": first, "last": last}), schema, plan)
    prepared = prepare(values, new, plan)
    mixed: dict[str, Any] = {
        name: prepared.frame[name][rng.integers(rows, size=1000)] for name in prepared.frame.columns
    }
    made = values_of(pl.DataFrame(mixed), prepared.restoration)
    assert prepared.frame.height == rows
    assert set(made["first"].dt.day()) == {1}
    assert set(made["last"].dt.month()) == {1}
    assert not breaking(made, prepared.restoration.rules, prepared.restoration.schema).any()
    assert reshaped_schema(schema, plan) == new


def test_that_the_first_letters_of_words_are_kept_and_learned_as_a_category() -> None:
    schema = Schema((Column("zip", ColumnKind.TEXT), Column("age", ColumnKind.WHOLE_NUMBER, NumberStyle())))
    values = pl.DataFrame({"zip": ["02115", " 02139-1234", "D-10115", None], "age": [34, 90, 97, None]})
    plan = PreprocessPlan((("zip", ColumnPlan(letters=3)),))
    shortened, new = reshaped(values, schema, plan)
    assert shortened["zip"].to_list() == ["021", "021", "101", None]
    assert (new["zip"].kind, new["age"]) == (ColumnKind.CATEGORY, schema["age"])


def test_that_an_age_over_its_largest_value_does_not_come_back() -> None:
    schema = Schema((Column("age", ColumnKind.WHOLE_NUMBER, NumberStyle()),))
    values = pl.DataFrame({"age": [*range(20, 101)]})
    prepared = prepare(values, schema, PreprocessPlan((("age", ColumnPlan(maximum="90")),)))
    assert values_of(prepared.frame, prepared.restoration)["age"].max() == 90
