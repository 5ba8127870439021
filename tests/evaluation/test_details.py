import numpy as np
import polars as pl
import pytest

from synthdesk.domain.whole_rows import ColumnDetail
from synthdesk.evaluation import details

rng = np.random.default_rng(6)


def linked(rows: int) -> pl.DataFrame:
    age = rng.uniform(20, 80, rows)
    return pl.DataFrame(
        {"age": age, "weight": age + rng.normal(0, 2, rows), "ward": rng.choice(["a", "b"], rows)}
    )


def test_that_lost_and_invented_values_are_counted_by_hand() -> None:
    real = pl.DataFrame({"c": ["a", "b", "c", None]})
    synthetic = pl.DataFrame({"c": ["a", "x", "x", "y"]})
    assert details.columns(real, synthetic) == (ColumnDetail("c", 3, 2, 2, 0.75),)


def test_that_the_reached_range_is_computed_by_hand() -> None:
    real = pl.DataFrame({"n": np.linspace(0, 1000, 1001)})  # the middle 99 % run from 5 to 995
    (found,) = details.columns(real, pl.DataFrame({"n": [104.0, 500.0, 2000.0]}))
    assert found.range_reached == pytest.approx((995 - 104) / 990)
    (constant,) = details.columns(pl.DataFrame({"n": [3.0, 3.0]}), pl.DataFrame({"n": [2.0, 4.0]}))
    assert constant.range_reached == 1.0
    (nothing,) = details.columns(real, pl.DataFrame({"n": [None]}, schema={"n": pl.Float64}))
    assert nothing.range_reached is None


def test_that_patterns_of_missing_values_are_compared_by_hand() -> None:
    real = pl.DataFrame({"a": [1, None, None, 4], "b": [1, None, None, 4]})
    synthetic = pl.DataFrame({"a": [1, None, 3, 4], "b": [1, 2, None, 4]})
    # both missing together: 1/2 of the real rows and none of the synthetic ones
    assert details.missing_patterns(real, synthetic) == pytest.approx(0.5)


def test_that_equal_tables_are_not_told_apart_and_shuffled_columns_are() -> None:
    real, other = linked(600), linked(600)
    alike = details.detection(real, other, 1)
    shuffled = details.detection(real, details.independent(other, 1), 1)
    assert alike is not None
    assert shuffled is not None
    assert 0.4 < alike.area < 0.6
    assert shuffled.area > 0.85
    assert {name for name, _ in shuffled.given_away_by[:2]} == {"age", "weight"}


def test_that_shuffling_keeps_every_column() -> None:
    table = linked(50)
    shuffled = details.independent(table, 1)
    for name in table.columns:
        assert shuffled[name].sort().equals(table[name].sort())


def test_that_coverage_is_full_for_equal_and_none_for_far_tables() -> None:
    real = linked(200)
    assert details.coverage(real, real, 1) == 1.0
    assert details.coverage(real, real.with_columns(pl.col("age") * 1000), 1) == 0.0


def test_that_the_order_of_the_table_does_not_matter_for_coverage() -> None:
    ordered = linked(2000).sort("age")
    first, second = ordered[::10], ordered[1::2]
    covered = details.coverage(first, second, seed=1)
    assert covered is not None
    assert covered > 0.9


def test_that_few_rows_are_neither_told_apart_nor_covered() -> None:
    few = linked(10)
    assert details.detection(few, few, 1) is None
    assert details.coverage(few, few, 1) is None
