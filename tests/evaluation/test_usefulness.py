import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from synthdesk.evaluation.usefulness import area_under_curve, predict_each


def table(rows: int, seed: int, *, linked: bool) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    dose = rng.normal(size=rows)
    cured = dose + rng.normal(0, 0.3, rows) > 0 if linked else rng.random(rows) > 0.5
    return pl.DataFrame({"dose": dose, "cured": np.where(cured, "yes", "no")})


def test_that_the_area_is_computed_by_hand() -> None:
    is_class = np.array([True, False, True, False])
    # pairs (0.9, 0.5), (0.9, 0.1), (0.5, 0.5) tied, (0.5, 0.1): 3.5 of 4
    assert area_under_curve(is_class, np.array([0.9, 0.5, 0.5, 0.1])) == pytest.approx(3.5 / 4)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40))
def test_that_the_area_equals_that_of_scikit_learn(rows: list[tuple[bool, int]]) -> None:
    is_class = np.array([r[0] for r in rows])
    score = np.array([float(r[1]) for r in rows])
    if 0 < is_class.sum() < len(rows):
        assert area_under_curve(is_class, score) == pytest.approx(roc_auc_score(is_class, score))


def test_that_a_kept_relation_is_useful_and_a_lost_one_is_not() -> None:
    real = table(900, 1, linked=True)
    seen: list[float] = []
    kept, lost = (
        predict_each(train=real[:600], holdout=real[600:], synthetic=made, seed=1, report=seen.append)[0]
        for made in (table(600, 2, linked=True), table(600, 2, linked=False))
    )
    assert kept.real == lost.real > 0.9
    assert kept.synthetic > 0.9
    assert lost.synthetic < 0.65
    assert all(0 <= share <= 1 for share in seen)


def test_that_a_class_the_synthetic_table_lacks_counts_as_guessing() -> None:
    real = table(600, 1, linked=True)
    made = table(300, 2, linked=True).with_columns(pl.lit("yes").alias("cured"))
    found = predict_each(train=real[:300], holdout=real[300:], synthetic=made, seed=1, report=lambda _: None)
    assert found[0].synthetic == 0.5


def test_that_nothing_is_measured_without_category_or_other_columns() -> None:
    rng = np.random.default_rng(0)
    numbers = pl.DataFrame({"x": rng.normal(size=300), "y": rng.normal(size=300)})
    words = table(300, 1, linked=True).select("cured")
    for real in (numbers, words):
        assert (
            predict_each(train=real[:200], holdout=real[200:], synthetic=real, seed=1, report=lambda _: None)
            == ()
        )
