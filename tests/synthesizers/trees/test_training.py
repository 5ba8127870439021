import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import sleep

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.errors import CannotMeetConditionError, UserError
from synthdesk.domain.events import (
    CheckpointSaved,
    EpochDone,
    Noticed,
    Paused,
    Resumed,
    SimilarityMeasured,
    TrainingBegun,
)
from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.discrete import sampling, trainer
from synthdesk.synthesizers.discrete.trainer import train
from synthdesk.synthesizers.trees.learner import TREES


def rows(model, count: int, seed: int = 1, **where: str) -> pl.DataFrame:
    return pl.concat(model.sample(count, where=where, seed=seed))


def test_that_a_run_tells_its_beginning_columns_and_similarity(make_task, ran, every_step) -> None:
    run = ran(make_task(), pace=every_step)
    assert run.events[0] == TrainingBegun(0, 4, "processor", 0.9, 200, 200)
    assert [event.epoch for event in run.of(EpochDone)] == [1, 2, 3, 4, 4]
    assert all(event.generator_loss is None and event.memory_bytes > 0 for event in run.of(EpochDone))
    assert run.outcome.similarity == run.of(SimilarityMeasured)[-1].similarity > 0.9
    assert (run.outcome.epochs_done, run.outcome.best_epoch, run.outcome.stopped_early) == (4, 4, False)
    assert sorted(p.name for p in run.task.folder.iterdir()) == ["model.json", "model.safetensors"]


def test_that_similarity_is_shown_while_it_learns(make_task, ran, monkeypatch) -> None:
    monkeypatch.setattr(trainer, "MEASURE_SECONDS", 0.0)
    run = ran(make_task())
    assert [event.epoch for event in run.of(SimilarityMeasured)] == [1, 2, 3, 4]


def test_that_the_seed_fixes_the_bytes(make_task, ran, every_step) -> None:
    first, second = ran(make_task(name="a")), ran(make_task(name="b"), pace=every_step)
    assert first.files == second.files


@pytest.mark.parametrize("stop_at", [1, 2, 3])
def test_that_a_closed_run_resumed_ends_in_the_same_bytes(make_task, ran, every_step, stop_at) -> None:
    whole = ran(make_task(name="whole"))
    task = make_task(name="cut")
    running = train(TREES, task, Undisturbed(), pace=every_step)
    while _done(task.folder) < stop_at:
        next(running)
    running.close()
    resumed = ran(task, resume=True)
    assert resumed.of(TrainingBegun)[0].epoch == stop_at
    assert resumed.files == whole.files
    assert resumed.outcome.similarity == whole.outcome.similarity
    assert not list(task.folder.glob("*checkpoint*"))


def _done(folder: Path) -> int:
    progress = folder / "checkpoint.json"
    return json.loads(progress.read_text())["step"] if progress.exists() else 0


PROGRAM = """
import sys
from pathlib import Path
import polars as pl
from synthdesk.domain.control import Undisturbed
from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.discrete.trainer import train
from synthdesk.synthesizers.loop import Pace
from synthdesk.synthesizers.protocol import Scored, TrainingTask
from synthdesk.synthesizers.trees.learner import TREES

task = TrainingTask(pl.read_parquet(sys.argv[1]), TrainingConfig(), lambda made: Scored(0.5, ()), 0.9, 10, Path(sys.argv[2]))
for event in train(TREES, task, Undisturbed(), resume=sys.argv[3] == "resume", pace=Pace(0.0, 0.0)):
    print(type(event).__name__, flush=True)
print("torch" in sys.modules)
"""


@pytest.mark.slow
def test_that_a_killed_process_resumed_ends_in_the_same_bytes(table, make_task, ran, tmp_path) -> None:
    table.write_parquet(tmp_path / "table.parquet")
    (tmp_path / "cut").mkdir()
    with _start(tmp_path, "begin") as cut:
        for line in cut.stdout:
            if line.strip() == "CheckpointSaved":
                break
        cut.kill()
    with _start(tmp_path, "resume") as resumed:
        assert resumed.communicate(timeout=120)[0].split()[-1] == "False"
    whole = ran(make_task(config=TrainingConfig(), name="whole"))
    assert (tmp_path / "cut" / "model.safetensors").read_bytes() == whole.files[0]


def _start(tmp_path: Path, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "table.parquet"), str(tmp_path / "cut"), how]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_that_a_checkpoint_of_something_else_is_an_error_in_words(
    make_task, ran, table, config, every_step
) -> None:
    task = make_task()
    with pytest.raises(UserError, match="cannot go on"):
        ran(task, resume=True)
    running = train(TREES, task, Undisturbed(), pace=every_step)
    while not _done(task.folder):
        next(running)
    running.close()
    for other in (replace(task, config=replace(config, seed=9)), replace(task, table=table.head(150))):
        with pytest.raises(UserError, match="changed since"):
            ran(other, resume=True)
    (task.folder / "checkpoint.safetensors").write_bytes(b"x" * 40)
    with pytest.raises(UserError, match="damaged"):
        ran(task, resume=True)


def test_that_pausing_saves_and_going_on_changes_nothing(make_task, ran, wishes) -> None:
    plain = ran(make_task(name="plain"))
    run = ran(make_task(), wishes(Wish.GO_ON, Wish.PAUSE))
    kinds = [type(event) for event in run.events]
    assert kinds[kinds.index(Paused) - 1] is CheckpointSaved
    assert kinds[kinds.index(Paused) + 1] is Resumed
    assert run.files == plain.files


