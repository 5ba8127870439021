"""Tables with several rows of a patient: patients are counted, not rows."""

from dataclasses import replace

import numpy as np
import polars as pl

from synthdesk.evaluation.privacy import checks, copying, extremes, rarity
from synthdesk.evaluation.privacy.copying import Returned


def test_that_a_patient_counts_once_by_the_row_that_comes_back_most_exactly() -> None:
    train = pl.DataFrame({"a": [1, 2, 3, 4], "b": [5, 6, 7, 8], "c": [1, 2, 1, 2]})
    holdout = pl.DataFrame({"a": [9, 9], "b": [9, 8], "c": [1, 1]})
    made = pl.DataFrame({"a": [1, 3, 2], "b": [5, 0, 6], "c": [1, 1, 2]})
    found = copying.count(train, holdout, made, np.array([1, 1, 2, 2, 3, 3]))
    assert found.learned == Returned(2, 1, 1, 0)
    assert found.held_out.rows == 1


def test_that_a_row_twice_of_one_patient_is_this_patient_s() -> None:
    train = pl.DataFrame({"a": [1, 1, 2], "b": [5, 5, 6]})
    holdout = pl.DataFrame({"a": [7], "b": [7]})
    assert copying.count(train, holdout, train, np.array([1, 1, 2, 3])).learned == Returned(2, 2, 0, 0)
    assert copying.count(train, holdout, train).learned == Returned(1, 1, 0, 0)


def with_patients(rows, size):
    return replace(rows, patients=np.arange(rows.real.height) // size)


def test_that_one_row_of_each_patient_is_drawn(clean) -> None:
    single = with_patients(clean, 5).one_of_each_patient()
    assert (single.train.height, single.holdout.height, single.real.height) == (200, 80, 280)
    assert single.train.rows() == single.real.filter(single.learned).rows()
    assert not single.enough_held_out
    assert clean.one_of_each_patient() is clean


def test_that_held_out_patients_decide_what_is_testable(clean) -> None:
    found = {check.key: check for check in checks.check_all(with_patients(clean, 5), lambda _: None)}
    assert not any(found[key].testable for key in ("P1", "P2", "P3", "P4", "P5"))
    assert all(check.outcome.value == "none" for check in found.values())


def test_that_a_value_many_rows_of_few_patients_have_is_rare() -> None:
    real = pl.DataFrame({"ward": ["rare"] * 8 + ["eye"] * 40})
    released = pl.DataFrame({"ward": ["rare", "eye"]})
    assert rarity.rare_values(real, released, 5) == {}
    assert rarity.rare_values(real, released, 5, np.arange(48) // 4) == {"ward": (1, 1)}


def test_that_an_extreme_many_rows_of_one_patient_have_is_his(clean) -> None:
    rows = with_patients(clean, 5)
    weight = rows.real["weight"].to_numpy().copy()
    weight[:5] = 500.0
    real = rows.real.with_columns(weight=pl.Series(weight))
    told = [
        end
        for each in (replace(clean, real=real), replace(rows, real=real))
        for end in extremes.ends(each)
        if end.column == "weight" and end.is_highest
    ]
    assert len(told) == 1
