from dataclasses import replace

import polars as pl
import pytest

from synthdesk.domain.privacy import Outcome, Remedy
from synthdesk.evaluation.privacy.copying import Copying, Returned, check, count, noticed_from


def table(*rows: tuple) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"n": pl.Float64, "c": pl.String, "k": pl.String}, orient="row")


TRAIN = table((1.0, "a", "p"), (1.0, "a", "p"), (2.0, "b", "q"), (3.0, "c", "p"), (4.0, "d", "q"))
HOLDOUT = table((5.0, "e", "p"), (6.0, "f", "q"))


def test_that_returned_rows_are_counted_by_hand() -> None:
    # 1/a/p is there twice and is nobody's; 2/b/q comes back, 3/c with one change, 4/d with two; 5/e with
    # one, and 6/f/q shares its q with 2/b/q.
    synthetic = table((1.0, "a", "p"), (2.0, "b", "q"), (3.0, "z", "p"), (4.0, "y", "p"), (9.0, "e", "p"))
    found = count(TRAIN, HOLDOUT, synthetic)
    assert found.learned == Returned(3, 1, 1, 1)
    assert found.held_out == Returned(2, 0, 1, 1)


def test_that_a_row_both_learned_and_held_out_is_nobody_s() -> None:
    found = count(table((1.0, "a", "p"), (2.0, "b", "q")), table((1.0, "a", "p")), table((1.0, "a", "p")))
    assert (found.learned.rows, found.held_out.rows) == (1, 0)


def test_that_constant_columns_are_not_compared() -> None:
    one = table((1.0, "a", "p"))
    assert count(one, one, one) == Copying(Returned(0, 0, 0, 0), Returned(0, 0, 0, 0), 0)


def test_that_nothing_is_made_of_copies_held_out_rows_show_too() -> None:
    found = Copying(Returned(1000, 40, 100, 200), Returned(250, 10, 25, 50), 5)
    assert found.outcome is Outcome.NONE


def test_that_many_copies_stop() -> None:
    found = Copying(Returned(1000, 50, 30, 100), Returned(250, 0, 8, 25), 5)
    assert found.chance_of_exact < 1e-4
    assert found.outcome is Outcome.STOP


def test_that_more_near_rows_ask_for_a_closer_look_and_stop_only_when_they_are_many() -> None:
    # 18 % against 14 % is what a close model shows; 30 % against 14 % is not acceptable
    assert (
        Copying(Returned(26_000, 0, 4700, 9000), Returned(6500, 0, 900, 2200), 30).outcome is Outcome.REVIEW
    )
    assert Copying(Returned(26_000, 0, 7800, 9000), Returned(6500, 0, 900, 2200), 30).outcome is Outcome.STOP


def test_that_copies_without_near_ones_are_odd() -> None:
    # chance brings more rows near than exactly: eleven heads in a row
    found = Copying(Returned(1000, 11, 0, 0), Returned(250, 0, 0, 0), 5)
    assert found.chance_of_shape == pytest.approx(0.5**11)
    assert found.outcome is Outcome.STOP


def test_that_one_copy_out_of_nowhere_asks_for_a_closer_look() -> None:
    assert Copying(Returned(1000, 1, 0, 0), Returned(250, 0, 0, 0), 5).outcome is Outcome.REVIEW
    assert Copying(Returned(1000, 1, 5, 0), Returned(250, 0, 0, 0), 5).outcome is Outcome.NONE


def test_that_the_power_is_the_smallest_count_that_alarms() -> None:
    found = Copying(Returned(1000, 0, 30, 100), Returned(250, 0, 8, 25), 5)
    least = noticed_from(found)
    outcomes = [replace(found, learned=Returned(1000, n, 30, 100)).outcome for n in (least - 1, least)]
    assert outcomes[0] is Outcome.NONE
    assert outcomes[1] is not Outcome.NONE


def test_that_a_clean_table_raises_no_alarm(clean) -> None:
    found = check(clean)
    assert (found.outcome, found.testable, found.actions) == (Outcome.NONE, True, ())


def test_that_a_leaking_table_stops_and_offers_another_training(leaking) -> None:
    found = check(leaking)
    assert found.outcome is Outcome.STOP
    assert found.actions[0].remedy is Remedy.FEWER_ROUNDS
    assert {f.key: f.value for f in found.figures}["copied"] == 500


def test_that_near_copies_with_a_little_noise_are_found(make_patients, judge) -> None:
    train = make_patients(1000, 1)
    noisy = train[:100].with_columns(pl.col("weight") + 0.3)
    rows = judge(train, make_patients(400, 2), pl.concat([noisy, make_patients(900, 3)]))
    assert check(rows).outcome is Outcome.STOP


def test_that_few_held_out_rows_are_told(make_patients, judge) -> None:
    found = check(judge(make_patients(100, 1), make_patients(25, 2), make_patients(100, 3)))
    assert not found.testable
    assert "Only 25" in str(found.power)
