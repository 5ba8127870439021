import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
import torch

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import (
    CheckpointSaved,
    EpochDone,
    Noticed,
    Paused,
    Resumed,
    SimilarityMeasured,
    TrainingBegun,
)
from synthdesk.domain.training import Device
from synthdesk.synthesizers.ctgan import session
from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan
from synthdesk.synthesizers.ctgan.trainer import train
from synthdesk.synthesizers.ctgan.watch import Variety
from synthdesk.synthesizers.loop import Pace
from synthdesk.synthesizers.protocol import Scored


def test_that_a_run_tells_its_beginning_rounds_and_measurements(make_task, ran, every_step) -> None:
    run = ran(make_task(), pace=every_step)
    assert run.events[0] == TrainingBegun(0, 4, "processor", 0.9, 200, 200)
    epochs = [event.epoch for event in run.of(EpochDone)]
    assert epochs == sorted(epochs)
    assert set(epochs) == {0, 1, 2, 3, 4}
    assert all(event.seconds_left >= 0 and event.memory_bytes > 0 for event in run.of(EpochDone))
    measured = run.of(SimilarityMeasured)
    assert len(measured) >= 5
    assert run.outcome.similarity == max(event.similarity for event in measured)
    assert run.outcome.epochs_done == 4
    assert not run.outcome.stopped_early


def test_that_the_similarity_grows_with_training(make_task, ran, config) -> None:
    run = ran(make_task(config=replace(config, epochs=40, averaging=0.9)))
    measured = [event.similarity for event in run.of(SimilarityMeasured)]
    assert max(measured) > 0.85


def test_that_events_come_at_most_four_times_a_second(make_task, ran) -> None:
    run = ran(make_task())
    assert len(run.of(EpochDone)) <= run.outcome.seconds * 4 + 1


def test_that_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    make_task, ran, config, every_step
) -> None:
    first, second = ran(make_task(name="a")), ran(make_task(name="b"), pace=every_step)
    other = ran(make_task(name="c", config=replace(config, seed=2)))
    assert first.files == second.files
    assert first.files != other.files


def test_that_global_random_numbers_and_threads_stay_as_they_were(make_task, ran) -> None:
    torch_state, numpy_state = torch.get_rng_state(), np.random.get_state()[1].copy()  # noqa: NPY002
    threads = torch.get_num_threads()
    ran(make_task())
    assert torch.equal(torch_state, torch.get_rng_state())
    assert np.array_equal(numpy_state, np.random.get_state()[1])  # noqa: NPY002
    assert torch.get_num_threads() == threads


@pytest.mark.parametrize("stop_at", [1, 13, 29, 39])
def test_that_a_closed_run_resumed_ends_in_the_same_bytes(make_task, ran, every_step, stop_at) -> None:
    whole = ran(make_task(name="whole"))
    task = make_task(name="cut")
    running = train(task, Undisturbed(), pace=every_step)
    while _step(task) < stop_at:
        next(running)
    running.close()
    resumed = ran(task, resume=True)
    assert resumed.of(TrainingBegun)[0].epoch == stop_at // 10
    assert resumed.files == whole.files
    assert resumed.outcome.similarity == whole.outcome.similarity
    assert resumed.outcome.best_epoch == whole.outcome.best_epoch
    assert not list(task.folder.glob("*checkpoint*"))


def _step(task) -> int:
    progress = task.folder / "checkpoint.json"
    return json.loads(progress.read_text())["step"] if progress.exists() else 0


def test_that_pausing_saves_and_resuming_goes_on(make_task, ran, wishes) -> None:
    plain = ran(make_task(name="plain"))
    run = ran(make_task(), wishes(Wish.GO_ON, Wish.PAUSE, Wish.GO_ON))
    kinds = [type(event) for event in run.events]
    at = kinds.index(Paused)
    assert kinds[at - 1] is CheckpointSaved
    assert kinds[at + 1] is Resumed
    assert run.files == plain.files


def test_that_stopping_keeps_a_model(make_task, ran, wishes) -> None:
    run = ran(make_task(), wishes(*[Wish.GO_ON] * 12, Wish.STOP_AND_KEEP))
    assert run.outcome.stopped_early
    assert run.outcome.epochs_done == 1
    assert (run.task.folder / "model.json").exists()
    assert not list(run.task.folder.glob("*checkpoint*"))


