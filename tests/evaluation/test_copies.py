from datetime import datetime

import polars as pl

from synthdesk.domain.results import CopyCheck
from synthdesk.evaluation.copies import check


def table(*rows: tuple) -> pl.DataFrame:
    return pl.DataFrame(
        list(rows), schema={"n": pl.Float64, "c": pl.String, "constant": pl.String}, orient="row"
    )


TRAIN = table((1.0, "a", "k"), (1.0, "a", "k"), (2.0, "b", "k"), (None, "c", "k"), (3.0, None, "k"))


def test_that_copies_are_counted_by_hand() -> None:
    holdout = table((1.0, "a", "k"), (9.0, "z", "k"))
    synthetic = table((1.0, "a", "k"), (2.0, "b", "k"), (None, "c", "k"), (2.0, "a", "k"), (7.0, "q", "k"))
    # 1.0/a was learned twice, 2.0/b and None/c once
    assert check(TRAIN, holdout, synthetic) == CopyCheck(5, 3, 2, 1, 2, 0)


def test_that_missing_equals_missing_but_no_value() -> None:
    assert check(TRAIN, table((9.0, "z", "k")), table((3.0, None, "k"))).synthetic_copies == 1
    assert check(TRAIN, table((9.0, "z", "k")), table((3.0, "", "k"))).synthetic_copies == 0


def test_that_a_constant_column_is_not_looked_at() -> None:
    assert check(TRAIN, table((9.0, "z", "k")), table((2.0, "b", "other"))).synthetic_copies == 1


def test_that_nothing_is_a_copy_when_all_is_constant() -> None:
    one = table((1.0, "a", "k"))
    assert check(one, one, one) == CopyCheck(1, 0, 1, 0, 0)


def test_that_whole_numbers_equal_the_same_numbers_with_decimals() -> None:
    synthetic = pl.DataFrame({"n": [2], "c": ["b"], "constant": ["k"]})
    assert check(TRAIN, table((9.0, "z", "k")), synthetic).synthetic_copies == 1


def test_that_the_control_means_the_same_for_held_out_rows() -> None:
    rows = table((2.0, "b", "k"), (1.0, "a", "k"), (5.0, "x", "k"))
    assert check(TRAIN, rows, rows) == CopyCheck(3, 2, 3, 2, 1, 1)


def test_that_dates_are_compared_exactly() -> None:
    real = pl.DataFrame({"d": [datetime(2020, 1, 1), datetime(2020, 1, 2)]})
    synthetic = pl.DataFrame({"d": [datetime(2020, 1, 2), datetime(2020, 1, 2, 0, 0, 1)]})
    assert check(real, real[:1], synthetic).synthetic_copies == 1


def test_that_minus_zero_is_zero() -> None:
    real = pl.DataFrame({"n": [0.0, 5.0]})
    assert check(real, real[1:], pl.DataFrame({"n": [-0.0]})).synthetic_copies == 1
