import numpy as np
import polars as pl
import pytest
from safetensors.numpy import load_file

from synthdesk.synthesizers.classes import plan
from synthdesk.synthesizers.classes.plan import Plan
from tests.synthesizers.conftest import cut, rows, small_table


@pytest.fixture
def key() -> str:
    """The kind whose training is tested here."""
    return "fast"


@pytest.mark.parametrize("share", [0.7, 0.99])
def test_that_a_run_in_batches_that_was_closed_and_resumed_ends_in_the_same_bytes(
    make_task, ran, key, share, monkeypatch
) -> None:
    monkeypatch.setattr(plan, "BATCH_ROWS", 60)
    whole, task = ran(make_task(name="whole")), make_task()
    cut(key, task, int(share * whole.steps))
    assert ran(task, resume=True).files == whole.files


def test_that_batches_learn_like_all_rows_at_once(make_task, ran, monkeypatch) -> None:
    monkeypatch.setattr(plan, "BATCH_ROWS", 500)
    made = rows(ran(make_task(small_table(1500))).model, 4000)
    sick, well = (made.filter(pl.col("group") == g)["lab"].is_null().mean() for g in ("sick", "well"))
    assert sick > well + 0.3


def test_that_several_wanted_values_cost_no_more_rows(make_task, ran) -> None:
    made = rows(ran(make_task()).model, 40, ward="east", group="sick")
    assert (made.height, set(made["ward"]), set(made["group"])) == (40, {"east"}, {"sick"})


def test_that_the_arrays_hold_no_small_count_and_no_row(make_task, ran) -> None:
    rng = np.random.default_rng(8)
    table = pl.DataFrame(
        {"x": rng.normal(0, 1, 400), "c": ["often"] * 396 + ["seldom"] * 4, "y": rng.normal(0, 1, 400)}
    )
    arrays = load_file(ran(make_task(table)).task.folder / "model.safetensors")
    assert ((arrays["counts"] == 0) | (arrays["counts"] >= 5)).all()
    assert (arrays["class_rows"] >= 10).all()
    assert (arrays["code_rows"] % 5 == 0).all()
    assert arrays["class_rows"].size <= Plan.of(400, arrays["counts"].shape[0]).candidates[-1] <= 16
