from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.ctgan.plan import fitted, plan_for
from synthdesk.synthesizers.encoding import encode
from synthdesk.synthesizers.layout import Layout, layout_of


def layout() -> Layout:
    table = pl.DataFrame({"c": ["a", "b"] * 10})
    return layout_of(encode(table, np.random.default_rng(1))[0], condition_on_modes=False)


@pytest.mark.parametrize(
    ("rows", "batch", "pac"),
    [(100_000, 500, 10), (1000, 500, 10), (999, 490, 10), (90, 40, 10), (20, 10, 2), (4, 2, 1)],
)
def test_that_a_batch_is_at_most_half_the_rows_and_a_multiple_of_pac(rows: int, batch: int, pac: int) -> None:
    config = fitted(TrainingConfig(pac=10), rows)
    assert (config.batch_rows, config.pac) == (batch, pac)


def test_that_a_round_of_a_small_table_has_at_least_ten_steps() -> None:
    config = fitted(TrainingConfig(epochs=7), 200)
    plan = plan_for(config, 200, layout())
    assert (plan.steps_per_round, plan.steps) == (10, 70)
    assert plan.round_at(69) == 6


def test_that_a_round_of_a_large_table_passes_its_rows_once() -> None:
    assert plan_for(fitted(TrainingConfig(), 50_000), 50_000, layout()).steps_per_round == 100


def test_that_long_runs_are_measured_about_every_three_percent() -> None:
    config = fitted(TrainingConfig(epochs=2000), 50_000)
    plan = plan_for(config, 50_000, layout())
    assert plan.measure_every / plan.steps == pytest.approx(0.03, abs=0.001)


def test_that_measuring_depends_on_settings_only_and_always_ends_the_run() -> None:
    config = replace(TrainingConfig(), epochs=3)
    plan = plan_for(config, 100, layout())
    assert plan.measures_at(plan.steps)
    assert plan == plan_for(config, 100, layout())
