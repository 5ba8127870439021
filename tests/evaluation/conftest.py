"""A made table with everything in it: numbers, dates, categories, missing values, a rare value, an extreme."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.results import EvaluationResult
from synthdesk.evaluation import fidelity

RARE = "Canary disease"
EXTREME = 987_654.25


def made_table(rows: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 90, rows)
    ward = rng.choice(["Surgery", "Medicine <unit> & more", "Children"], rows).tolist()
    cost = (age * 10 + rng.normal(0, 100, rows)).round(2).tolist()
    ward[0], ward[1] = RARE, RARE
    cost[0] = EXTREME
    outcome = np.where(rng.random(rows) < age / 120, "died", "alive").tolist()
    days = rng.integers(0, 2000, rows)
    return pl.DataFrame(
        {
            "age": age,
            "ward": ward,
            "cost": [None if r < 0.1 else c for r, c in zip(rng.random(rows), cost, strict=True)],
            "outcome": outcome,
            "admitted": [datetime(2018, 1, 1) + timedelta(days=int(d)) for d in days],
            "country": ["X"] * rows,
        },
        schema_overrides={"age": pl.Int64, "cost": pl.Float64, "admitted": pl.Datetime("us")},
    )


@pytest.fixture(scope="session")
def make_table() -> Callable[[int, int], pl.DataFrame]:
    """A function of rows and seed."""
    return made_table


@pytest.fixture(scope="session")
def tables() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Training, held-out and synthetic rows."""
    real = made_table(1500, 1)
    return real[:1000], real[1000:], made_table(1000, 2)


@pytest.fixture(scope="session")
def result(tables: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]) -> EvaluationResult:
    train, holdout, synthetic = tables
    return fidelity.evaluate(train=train, holdout=holdout, synthetic=synthetic, seed=1, report=lambda _: None)
