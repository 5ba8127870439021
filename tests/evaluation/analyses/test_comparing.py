import numpy as np
import polars as pl
import pytest

from synthdesk.domain.wishes import Analysis, Comparison
from synthdesk.evaluation.analyses.comparing import compare_all


def stays(rows: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    age = rng.integers(20, 90, rows)
    ward = rng.choice(["eye", "heart", "bone"], rows, p=[0.5, 0.3, 0.2])
    return pl.DataFrame(
        {
            "age": age,
            "ward": ward,
            "cost": 10.0 * age + 100 * (ward == "heart") + rng.normal(0, 50, rows),
            "died": np.where(rng.random(rows) < age / 120, "yes", "no"),
            "days": rng.exponential(200 - age),
        }
    )


REAL, SYNTHETIC = stays(800, 1), stays(800, 2)


def one(comparison: Comparison, synthetic: pl.DataFrame = SYNTHETIC):
    (found,) = compare_all([comparison], REAL, synthetic)
    return found


def test_that_means_of_groups_are_computed_by_hand() -> None:
    real = pl.DataFrame({"n": [1.0, 2.0, 3.0, 4.0, 5.0], "g": ["a"] * 5})
    (found,) = compare_all([Comparison(Analysis.MEANS, "n", ("g",))], real, real)
    (estimate,) = found.estimates
    assert (estimate.name, estimate.real, estimate.overlap) == ("g = a", 3.0, 1.0)
    assert estimate.real_high - estimate.real == pytest.approx(1.959964 * np.sqrt(2.5 / 5))


def test_that_groups_of_fewer_than_five_rows_are_not_shown() -> None:
    real = pl.DataFrame({"n": [1.0] * 5 + [9.0] * 4, "g": ["a"] * 5 + ["b"] * 4})
    (found,) = compare_all([Comparison(Analysis.MEANS, "n", ("g",))], real, real)
    assert [e.name for e in found.estimates] == ["g = a"]


def test_that_shares_of_a_category_are_compared() -> None:
    found = one(Comparison(Analysis.MEANS, "died", ("ward",), value="yes"))
    assert found.unit == "share"
    assert len(found.estimates) == 3
    assert all(0 <= e.real <= 1 for e in found.estimates)


@pytest.mark.parametrize(
    ("comparison", "unit", "names"),
    [
        (
            Comparison(Analysis.LINEAR, "cost", ("age", "ward")),
            "difference",
            {"age", "ward = heart", "ward = bone"},
        ),
        (Comparison(Analysis.LOGISTIC, "died", ("age",)), "log odds ratio", {"age"}),
        (Comparison(Analysis.COX, "died", ("age",), time="days"), "log hazard ratio", {"age"}),
    ],
)
def test_that_regressions_stand_side_by_side(comparison: Comparison, unit: str, names: set[str]) -> None:
    found = one(comparison)
    assert found.problem is None
    assert found.unit == unit
    assert {e.name for e in found.estimates} == names
    assert all(
        e.real_low < e.real < e.real_high and e.synthetic_low < e.synthetic_high for e in found.estimates
    )
    assert all(0.2 < e.overlap <= 1 for e in found.estimates)


def test_that_a_lost_relation_does_not_overlap() -> None:
    lost = SYNTHETIC.with_columns(pl.col("cost").shuffle(seed=1))
    (estimate,) = one(Comparison(Analysis.LINEAR, "cost", ("age",)), lost).estimates
    assert estimate.overlap == 0.0


def test_that_curves_fall_from_one() -> None:
    found = one(Comparison(Analysis.SURVIVAL, "died", ("ward",), time="days"))
    assert [c.group for c in found.curves] == ["ward = eye", "ward = heart", "ward = bone"]
    for curve in found.curves:
        assert curve.real[0] == 1.0
        assert list(curve.real) == sorted(curve.real, reverse=True)


@pytest.mark.parametrize(
    "comparison",
    [
        Comparison(Analysis.LINEAR, "cost", ("nowhere",)),
        Comparison(Analysis.LINEAR, "ward", ("age",)),
        Comparison(Analysis.LINEAR, "cost"),
        Comparison(Analysis.LOGISTIC, "ward", ("age",)),
        Comparison(Analysis.MEANS, "cost", ("age",)),
    ],
)
def test_that_what_cannot_be_done_is_said(comparison: Comparison) -> None:
    found = one(comparison)
    if comparison.analysis is Analysis.MEANS:
        assert found.estimates  # ages with five rows and more are groups
    else:
        assert found.problem is not None
        assert found.estimates == ()
