from dataclasses import replace

import numpy as np
import polars as pl
import pytest
import torch

from synthdesk.domain.errors import UserError
from synthdesk.domain.events import (
    EpochDone,
    Noticed,
    SimilarityMeasured,
    TrainingBegun,
)
from synthdesk.domain.training import Device
from synthdesk.synthesizers.ctgan import session
from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan
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


def test_that_a_thousand_columns_are_learned_in_bounded_memory(make_task, ran, config) -> None:
    rng = np.random.default_rng(1)
    numbers = {f"x{i}": rng.normal(0, 1, 30) for i in range(100)}
    categories = {f"c{i}": rng.choice(["u", "v", "w"], 30) for i in range(900)}
    task = make_task(pl.DataFrame(numbers | categories), replace(config, epochs=1))
    run = ran(replace(task, score=lambda _: Scored(0.5, ())))
    assert pl.concat(TrainedCtgan.load(run.task.folder).sample(5, seed=1)).shape == (5, 1000)
    assert sum(file.stat().st_size for file in run.task.folder.iterdir()) < 40 * 2**20


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
