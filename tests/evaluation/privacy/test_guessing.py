import polars as pl
import pytest

from synthdesk.domain.privacy import Outcome, Remedy
from synthdesk.evaluation.privacy.guessing import check, difference_at_least, guess_each


def told(_: float) -> None:
    """Nobody listens."""


def test_that_the_bound_of_a_difference_is_computed_by_hand() -> None:
    # shares 81/102 and 51/102 after adding one row of each kind; z = 1.6449
    assert difference_at_least((0.8, 0.5), (100, 100), 1) == pytest.approx(
        0.2941 - 1.6449 * 0.06370, abs=1e-3
    )
    assert difference_at_least((0.8, 0.5), (100, 100), 20) < difference_at_least((0.8, 0.5), (100, 100), 1)


def test_that_guesses_come_from_the_nearest_row_in_all_other_columns(judge) -> None:
    train = pl.DataFrame({"age": [20.0, 40.0, 60.0, 80.0], "ill": ["a", "b", "c", "d"]})
    holdout = pl.DataFrame({"age": [20.0, 80.0], "ill": ["d", "a"]})
    synthetic = pl.DataFrame({"age": [21.0, 41.0, 61.0, 81.0], "ill": ["a", "b", "c", "x"]})
    rows = judge(train, holdout, synthetic, sensitive=("ill",))
    (found,) = guess_each(rows, told)
    assert (found.column, found.learned, found.held_out) == ("ill", 0.75, 0.0)


def test_that_a_clean_table_helps_nobody_to_guess(clean) -> None:
    found = check(clean, told)
    assert (found.outcome, found.testable) == (Outcome.NONE, True)
    assert {f.key for f in found.figures} == {f"right_{name}" for name in clean.train.columns}


def test_that_a_copied_table_helps_to_guess_and_says_what_to_do(judge, make_patients) -> None:
    train = make_patients(800, 1)
    found = check(judge(train, make_patients(400, 2), train, sensitive=("ward",)), told)
    assert found.outcome is Outcome.STOP
    assert found.columns == ("ward",)
    assert found.actions[0].remedy is Remedy.LEAVE_OUT


def test_that_one_column_or_few_rows_are_not_testable(judge, make_patients) -> None:
    one = make_patients(300, 1).select("age")
    assert not check(judge(one, one, one), told).testable
    few = make_patients(50, 1)
    assert not check(judge(few, few, few), told).testable
