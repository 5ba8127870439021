"""What is true of the training of every kind of synthesizer."""

from dataclasses import replace
from time import sleep

import numpy as np
import polars as pl
import psutil
import pytest

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import (
    CheckpointSaved,
    EpochDone,
    Paused,
    Resumed,
    SimilarityMeasured,
    TrainingBegun,
)
from synthdesk.synthesizers.encoding import SMALLEST_COUNT
from tests.synthesizers.conftest import SMALL, Ran, Wishes, cut, rows


@pytest.fixture(scope="module")
def wholes(tmp_path_factory, make_task_in) -> dict[str, Ran]:
    """Undisturbed runs by kind, made when first asked for."""
    folder = tmp_path_factory.mktemp("whole")

    class Wholes(dict[str, Ran]):
        def __missing__(self, key: str) -> Ran:
            self[key] = Ran(key, make_task_in(folder, name=key))
            return self[key]

    return Wholes()


@pytest.fixture
def whole(wholes, key) -> Ran:
    """An undisturbed run, to compare with."""
    return wholes[key]


def test_that_a_run_tells_its_beginning_rounds_and_similarity_and_leaves_the_model_only(whole) -> None:
    begun = whole.events[0]
    assert begun == TrainingBegun(0, begun.epochs, "processor", 0.9, 200, 200)
    told = whole.of(EpochDone)
    assert [e.epoch for e in told] == sorted(e.epoch for e in told)
    assert told[-1].epoch == whole.outcome.epochs_done == begun.epochs
    assert all(e.seconds_left >= 0 and e.memory_bytes > 0 for e in told)
    assert whole.outcome.similarity in {e.similarity for e in whole.of(SimilarityMeasured)}
    assert not whole.outcome.stopped_early
    assert whole.file_names == ["model.json", "model.safetensors"]


def test_that_pausing_saves_and_the_seed_fixes_the_bytes(make_task, ran, whole) -> None:
    run = ran(make_task(), Wishes(Wish.GO_ON, Wish.PAUSE))
    kinds = [type(event) for event in run.events]
    assert kinds[kinds.index(Paused) - 1] is CheckpointSaved
    assert kinds[kinds.index(Paused) + 1] is Resumed
    assert run.files == whole.files


@pytest.mark.parametrize("share", [0.0, 0.4, 0.99])
def test_that_a_closed_run_resumed_ends_in_the_same_bytes(make_task, ran, whole, key, share) -> None:
    task = make_task()
    cut(key, task, int(share * whole.steps))
    resumed = ran(task, resume=True)
    assert resumed.steps == whole.steps - int(share * whole.steps)
    assert resumed.files == whole.files
    assert resumed.outcome.similarity == whole.outcome.similarity
    assert resumed.outcome.best_epoch == whole.outcome.best_epoch
    assert resumed.file_names == ["model.json", "model.safetensors"]


def test_that_resuming_with_other_data_settings_or_nothing_is_refused_in_words(
    make_task, ran, key, table
) -> None:
    task = make_task()
    with pytest.raises(UserError, match="cannot go on"):
        ran(task, resume=True)
    cut(key, task, 2)
    for other in (replace(task, config=replace(SMALL, seed=9)), replace(task, table=table.reverse())):
        with pytest.raises(UserError, match="changed since"):
            ran(other, resume=True)
    (task.folder / "checkpoint.safetensors").write_bytes(b"x" * 40)
    with pytest.raises(UserError, match="damaged"):
        ran(task, resume=True)


@pytest.mark.parametrize("steps", [0, 2])
def test_that_stopping_keeps_a_model_of_what_is_learned(make_task, ran, steps) -> None:
    run = ran(make_task(), Wishes(*[Wish.GO_ON] * steps, Wish.STOP_AND_KEEP))
    assert run.outcome.stopped_early
    assert run.file_names == ["model.json", "model.safetensors"]
    assert rows(run.model, 50).height == 50


def test_that_cancelling_leaves_nothing(make_task, ran) -> None:
    run = ran(make_task(), Wishes(Wish.GO_ON, Wish.PAUSE, Wish.GO_ON, Wish.CANCEL))
    assert run.outcome is None
    assert run.file_names == []


def test_that_the_time_limit_ends_the_run(make_task, ran, whole) -> None:
    class Slow(Undisturbed):
        def wish(self) -> Wish:
            sleep(0.35)
            return Wish.GO_ON

    run = ran(make_task(config=replace(SMALL, max_minutes=0.01)), Slow())
    assert run.outcome.stopped_early
    assert run.outcome.epochs_done < whole.outcome.epochs_done


@pytest.mark.parametrize(
    "table",
    [
        pl.DataFrame({"x": np.random.default_rng(1).normal(0, 1, 60)}),
        pl.DataFrame({"c": ["same"] * 40, "x": [1.0] * 40}),
        pl.DataFrame(
            {"x": pl.Series([None] * 40, dtype=pl.Float64), "c": pl.Series([None] * 40, dtype=pl.String)}
        ),
        pl.DataFrame({"c": [f"k{i}" for i in range(900)]}),
        pl.DataFrame({"c": ["often"] * 50 + ["once"], "x": [0.0] * 30 + [float(i) for i in range(21)]}),
        pl.DataFrame({"x": [*([0.0] * 500), *[10.0**i for i in range(-20, 20)]]}),
        pl.DataFrame({f"x{i}": np.random.default_rng(i).normal(0, 1, 30) for i in range(20)}),
        pl.DataFrame({"x": [1.0, 2.0] * 10, "c": ["a", "b"] * 10}),
    ],
    ids=["numbers", "constant", "missing", "many categories", "once", "heavy tail", "wide", "twenty rows"],
)
def test_that_tables_of_every_form_are_learned(make_task, ran, table) -> None:
    config = replace(SMALL, epochs=1, batch_rows=max(40, table.height // 20))
    made = rows(ran(make_task(table, config)).model, 30)
    assert (made.schema, made.height) == (table.schema, 30)
    for column in table.get_columns():
        assert set(made[column.name].drop_nulls()) <= set(column) or column.dtype == pl.Float64
        may_miss = column.null_count() > 0 or column.value_counts()["count"].min() < SMALLEST_COUNT
        assert may_miss or made[column.name].null_count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [(lambda t: t.head(3), "Too few rows"), (lambda t: t.select([]), "Nothing to learn")],
)
def test_that_a_table_that_cannot_be_learned_is_refused_in_words(
    make_task, ran, table, change, words
) -> None:
    with pytest.raises(UserError, match=words):
        ran(make_task(change(table)))


def test_that_training_starts_no_process(make_task, ran) -> None:
    before = psutil.Process().children(recursive=True)
    ran(make_task(config=replace(SMALL, epochs=1)))
    assert psutil.Process().children(recursive=True) == before
