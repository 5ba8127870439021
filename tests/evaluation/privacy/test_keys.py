import numpy as np
import polars as pl

from synthdesk.evaluation.privacy.keys import Keyed, differing

COLUMNS = ["a", "b", "c", "d"]


def table(*rows: tuple) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def test_that_the_columns_a_row_differs_in_are_counted() -> None:
    others = Keyed(table(("1", "2", "3", "4"), ("x", "x", "x", "x")))
    rows = Keyed(
        table(("1", "2", "3", "4"), ("1", "2", "3", "z"), ("y", "2", "3", "z"), ("y", "y", "3", "z"))
    )
    assert differing(rows, others).tolist() == [0, 1, 2, 3]


def test_that_swapped_values_are_no_copy() -> None:
    assert differing(Keyed(table(("1", "2", "3", "4"))), Keyed(table(("2", "1", "3", "4")))).tolist() == [2]


def test_that_missing_equals_missing_only() -> None:
    others = Keyed(table((None, "2", "3", "4")))
    rows = Keyed(table((None, "2", "3", "4"), ("", "2", "3", "4")))
    assert differing(rows, others).tolist() == [0, 1]


def test_that_whole_numbers_equal_decimals_and_minus_zero_is_zero() -> None:
    whole, decimal = pl.DataFrame({"n": [1, 0]}), pl.DataFrame({"n": [1.0, -0.0]})
    assert np.array_equal(Keyed(whole).whole, Keyed(decimal).whole)


def test_that_wide_tables_are_not_looked_through_for_two_columns() -> None:
    wide = pl.DataFrame({f"c{n}": ["x"] for n in range(30)})
    other = wide.with_columns(c0=pl.lit("y"), c1=pl.lit("y"))
    assert differing(Keyed(wide), Keyed(other)).tolist() == [3]
    assert differing(Keyed(wide), Keyed(wide.with_columns(c0=pl.lit("y")))).tolist() == [1]


def test_that_one_column_is_equal_or_not() -> None:
    one = pl.DataFrame({"n": [1, 2]})
    assert differing(Keyed(one), Keyed(pl.DataFrame({"n": [2]}))).tolist() == [3, 0]
