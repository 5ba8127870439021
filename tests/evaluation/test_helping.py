"""Whether balanced rows help is answered honestly: yes where they do, no where they harm."""

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.errors import UserError
from synthdesk.domain.results import Help, Interval
from synthdesk.evaluation import helping
from synthdesk.evaluation.helping import balanced_accuracy, helps, mean_area


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helping, "RESAMPLES", 60)


def patients(rows: int, share: float, seed: int) -> pl.DataFrame:
    """Return rows in which `x` and `word` tell something about a rare outcome."""
    rng = np.random.default_rng(seed)
    ill = rng.random(rows) < share
    return pl.DataFrame(
        {
            "x": rng.normal(np.where(ill, 1.5, 0.0), 1.0),
            "word": np.where(rng.random(rows) < np.where(ill, 0.7, 0.3), "a", "b"),
            "ill": np.where(ill, "yes", "no"),
        }
    )


def found(extra: pl.DataFrame) -> dict[tuple[str, str], Help]:
    results = helps(
        patients(600, 0.05, 1), patients(600, 0.08, 2), extra, "ill", seed=1, report=lambda _: None
    )
    return {(one.classifier, one.measure): one for one in results}


def test_that_true_rows_of_a_rare_group_help_to_recognise_it() -> None:
    results = found(patients(2000, 1.0, 3))
    assert len(results) == 4
    own = results["logistic regression", "balanced accuracy"]
    assert own.verdict == "yes"
    assert own.without.low <= own.without.value <= own.without.high
    assert own.difference.value == pytest.approx(own.with_rows.value - own.without.value)


def test_that_wrong_rows_are_told_to_harm() -> None:
    wrong = patients(4000, 0.5, 4).with_columns(
        pl.when(pl.col("ill") == "yes").then(pl.lit("no")).otherwise(pl.lit("yes")).alias("ill")
    )
    assert found(wrong)["logistic regression", "area under the curve"].verdict == "no"


def test_that_an_interval_around_zero_tells_nothing() -> None:
    one = Interval(0.5, 0.4, 0.6)
    assert Help("x", "y", one, one, Interval(0.0, -0.1, 0.1)).verdict == "not to be told"


def test_that_the_measures_are_as_worked_out_by_hand() -> None:
    truth = np.array([0, 0, 0, 0, 1, 1])
    shares = np.array([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.3, 0.7], [0.6, 0.4], [0.2, 0.8]])
    assert balanced_accuracy(truth, shares) == pytest.approx((3 / 4 + 1 / 2) / 2)
    assert mean_area(truth, shares) == pytest.approx(7 / 8)


def test_that_too_few_rows_of_a_group_are_said() -> None:
    few = patients(200, 0.0, 5)
    with pytest.raises(UserError, match="Fewer than two groups of “ill”"):
        helps(few, few, few, "ill", seed=1, report=lambda _: None)