def test_that_stopping_before_the_first_step_still_gives_a_model(make_task, ran, wishes) -> None:
    assert ran(make_task(), wishes(Wish.STOP_AND_KEEP)).outcome.stopped_early


def test_that_cancelling_leaves_nothing(make_task, ran, wishes, every_step) -> None:
    run = ran(make_task(), wishes(*[Wish.GO_ON] * 5, Wish.CANCEL), pace=every_step)
    assert run.outcome is None
    assert list(run.task.folder.iterdir()) == []


def test_that_the_time_limit_ends_the_run(make_task, ran, config) -> None:
    run = ran(make_task(config=replace(config, epochs=100_000, max_minutes=0.01)))
    assert run.outcome.stopped_early
    assert run.outcome.seconds < 10


def test_that_infinite_numbers_lead_back_and_then_to_a_clear_stop(make_task, ran, monkeypatch) -> None:
    real_step = session.Game.step

    def broken(game):
        losses = real_step(game)
        if game.steps in {5, 25}:
            game.generator.weights["noise"].data.fill_(torch.nan)
        return losses

    monkeypatch.setattr(session.Game, "step", broken)
    run = ran(make_task())
    assert len(run.of(Noticed)) >= 2
    assert "grew beyond all bounds" in str(run.of(Noticed)[0].what)
    assert run.outcome.epochs_done == 4

    def always(game):
        losses = real_step(game)
        game.generator.weights["noise"].data.fill_(torch.nan)
        return losses

    monkeypatch.setattr(session.Game, "step", always)
    with pytest.raises(UserError, match="became unstable"):
        ran(make_task(name="again"))


def test_that_a_collapse_is_told_and_answered_by_the_best_state(make_task, ran, monkeypatch, config) -> None:
    real_step = session.Game.step

    def collapsing(game):
        losses = real_step(game)
        if 20 <= game.steps < 34:
            game.averaged["bias"].copy_(torch.linspace(0, 5000, game.averaged["bias"].numel()))
        return losses

    monkeypatch.setattr(session.Game, "step", collapsing)
    run = ran(make_task(config=replace(config, averaging=0.5)))
    words = " ".join(str(event.what) for event in run.of(Noticed))
    assert "goes on from its best state" in words


def test_that_of_states_that_cannot_be_told_apart_the_latest_is_kept(
    make_task, ran, config, monkeypatch
) -> None:
    monkeypatch.setattr(session.Watch, "variety", lambda *_: Variety(1.0, 1.0, 1.0, 1.0))
    for last, kept in ((0.897, -1), (0.8, -2)):
        scores = iter([0.5, 0.7, 0.8, 0.8, 0.9, last])
        task = replace(make_task(config=config), score=lambda _, scores=scores: Scored(next(scores), ()))
        run = ran(task)
        measured = run.of(SimilarityMeasured)
        assert run.outcome.best_epoch == measured[kept].epoch
        assert run.outcome.similarity == measured[kept].similarity


def test_that_a_score_that_draws_random_numbers_does_not_change_the_model(make_task, ran) -> None:
    plain = make_task(name="plain")

    def noisy(table: pl.DataFrame) -> Scored:
        torch.rand(3)
        np.random.rand(3)  # noqa: NPY002
        return plain.score(table)

    assert ran(replace(make_task(), score=noisy)).files == ran(plain).files


