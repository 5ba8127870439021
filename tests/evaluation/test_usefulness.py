import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from synthdesk.domain.results import ColumnUsefulness
from synthdesk.evaluation.usefulness import area_under_curve, predict_each


def table(rows: int, seed: int, *, linked: bool) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    dose = rng.normal(size=rows)
    cured = dose + rng.normal(0, 0.3, rows) > 0 if linked else rng.random(rows) > 0.5
    return pl.DataFrame({"dose": dose, "cured": np.where(cured, "yes", "no")})


def named(name: str, found: tuple[ColumnUsefulness, ...]) -> ColumnUsefulness:
    return next(each for each in found if each.name == name)


def test_that_the_area_is_computed_by_hand() -> None:
    is_class = np.array([True, False, True, False])
    # pairs (0.9, 0.5), (0.9, 0.1), (0.5, 0.5) tied, (0.5, 0.1): 3.5 of 4
    assert area_under_curve(is_class, np.array([0.9, 0.5, 0.5, 0.1])) == pytest.approx(3.5 / 4)


@settings(deadline=None)
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
        named(
            "cured",
            predict_each(train=real[:600], holdout=real[600:], synthetic=made, seed=1, report=seen.append),
        )
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
    assert named("cured", found).synthetic == 0.5


def test_that_nothing_is_measured_without_other_columns() -> None:
    words = table(300, 1, linked=True).select("cured")
    found = predict_each(
        train=words[:200], holdout=words[200:], synthetic=words, seed=1, report=lambda _: None
    )
    assert found == ()


def test_that_numbers_are_predicted_to_be_above_their_middle() -> None:
    real = table(900, 1, linked=True)
    made = table(600, 2, linked=True)
    found = predict_each(train=real[:600], holdout=real[600:], synthetic=made, seed=1, report=lambda _: None)
    dose = named("dose", found)
    assert dose.classes == 2
    assert dose.real > 0.8
    assert dose.synthetic > 0.8


def test_that_named_outcomes_are_measured_before_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthdesk.evaluation.usefulness.COLUMNS_AT_MOST", 1)
    real = table(600, 1, linked=True)
    for name in ("cured", "dose"):
        (found,) = predict_each(
            train=real[:300],
            holdout=real[300:],
            synthetic=real,
            seed=1,
            report=lambda _: None,
            outcomes=(name,),
        )
        assert found.name == name