def test_that_stopping_keeps_what_is_learned_and_says_what_is_not(make_task, ran, wishes) -> None:
    run = ran(make_task(), wishes(*[Wish.GO_ON] * 2, Wish.STOP_AND_KEEP))
    assert run.outcome.stopped_early
    assert run.outcome.epochs_done == 2
    assert "2 of 4 parts" in str(run.of(Noticed)[0].what)
    assert rows(run.model, 50).height == 50
    assert ran(make_task(name="b"), wishes(Wish.STOP_AND_KEEP)).outcome.stopped_early


def test_that_cancelling_leaves_nothing(make_task, ran, wishes, every_step) -> None:
    run = ran(make_task(), wishes(*[Wish.GO_ON] * 2, Wish.CANCEL), pace=every_step)
    assert run.outcome is None
    assert list(run.task.folder.iterdir()) == []


def test_that_the_time_limit_ends_the_run(make_task, ran, config) -> None:
    class Slow(Undisturbed):
        def wish(self) -> Wish:
            sleep(0.35)
            return Wish.GO_ON

    run = ran(make_task(config=replace(config, max_minutes=0.01)), Slow())
    assert run.outcome.stopped_early
    assert run.outcome.epochs_done < 4


@pytest.mark.parametrize(
    "table",
    [
        pl.DataFrame({"x": np.random.default_rng(1).normal(0, 1, 60)}),
        pl.DataFrame({"c": ["a", "b", "c"] * 20}),
        pl.DataFrame({"c": ["same"] * 40, "x": [1.0] * 40}),
        pl.DataFrame(
            {"x": pl.Series([None] * 40, dtype=pl.Float64), "c": pl.Series([None] * 40, dtype=pl.String)}
        ),
        pl.DataFrame({"c": [f"k{i}" for i in range(900)]}),
        pl.DataFrame({"x": [*([0.0] * 500), *[10.0**i for i in range(-20, 20)]]}),
        pl.DataFrame({f"x{i}": np.random.default_rng(i).normal(0, 1, 30) for i in range(40)}),
        pl.DataFrame({"x": [1.0, 2.0] * 5, "c": ["a", "b"] * 5}),
    ],
    ids=["numbers", "categories", "constant", "missing", "many categories", "heavy tail", "wide", "ten rows"],
)
def test_that_tables_of_every_form_are_learned(make_task, ran, table) -> None:
    run = ran(make_task(table))
    made = rows(run.model, 30)
    assert made.schema == table.schema
    assert made.height == 30


def test_that_too_few_rows_are_an_error_in_words(make_task, ran, table) -> None:
    with pytest.raises(UserError, match="Too few rows"):
        ran(make_task(table.head(9)))


def test_that_missing_values_spikes_and_rates_keep_their_pattern(make_task, ran, table) -> None:
    made = rows(ran(make_task()).model, 4000)
    for name in ("group", "ward"):
        for value in table[name].drop_nulls().unique():
            assert (made[name] == value).mean() == pytest.approx((table[name] == value).mean(), abs=0.02)
    sick, well = (made.filter(pl.col("group") == g)["lab"].is_null().mean() for g in ("sick", "well"))
    assert sick > well + 0.3
    assert made.filter(pl.col("group") == "well")["dose"].eq(0).mean() > 0.95
    assert made.filter(pl.col("group") == "sick")["dose"].mean() == pytest.approx(50, abs=2)


def test_that_every_row_meets_all_its_conditions_at_the_true_rates(make_task, ran) -> None:
    model = ran(make_task()).model
    everything = rows(model, 20_000, seed=5)
    for where in ({"ward": "east"}, {"group": "sick"}, {"group": "sick", "ward": "south"}):
        made = rows(model, 2000, **where)
        assert made.height == 2000
        expected = everything
        for name, value in where.items():
            assert made[name].unique().to_list() == [value]
            expected = expected.filter(pl.col(name) == value)
        assert made["lab"].is_null().mean() == pytest.approx(expected["lab"].is_null().mean(), abs=0.04)
        assert made["dose"].mean() == pytest.approx(expected["dose"].mean(), abs=3)


def test_that_rows_come_in_bounded_batches_and_by_their_seed(make_task, ran, monkeypatch) -> None:
    model = ran(make_task()).model
    assert rows(model, 50).equals(rows(model, 50))
    assert not rows(model, 50).equals(rows(model, 50, seed=2))
    assert list(model.sample(0, seed=1)) == []
    monkeypatch.setattr(sampling, "BATCH_ROWS", 40)
    assert [batch.height for batch in model.sample(100, seed=1)] == [40, 40, 20]
    assert [batch.height for batch in model.sample(90, where={"ward": "east"}, seed=1)] == [40, 40, 10]
    assert model.categories("ward") == ("north", "south", "east")
    assert model.categories("dose") == ()


def test_that_a_condition_that_cannot_be_met_is_an_error_in_words(make_task, ran, monkeypatch) -> None:
    model = ran(make_task()).model
    with pytest.raises(CannotMeetConditionError, match="does not know the value west"):
        list(model.sample(3, where={"ward": "west"}, seed=1))
    monkeypatch.setattr(sampling, "TRIED_BEFORE_GIVING_UP", 50)
    monkeypatch.setattr(sampling, "LOWEST_ACCEPTANCE", 1.1)
    with pytest.raises(CannotMeetConditionError, match="hardly any rows"):
        list(model.sample(3, where={"ward": "east"}, seed=1))