@pytest.mark.parametrize(
    "table",
    [
        pl.DataFrame({"x": np.random.default_rng(1).normal(0, 1, 60)}),
        pl.DataFrame({"c": ["a", "b", "c"] * 20}),
        pl.DataFrame({"c": ["same"] * 40, "x": [1.0] * 40}),
        pl.DataFrame(
            {"x": pl.Series([None] * 40, dtype=pl.Float64), "c": pl.Series([None] * 40, dtype=pl.String)}
        ),
        pl.DataFrame({"c": [f"k{i}" for i in range(10_000)]}),
        pl.DataFrame({"c": ["often"] * 50 + ["once"], "x": [0.0] * 30 + [float(i) for i in range(21)]}),
        pl.DataFrame({"x": [*([0.0] * 500), *[10.0**i for i in range(-20, 20)]]}),
        pl.DataFrame({f"x{i}": np.random.default_rng(i).normal(0, 1, 30) for i in range(40)}),
    ],
    ids=["numbers", "categories", "constant", "missing", "10,000 categories", "once", "heavy tail", "wide"],
)
def test_that_tables_of_every_form_are_learned(make_task, ran, config, table) -> None:
    batch = max(40, table.height // 20)
    run = ran(make_task(table, replace(config, epochs=1, batch_rows=batch)))
    assert run.outcome.epochs_done == 1
    rows = pl.concat(TrainedCtgan.load(run.task.folder).sample(50, seed=1))
    assert rows.schema == table.schema
    for column in table.get_columns():
        assert set(rows[column.name].drop_nulls()) <= set(column) or column.dtype == pl.Float64
        assert column.null_count() > 0 or rows[column.name].null_count() == 0


def test_that_a_thousand_columns_are_learned_in_bounded_memory(make_task, ran, config) -> None:
    rng = np.random.default_rng(1)
    numbers = {f"x{i}": rng.normal(0, 1, 30) for i in range(100)}
    categories = {f"c{i}": rng.choice(["u", "v", "w"], 30) for i in range(900)}
    task = make_task(pl.DataFrame(numbers | categories), replace(config, epochs=1))
    run = ran(replace(task, score=lambda _: Scored(0.5, ())))
    assert pl.concat(TrainedCtgan.load(run.task.folder).sample(5, seed=1)).shape == (5, 1000)
    assert sum(file.stat().st_size for file in run.task.folder.iterdir()) < 40 * 2**20


def test_that_twenty_rows_are_learned(make_task, ran, table, config) -> None:
    assert ran(make_task(table.head(20), replace(config, epochs=2))).outcome.epochs_done == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [(lambda t: t.head(3), "Too few rows"), (lambda t: t.select([]), "Nothing to learn")],
)
def test_that_a_table_that_cannot_be_learned_is_refused_in_words(
    make_task, ran, table, change, words
) -> None:
    with pytest.raises(UserError, match=words):
        ran(make_task(change(table)))


def test_that_resuming_with_other_data_settings_or_nothing_is_refused(
    make_task, ran, config, every_step
) -> None:
    with pytest.raises(UserError, match="missing or damaged"):
        ran(make_task(), resume=True)
    running = train(make_task(), Undisturbed(), pace=every_step)
    while not isinstance(next(running), CheckpointSaved):
        pass
    running.close()
    with pytest.raises(UserError, match="settings have changed"):
        ran(make_task(config=replace(config, seed=9)), resume=True)
    with pytest.raises(UserError, match="table or its preparation"):
        ran(make_task(make_task().table.reverse()), resume=True)
    (make_task().folder / "checkpoint.safetensors").write_bytes(b"junk")
    with pytest.raises(UserError, match="missing or damaged"):
        ran(make_task(), resume=True)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no graphics card")
def test_that_a_graphics_card_learns_too(make_task, ran, config) -> None:
    run = ran(make_task(config=replace(config, device=Device.CUDA, epochs=40, averaging=0.9)))
    assert run.outcome.similarity > 0.8
    assert run.outcome.device_words != "processor"


def test_that_a_missing_graphics_card_is_said_in_words(make_task, ran, config, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(UserError, match="No graphics card"):
        ran(make_task(config=replace(config, device=Device.CUDA)))


def test_that_a_lack_of_graphics_memory_leads_to_smaller_batches_then_the_processor(
    make_task, ran, monkeypatch
) -> None:
    real_step = session.Game.step
    failures = iter([True, True, True])

    def short(game):
        if next(failures, False):
            raise torch.cuda.OutOfMemoryError
        return real_step(game)

    monkeypatch.setattr(session.Game, "step", short)
    run = ran(make_task())
    words = [str(event.what) for event in run.of(Noticed)]
    assert sum("fewer rows" in w for w in words) == 2
    assert sum("on the processor" in w for w in words) == 1
    assert run.outcome.epochs_done == 4


def test_that_the_pace_is_slow_by_default() -> None:
    assert Pace().checkpoint_seconds == 30.0
