"""The plan is done to the table, and undone for synthetic rows."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.domain.errors import UserError
from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment, PreprocessPlan, Role
from synthdesk.domain.rules import OnlyCombinations, RulePlan
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.preprocessing.missing import rows_left_out
from synthdesk.preprocessing.preparing import prepare
from synthdesk.preprocessing.restoring import condition, restore

WHOLE = NumberStyle()
N = 40


def number(name: str, decimals: int = 0) -> Column:
    kind = ColumnKind.NUMBER if decimals else ColumnKind.WHOLE_NUMBER
    return Column(name, kind, number=NumberStyle(decimals=decimals))


def plan(name: str = "x", **settings: Any) -> PreprocessPlan:
    return PreprocessPlan().with_columns([name], ColumnPlan(**settings))


def table(values: list[Any], column: Column) -> tuple[pl.DataFrame, Schema]:
    types = {
        ColumnKind.WHOLE_NUMBER: pl.Int64,
        ColumnKind.NUMBER: pl.Float64,
        ColumnKind.DATETIME: pl.Datetime("us"),
    }
    frame = pl.DataFrame({column.name: values}, schema={column.name: types.get(column.kind, pl.String)})
    return frame, Schema((column,))


def test_that_the_exact_extremes_are_cut() -> None:
    prepared = prepare(*table([*range(N), 1000], number("x")), PreprocessPlan())
    assert (prepared.frame["x"].min(), prepared.frame["x"].max()) == (4, 36)
    (note,) = prepared.restoration.columns
    assert (note.minimum, note.maximum) == (4, 36)


def test_that_an_extreme_shared_by_five_rows_stays() -> None:
    prepared = prepare(*table([0] * 5 + list(range(1, N)) + [99] * 5, number("x")), PreprocessPlan())
    assert (prepared.frame["x"].min(), prepared.frame["x"].max()) == (0, 99)


def test_that_the_users_range_is_obeyed_even_outside_the_data() -> None:
    values, schema = table(list(range(N)), number("x"))
    prepared = prepare(values, schema, plan(minimum="10", maximum="200"))
    made = restore(pl.DataFrame({"x": [-5.0, 12.4, 500.0, None]}), prepared.restoration, seed=1)
    assert made["x"].to_list() == [10, 12, 200, None]


@pytest.mark.parametrize(
    ("treatment", "fill", "filled"),
    [
        (MissingTreatment.LEARN, None, None),
        (MissingTreatment.MEDIAN, None, 3.0),
        (MissingTreatment.MEAN, None, 4.0),
        (MissingTreatment.MOST_FREQUENT, None, 3.0),
        (MissingTreatment.VALUE, "7", 7.0),
    ],
)
def test_that_gaps_are_filled_as_planned(
    treatment: MissingTreatment, fill: str | None, filled: float | None
) -> None:
    values, schema = table([1, 3, 3, 3, 10, None] * 8, number("x"))
    prepared = prepare(values, schema, plan(missing=treatment, fill=fill, minimum="0", maximum="10"))
    assert prepared.frame["x"][5] == filled


def test_that_incomplete_rows_are_left_out_and_counted_before() -> None:
    values, schema = table([*range(N), None, None], number("x"))
    strict = plan(missing=MissingTreatment.LEAVE_ROWS_OUT)
    assert rows_left_out(values, schema, strict) == 2
    prepared = prepare(values, schema, strict)
    assert np.array_equal(prepared.rows, np.arange(N))


def test_that_rare_categories_become_one_group() -> None:
    values, schema = table(["a"] * 20 + ["b"] * 15 + ["c"] * 4 + ["d"], Column("x", ColumnKind.CATEGORY))
    prepared = prepare(values, schema, PreprocessPlan())
    assert prepared.frame["x"].value_counts().sort("x").rows() == [("Other", 5), ("a", 20), ("b", 15)]
    assert prepare(values, schema, plan(rare_below=1)).frame["x"].n_unique() == 4


def test_that_a_real_category_called_other_is_not_mixed_with_the_rare_ones() -> None:
    values, schema = table(["Other"] * 20 + ["b"] * 15 + ["c"], Column("x", ColumnKind.CATEGORY))
    assert set(prepare(values, schema, PreprocessPlan()).frame["x"]) == {"Other", "b", "Other (rare)"}


def test_that_a_rare_outcome_of_yes_or_no_stays() -> None:
    values, schema = table(["no"] * 38 + ["yes"] * 2, Column("x", ColumnKind.YES_NO))
    assert set(prepare(values, schema, PreprocessPlan()).frame["x"]) == {"yes", "no"}


def test_that_dates_are_seconds_and_come_back_as_days() -> None:
    days = [datetime(2024, 1, 1) + timedelta(days=i) for i in range(N)]
    values, schema = table(days, Column("x", ColumnKind.DATETIME, date_pattern="%d.%m.%Y"))
    prepared = prepare(values, schema, PreprocessPlan())
    assert prepared.frame["x"][10] == days[10].timestamp() - datetime(1970, 1, 1).timestamp()
    shifted = prepared.frame.with_columns(pl.col("x") + 3600)
    assert restore(shifted, prepared.restoration, seed=1)["x"][10] == days[10]


def test_that_constant_and_empty_columns_are_not_learned_but_come_back() -> None:
    schema = Schema(
        (
            number("x"),
            Column("country", ColumnKind.CATEGORY),
            Column("nothing", ColumnKind.CATEGORY),
            number("one"),
        )
    )
    values = pl.DataFrame(
        {"x": range(N), "country": ["DE"] * N, "nothing": [None] * N, "one": [1] * N},
        schema={"x": pl.Int64, "country": pl.String, "nothing": pl.String, "one": pl.Int64},
    )
    prepared = prepare(values, schema, PreprocessPlan())
    assert prepared.frame.columns == ["x"]
    made = restore(prepared.frame, prepared.restoration, seed=1)
    assert made.schema == values.schema
    assert made.row(0)[1:] == ("DE", None, 1)


def test_that_two_columns_of_one_pattern_get_different_identifiers() -> None:
    columns = {name: [f"P{n:05d}" for n in range(60)] for name in ("patient", "stay")}
    schema = Schema(tuple(Column(name, ColumnKind.IDENTIFIER) for name in columns))
    values = pl.DataFrame(columns | {"age": [float(n % 50) for n in range(60)]})
    schema = Schema((*schema, Column("age", ColumnKind.NUMBER, number=NumberStyle())))
    prepared = prepare(values, schema, PreprocessPlan())
    made = restore(prepared.frame, prepared.restoration, seed=1)
    assert made["patient"].to_list() != made["stay"].to_list()


def test_that_identifiers_are_made_new_and_texts_left_out() -> None:
    schema = Schema((Column("id", ColumnKind.IDENTIFIER), number("x"), Column("note", ColumnKind.TEXT)))
    real = [f"P{i:05d}" for i in range(N)]
    values = pl.DataFrame({"id": real, "x": range(N), "note": ["n"] * N})
    prepared = prepare(values, schema, PreprocessPlan())
    made = restore(prepared.frame, prepared.restoration, seed=1, taken={"id": frozenset(real)})
    assert made.columns == ["id", "x"]
    assert not set(made["id"]) & set(real)
    assert made["id"].n_unique() == N


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.floats(-1e6, 1e6) | st.none(), min_size=20, max_size=60),
    st.integers(0, 4),
)
def test_that_restored_numbers_keep_range_and_decimals(values: list[float | None], decimals: int) -> None:
    rounded = [None if v is None else round(v, decimals) for v in values]
    column = Column("x", ColumnKind.NUMBER, number=NumberStyle(decimals=decimals))
    frame, schema = table(rounded, column)
    try:
        prepared = prepare(frame, schema, PreprocessPlan())
    except UserError:
        return  # all missing or constant: nothing to learn
    made = restore(
        prepared.frame.with_columns(pl.col("x") + 0.3 * 10**-decimals), prepared.restoration, seed=1
    )["x"]
    (note,) = prepared.restoration.columns
    known = made.drop_nulls()
    assert made.null_count() == frame["x"].null_count()
    assert all(note.minimum - 1e-9 <= v <= note.maximum + 1e-9 and round(v, decimals) == v for v in known)


@pytest.mark.parametrize(
    ("column", "values", "settings", "title"),
    [
        (number("x"), list(range(N)), {"role": Role.LEAVE_OUT}, "There is nothing to learn"),
        (number("x"), [3] * N, {}, "There is nothing to learn"),
        (number("x"), [None] * N, {"missing": MissingTreatment.LEAVE_ROWS_OUT}, "No row is left"),
        (
            number("x"),
            [*range(N), None],
            {"missing": MissingTreatment.VALUE, "fill": "x"},
            "A value does not fit",
        ),
        (number("x"), list(range(N)), {"minimum": "9", "maximum": "3"}, "The range is empty"),
        (number("x"), list(range(N)), {"minimum": "low"}, "A value does not fit"),
        (number("x", 1), [i / 2 for i in range(N)], {"role": Role.MAKE_NEW}, "cannot be made new"),
        (
            Column("x", ColumnKind.CATEGORY),
            ["a", "b", None, "a"] * 10,
            {"missing": MissingTreatment.MEDIAN},
            "Words have no middle value",
        ),
    ],
)
def test_that_a_plan_that_does_not_fit_is_told_in_a_sentence(
    column: Column, values: list[Any], settings: dict[str, Any], title: str
) -> None:
    with pytest.raises(UserError, match=title):
        prepare(*table(values, column), plan(**settings))


def test_that_a_condition_names_a_learned_value() -> None:
    values, schema = table([" a"] * 20 + ["b"] * 15 + ["c"], Column("x", ColumnKind.CATEGORY))
    restoration = prepare(values, schema, PreprocessPlan()).restoration
    assert (condition(restoration, "x", "b"), condition(restoration, "x", "a")) == ("b", " a")
    with pytest.raises(UserError, match="The value was not learned"):
        condition(restoration, "x", "c")
    with pytest.raises(UserError, match="The column has no groups"):
        condition(restoration, "y", "c")


def visits() -> tuple[pl.DataFrame, Schema]:
    """Return 200 visits of 50 persons; "rare" belongs to 3 of them, the highest weights to one."""
    persons = [f"P{n % 50}" for n in range(200)]
    words = ["rare" if n % 50 < 3 else "usual" for n in range(200)]
    weights = [200.0 + n if n % 50 == 7 else 60.0 + n % 50 for n in range(200)]
    schema = Schema(
        (
            Column("person", ColumnKind.IDENTIFIER),
            Column("word", ColumnKind.CATEGORY),
            Column("weight", ColumnKind.NUMBER, number=NumberStyle(decimals=1)),
        ),
        person_column="person",
    )
    return pl.DataFrame({"person": persons, "word": words, "weight": weights}), schema


def test_that_groups_are_counted_in_persons_where_rows_are_visits() -> None:
    values, schema = visits()
    note = prepare(values, schema, PreprocessPlan()).restoration.columns[1]
    assert note.categories == ("Other", "usual")
    rows = prepare(values, replace(schema, person_column=None), PreprocessPlan()).restoration.columns[1]
    assert rows.categories == ("rare", "usual")


def test_that_a_range_ends_at_the_fifth_person_not_at_the_fifth_row() -> None:
    values, schema = visits()
    note = prepare(values, schema, PreprocessPlan()).restoration.columns[2]
    assert (note.minimum, note.maximum) == (64.0, 106.0)


def test_that_a_combination_of_few_persons_is_not_learned() -> None:
    values, schema = visits()
    values = values.with_columns(pl.Series("ward", ["eye" if n % 50 < 3 else "bone" for n in range(200)]))
    values = values.with_columns(pl.Series("word", ["a" if n % 50 < 25 else "b" for n in range(200)]))
    plan = PreprocessPlan(
        (("ward", ColumnPlan(rare_below=1)),), (RulePlan(OnlyCombinations(("word", "ward"))),)
    )
    columns = (*schema.columns, Column("ward", ColumnKind.CATEGORY))
    rule = prepare(values, replace(schema, columns=columns), plan).restoration.rules[0]
    assert isinstance(rule, OnlyCombinations)
    assert rule.combinations == (("a", "bone"), ("b", "bone"))
