import numpy as np
import polars as pl
import pytest

from synthdesk.evaluation import subgroups

rng = np.random.default_rng(4)


def stays(rows: int, *, older_women: float = 0.0) -> pl.DataFrame:
    sex = rng.choice(["f", "m"], rows, p=[0.3, 0.7])
    age = rng.normal(50, 10, rows) + older_women * (sex == "f")
    return pl.DataFrame({"sex": sex, "age": age.round(1), "ward": rng.choice(["eye", "skin"], rows)})


def test_that_the_group_that_differs_stands_first_with_its_worst_column() -> None:
    found = subgroups.compare(stays(1000), stays(1000), stays(1000, older_women=30), ("sex",), seed=1)
    worst = found[0]
    assert (worst.group, worst.worst_column) == ("sex = f", "age")
    assert worst.real_share == pytest.approx(0.3, abs=0.05)
    assert worst.synthetic_share == pytest.approx(0.3, abs=0.05)
    # ages 30 years apart hardly overlap (KS 0.87), the wards are alike: (0.13 + 1) / 2
    assert worst.similarity == pytest.approx(0.54, abs=0.08)
    assert worst.within_reach > 0.85
    assert {group.group for group in found} == {"sex = f", "sex = m", "ward = eye", "ward = skin"}


def test_that_small_groups_are_neither_named_nor_compared() -> None:
    real = pl.DataFrame({"sex": ["f"] * 29 + ["m"] * 60, "n": list(range(89))})
    assert [g.group for g in subgroups.compare(real, real, real, (), seed=1)] == ["sex = m"]


def test_that_a_table_without_groups_has_none() -> None:
    numbers = pl.DataFrame({"n": np.arange(100.0), "constant": ["a"] * 100})
    assert subgroups.compare(numbers, numbers, numbers, (), seed=1) == ()
    missing = pl.DataFrame({"sex": [None] * 100}, schema={"sex": pl.String})
    assert subgroups.compare(missing, missing, missing, ("sex",), seed=1) == ()
