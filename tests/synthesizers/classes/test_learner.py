import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from safetensors.numpy import load_file

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.errors import CannotMeetConditionError, UserError
from synthdesk.domain.events import Noticed, SimilarityMeasured, TrainingBegun
from synthdesk.synthesizers.classes import plan
from synthdesk.synthesizers.classes.learner import CLASSES
from synthdesk.synthesizers.classes.plan import Plan
from synthdesk.synthesizers.discrete import trainer
from synthdesk.synthesizers.discrete.trainer import train
from tests.synthesizers.conftest import small_table


def rows(model, count: int, seed: int = 1, **where: str) -> pl.DataFrame:
    return pl.concat(model.sample(count, where=where, seed=seed))


def test_that_rows_are_alike_and_the_seed_fixes_the_bytes(make_task, ran, every_step) -> None:
    first, second = ran(make_task(name="a")), ran(make_task(name="b"), pace=every_step)
    assert first.files == second.files
    assert first.outcome.similarity == first.of(SimilarityMeasured)[-1].similarity > 0.85
    assert sorted(p.name for p in first.task.folder.iterdir()) == ["model.json", "model.safetensors"]


def test_that_similarity_is_shown_while_it_learns(make_task, ran, monkeypatch) -> None:
    monkeypatch.setattr(trainer, "MEASURE_SECONDS", 0.0)
    run = ran(make_task())
    assert len(run.of(SimilarityMeasured)) == run.outcome.epochs_done


def _cut(task, steps: int, every_step) -> None:
    running = train(CLASSES, task, Undisturbed(), pace=every_step)
    progress = task.folder / "checkpoint.json"
    while not progress.exists() or json.loads(progress.read_text())["step"] < steps:
        next(running)
    running.close()


@pytest.mark.parametrize(("stop_at", "batch"), [(6, 25_000), (14, 60), (-1, 60)])
def test_that_a_closed_run_resumed_ends_in_the_same_bytes(
    make_task, ran, every_step, stop_at, batch, monkeypatch
) -> None:
    monkeypatch.setattr(plan, "BATCH_ROWS", batch)
    whole = ran(make_task(name="whole"))
    task = make_task(name="cut")
    done = stop_at % whole.outcome.epochs_done
    _cut(task, done, every_step)
    resumed = ran(task, resume=True)
    assert resumed.of(TrainingBegun)[0].epoch == done
    assert resumed.files == whole.files


def test_that_a_checkpoint_of_another_table_is_an_error_in_words(make_task, ran, table, every_step) -> None:
    task = make_task()
    _cut(task, 2, every_step)
    with pytest.raises(UserError, match="changed since"):
        ran(replace(task, table=table.head(150)), resume=True)


@pytest.mark.parametrize("steps", [0, 20])
def test_that_stopping_keeps_what_is_learned_and_says_so(make_task, ran, wishes, steps) -> None:
    run = ran(make_task(), wishes(*[Wish.GO_ON] * steps, Wish.STOP_AND_KEEP))
    assert run.outcome.stopped_early
    assert f"after {steps} of" in str(run.of(Noticed)[0].what)
    assert rows(run.model, 50).height == 50


@pytest.mark.parametrize(
    "table",
    [
        pl.DataFrame({"x": np.random.default_rng(1).normal(0, 1, 60)}),
        pl.DataFrame({"c": ["same"] * 40, "x": [1.0] * 40}),
        pl.DataFrame(
            {"x": pl.Series([None] * 40, dtype=pl.Float64), "c": pl.Series([None] * 40, dtype=pl.String)}
        ),
        pl.DataFrame({"c": [f"k{i}" for i in range(900)]}),
        pl.DataFrame({f"x{i}": np.random.default_rng(i).normal(0, 1, 30) for i in range(40)}),
        pl.DataFrame({"x": [1.0, 2.0] * 5, "c": ["a", "b"] * 5}),
    ],
    ids=["numbers", "constant", "missing", "many categories", "wide", "ten rows"],
)
def test_that_tables_of_every_form_are_learned(make_task, ran, table) -> None:
    made = rows(ran(make_task(table)).model, 30)
    assert made.schema == table.schema
    assert made.height == 30


def test_that_missing_values_spikes_and_rates_keep_their_pattern(make_task, ran) -> None:
    table = small_table(1500)
    made = rows(ran(make_task(table)).model, 4000)
    for name in ("group", "ward"):
        for value in table[name].drop_nulls().unique():
            assert (made[name] == value).mean() == pytest.approx((table[name] == value).mean(), abs=0.03)
    sick, well = (made.filter(pl.col("group") == g)["lab"].is_null().mean() for g in ("sick", "well"))
    assert sick > well + 0.3
    assert made.filter(pl.col("group") == "well")["dose"].eq(0).mean() > 0.9


def test_that_a_value_that_is_not_known_is_an_error_in_words(make_task, ran) -> None:
    model = ran(make_task()).model
    assert set(rows(model, 40, ward="east", group="sick")["ward"]) == {"east"}
    with pytest.raises(CannotMeetConditionError, match="does not know the value west"):
        list(model.sample(3, where={"ward": "west"}, seed=1))


def test_that_batches_learn_like_all_rows_at_once(make_task, ran, monkeypatch) -> None:
    monkeypatch.setattr(plan, "BATCH_ROWS", 500)
    made = rows(ran(make_task(small_table(1500))).model, 4000)
    sick, well = (made.filter(pl.col("group") == g)["lab"].is_null().mean() for g in ("sick", "well"))
    assert sick > well + 0.3


def test_that_the_file_holds_no_extreme_no_small_count_and_no_row(make_task, ran) -> None:
    rng = np.random.default_rng(8)
    values = np.concatenate([rng.normal(50, 10, 395), [1234.5678, -987.6543, 777.1234, 3.0, 4.0]])
    table = pl.DataFrame({"x": values, "c": ["often"] * 396 + ["seldom"] * 4, "y": rng.normal(0, 1, 400)})
    folder = ran(make_task(table)).task.folder
    text = (folder / "model.json").read_text()
    for secret in ("1234.5", "987.6", "777.1", "seldom"):
        assert secret not in text
    arrays = load_file(folder / "model.safetensors")
    assert ((arrays["counts"] == 0) | (arrays["counts"] >= 5)).all()
    assert (arrays["class_rows"] >= 10).all()
    assert (arrays["code_rows"] % 5 == 0).all()
    assert arrays["class_rows"].size <= Plan.of(400, arrays["counts"].shape[0]).candidates[-1] <= 16
