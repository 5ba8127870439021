import numpy as np
import polars as pl

from synthdesk.domain.privacy import Outcome
from synthdesk.evaluation.privacy.extremes import check, ends

rng = np.random.default_rng(2)


def column(values: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame({"cost": values})


TRAIN, HOLDOUT, FRESH = (column(rng.normal(100, 20, n).round(3)) for n in (800, 200, 800))


def test_that_ends_of_single_patients_are_counted_by_hand(judge) -> None:
    train = column(np.array([1.0] * 6 + [5.0] * 90 + [9.0]))
    rows = judge(train, column(np.full(40, 5.0)), column(np.array([9.0, 1.0, 5.0])))
    # the lower end belongs to six patients, the upper one to a single patient
    assert [(e.column, e.is_highest, e.hits) for e in ends(rows)] == [("cost", True, 1)]


def test_that_an_exact_extreme_asks_for_a_closer_look(judge) -> None:
    highest = TRAIN["cost"].max()
    rows = judge(TRAIN, HOLDOUT, column(np.append(FRESH["cost"].to_numpy()[1:], highest)))
    found = check(rows)
    assert found.outcome is Outcome.REVIEW
    assert found.columns == ("cost",)
    assert str(highest) not in " ".join(str(each) for each in (found.sentence, found.power, found.figures))


def test_that_a_pile_of_extremes_stops(judge) -> None:
    cut = FRESH["cost"].clip(None, TRAIN["cost"].max() - 0.0)
    piled = pl.concat([cut[10:], pl.Series("cost", [TRAIN["cost"].max()] * 10)])
    assert check(judge(TRAIN, HOLDOUT, piled.to_frame())).outcome is Outcome.STOP


def test_that_fresh_rows_raise_no_alarm(judge) -> None:
    assert check(judge(TRAIN, HOLDOUT, FRESH)).outcome is Outcome.NONE


def test_that_whole_numbers_meet_an_extreme_by_chance(judge) -> None:
    ages = [pl.DataFrame({"age": rng.poisson(50, n)}) for n in (800, 200, 800)]
    assert check(judge(*ages)).outcome is Outcome.NONE


def test_that_texts_have_no_extremes(judge) -> None:
    words = pl.DataFrame({"c": ["a", "b", "c"] * 30})
    found = check(judge(words, words, words))
    assert (found.testable, found.outcome) == (False, Outcome.NONE)
