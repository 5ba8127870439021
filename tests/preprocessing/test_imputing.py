"""Gaps are filled from what the other columns of a row say."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment, PreprocessPlan
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.preprocessing.imputing import imputed
from synthdesk.preprocessing.preparing import prepare

SCHEMA = Schema(
    (
        Column("x", ColumnKind.WHOLE_NUMBER, number=NumberStyle()),
        Column("double", ColumnKind.NUMBER, number=NumberStyle(decimals=1)),
        Column("day", ColumnKind.DATETIME, date_pattern="%Y-%m-%d"),
        Column("size", ColumnKind.CATEGORY),
    )
)
GAPS = (3, 50, 97)


def table() -> pl.DataFrame:
    x = list(range(100))
    columns = {
        "x": x,
        "double": [2.0 * v for v in x],
        "day": [datetime(2024, 1, 1) + timedelta(days=v) for v in x],
        "size": ["small" if v < 50 else "large" for v in x],
    }
    frame = pl.DataFrame(columns, schema_overrides={"day": pl.Datetime("us")})
    holes = pl.Series([n in GAPS for n in range(100)])
    return frame.with_columns(pl.when(~holes).then(pl.col(n)).alias(n) for n in ("double", "day", "size"))


def filled(treatment: MissingTreatment) -> pl.DataFrame:
    plan = PreprocessPlan().with_columns(["double", "day", "size"], ColumnPlan(missing=treatment))
    return imputed(table(), SCHEMA, plan, np.random.default_rng(1))


@pytest.mark.parametrize("treatment", [MissingTreatment.NEAREST, MissingTreatment.ITERATIVE])
def test_that_gaps_follow_the_other_columns(treatment: MissingTreatment) -> None:
    made = filled(treatment)
    assert made.null_count().sum_horizontal().item() == 0
    assert made.schema == table().schema
    for n in GAPS:
        assert made["double"][n] == pytest.approx(2 * n, abs=8)
        assert abs((made["day"][n] - datetime(2024, 1, 1)).days - n) <= 4
    assert [made["size"][n] for n in (3, 97)] == ["small", "large"]
    known = ~pl.Series([n in GAPS for n in range(100)])
    assert made.filter(known).equals(table().filter(known))


def test_that_the_same_seed_fills_the_same_values() -> None:
    assert filled(MissingTreatment.ITERATIVE).equals(filled(MissingTreatment.ITERATIVE))


def test_that_a_prepared_table_has_no_gaps_then() -> None:
    plan = PreprocessPlan().with_columns(["double", "size"], ColumnPlan(missing=MissingTreatment.NEAREST))
    frame = prepare(table(), SCHEMA, plan).frame
    assert frame["double"].null_count() == frame["size"].null_count() == 0
    assert frame["day"].null_count() == len(GAPS)
