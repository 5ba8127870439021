import polars as pl
import pytest

from synthdesk.evaluation import closeness


def line(*values: float) -> pl.DataFrame:
    return pl.DataFrame({"n": list(values)})


def test_that_distances_and_ratios_are_computed_by_hand() -> None:
    # The middle 90 % of the learned and held-out numbers run from 2.95 to 56.05 and count as 1.
    learned = line(*(float(n) for n in range(0, 60, 2)))
    holdout = line(*(float(n) for n in range(1, 60, 2)))
    made = line(*(n + 0.5 for n in range(0, 60, 2)))
    found = closeness.measure(learned, holdout, made, seed=1)
    assert found is not None
    assert found.middle == pytest.approx(0.5 / 53.1, rel=0.02)
    assert found.middle_of_real == pytest.approx(1 / 53.1, rel=0.02)
    assert found.ratio == pytest.approx(0.5 / 1.5, rel=0.02)
    assert found.ratio_of_real == pytest.approx(1.0, rel=0.02)


def test_that_copies_have_no_distance() -> None:
    learned = line(*(float(n * n) for n in range(40)))
    found = closeness.measure(learned, line(*(n * n + 3.0 for n in range(40))), learned, seed=1)
    assert found is not None
    assert found.middle == pytest.approx(0.0, abs=2e-3)
    assert found.low_of_real > 0


def test_that_few_rows_have_no_distances() -> None:
    few = line(*(float(n) for n in range(19)))
    assert closeness.measure(few, few, few, seed=1) is None
