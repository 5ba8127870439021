"""Rows for the checks for leaks: a table with single patients in it, divided as before training."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from synthdesk.evaluation.rows import Rows


def patients(rows: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "age": rng.integers(18, 90, rows),
            "sex": rng.choice(["f", "m"], rows),
            "ward": rng.choice(["eye", "heart", "bone", "skin"], rows),
            "dose": rng.normal(5, 1, rows).round(2),
            "weight": rng.normal(75, 12, rows).round(1),
        }
    )


def judged(train: pl.DataFrame, holdout: pl.DataFrame, synthetic: pl.DataFrame, **more: object) -> Rows:
    real = pl.concat([train, holdout])
    learned = np.arange(real.height) < train.height
    return Rows(train, holdout, synthetic, real, learned, synthetic, seed=1, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def make_patients() -> Callable[[int, int], pl.DataFrame]:
    """A function of rows and seed."""
    return patients


@pytest.fixture(scope="session")
def judge() -> Callable[..., Rows]:
    """A function of learned, held-out and synthetic rows."""
    return judged


@pytest.fixture(scope="session")
def clean() -> Rows:
    """Synthetic rows that were drawn like the real ones and know none of them."""
    return judged(patients(1000, 1), patients(400, 2), patients(1000, 3))


@pytest.fixture(scope="session")
def leaking() -> Rows:
    """Half of the synthetic rows are learned rows."""
    train = patients(1000, 1)
    return judged(train, patients(400, 2), pl.concat([train[:500], patients(500, 3)]))
