"""The whole evaluation on tables that are small, odd or large."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.privacy import Outcome
from synthdesk.domain.results import EvaluationResult
from synthdesk.domain.wishes import Analysis, Comparison, Wishes
from synthdesk.evaluation import everything, figures, report
from synthdesk.evaluation.rows import Rows

WISHES = Wishes(outcomes=("died",), comparisons=(Comparison(Analysis.MEANS, "age", ("sex",)),))


def stays(rows: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 95, rows)
    return pl.DataFrame(
        {
            "age": age,
            "sex": rng.choice(["f", "m"], rows),
            "crp": np.exp(rng.normal(2, 1, rows)).round(1),
            "died": np.where(rng.random(rows) < age / 150, "yes", "no"),
        }
    )


def judged(real: pl.DataFrame, synthetic: pl.DataFrame, held_out: int) -> Rows:
    learned = np.arange(real.height) >= held_out
    return Rows(real[held_out:], real[:held_out], synthetic, real, learned, synthetic, seed=1)


def evaluated(rows: Rows) -> EvaluationResult:
    """Return the evaluation, after it was written as a page and as figures."""
    found = everything.evaluate(rows, WISHES, lambda _: None)
    assert "</html>" in report.html(found, subject=report.Subject())
    assert figures.as_json(found)["privacy"]
    return found


def test_that_thirty_rows_are_evaluated_and_told_to_be_too_few() -> None:
    found = evaluated(judged(stays(30, 1), stays(24, 2), 10))
    assert [check.key for check in found.privacy if not check.testable][:4] == ["P1", "P2", "P3", "P4"]
    assert all(check.outcome is not Outcome.STOP for check in found.privacy)


ODD = {
    "one class": pl.lit("no").alias("died"),
    "all missing": pl.lit(None, pl.String).alias("died"),
    "no number at all": pl.lit(None, pl.Int64).alias("age"),
}


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_that_a_column_without_anything_to_tell_is_no_error(change: pl.Expr) -> None:
    rows = judged(stays(400, 1).with_columns(change), stays(300, 2).with_columns(change), 100)
    assert evaluated(rows).columns


def test_that_the_real_table_passed_off_as_synthetic_is_stopped() -> None:
    real = stays(900, 1)
    found = evaluated(judged(real, real[300:], 300))
    assert {check.key: check.outcome for check in found.privacy}["P1"] is Outcome.STOP


def test_that_parts_of_large_tables_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everything, "REAL_AT_MOST", 250)
    rows = judged(stays(400, 1), stays(300, 2), 100)
    assert any("random parts" in str(note) for note in evaluated(rows).notes)


def test_that_patients_are_told_where_they_are_counted() -> None:
    rows = replace(judged(stays(400, 1), stays(300, 2), 100), patients=np.arange(400) // 2)
    found = evaluated(rows)
    assert any("150 patients were learned and 50 held back" in str(note) for note in found.notes)
