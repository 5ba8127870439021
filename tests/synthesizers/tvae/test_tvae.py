import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import polars as pl
import pytest
import torch
from ctgan.synthesizers.tvae import Decoder
from safetensors.torch import load_file, save_file
from torch import Tensor

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.errors import CannotMeetConditionError, UserError
from synthdesk.domain.events import EpochDone, SimilarityMeasured, TrainingBegun
from synthdesk.synthesizers.conditioning import RowSampler
from synthdesk.synthesizers.ctgan.making import RowMaker
from synthdesk.synthesizers.ctgan.networks import Norms
from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan
from synthdesk.synthesizers.ctgan.trainer import train
from synthdesk.synthesizers.encoding import EncodedTable, decode, encode
from synthdesk.synthesizers.protocol import TrainingTask
from synthdesk.synthesizers.tvae.kind import SPREADS, TVAE, VaeGame
from synthdesk.synthesizers.tvae.networks import VaeShape
from tests.synthesizers.conftest import SMALL, Ran, shares_score, small_table

CPU = torch.device("cpu")


@pytest.fixture
def ran() -> Callable[..., Ran]:
    """Runs a training to its end."""
    return partial(Ran, partial(train, kind=TVAE))


@pytest.fixture(scope="module")
def learned(tmp_path_factory) -> TrainedCtgan:
    """A model of 600 rows, trained for a few seconds."""
    folder, table = tmp_path_factory.mktemp("learned"), small_table(600)
    config = replace(SMALL, epochs=40, generator_widths=(64,), critic_widths=(64,), generator_step=2e-3)
    list(train(TrainingTask(table, config, shares_score(table), 0.9, 600, folder), Undisturbed(), TVAE))
    return TrainedCtgan.load(folder, VaeShape)


def rows(model: TrainedCtgan, count: int, **where: str) -> pl.DataFrame:
    return pl.concat(model.sample(count, where=where, seed=1))


def test_that_rows_keep_missing_values_rates_and_numbers(learned) -> None:
    made, real = rows(learned, 4000), small_table(600)
    sick, well = (made.filter(pl.col("group") == g) for g in ("sick", "well"))
    assert sick.height / made.height == pytest.approx((real["group"] == "sick").mean(), abs=0.06)
    assert sick["lab"].is_null().mean() > well["lab"].is_null().mean() + 0.2
    assert sick.filter(pl.col("dose") > 0)["dose"].mean() == pytest.approx(50, abs=3)
    assert made["lab"].std() == pytest.approx(real["lab"].std(), rel=0.3)


def test_that_more_steps_undo_mixtures_of_groups_and_codes_of_real_rows_hardly_have_any() -> None:
    """No sick row has dose 0, but made ones have, for two reasons that are no error in how rows are drawn.

    A code between those of the two groups gives each column of either; the less was learned, the more such codes
    there are. And codes drawn by chance fall between the groups where the codes of real rows do not.
    """
    encoding, table = encode(small_table(600), np.random.default_rng(1))
    shape = VaeShape(encoding, 8, (64,))
    config = replace(SMALL, generator_widths=(64,), critic_widths=(64,), generator_step=2e-3, averaging=0.0)
    learner = RowSampler(table, shape.layout(), CPU)
    game = VaeGame(shape.layout(), config, learner, CPU)
    mixed = []
    for steps in (600, 1200):
        while game.steps < steps:
            game.step()
        maker = RowMaker(shape, CPU, {name: t.detach() for name, t in game.kept.items()})
        mixed.append([_sick_without_dose(maker, codes) for codes in (_codes(game, learner), _drawn())])
    (of_rows_early, drawn_early), (of_rows, drawn) = mixed
    assert of_rows < of_rows_early < drawn_early
    assert of_rows < drawn < drawn_early
    assert of_rows < 0.08


def _codes(game: VaeGame, learner: RowSampler) -> Tensor:
    """Codes of 4,000 real rows."""
    with torch.no_grad():
        conditions = game._conditions.draw(4000, game.random)
        mean, spread, _ = game._encoder(learner.dense(learner.rows_for(conditions, game.random)))
    return mean + spread * _drawn()


def _drawn() -> Tensor:
    return torch.randn((4000, 8), generator=torch.Generator().manual_seed(3))


def _sick_without_dose(maker: RowMaker, codes: Tensor) -> float:
    layout, random = maker.layout, torch.Generator().manual_seed(4)
    noise = torch.cat([codes, torch.randn((4000, layout.alphas), generator=random)], dim=1)
    raw = maker.generator.raw(noise, torch.empty((4000, 0), dtype=torch.int64), Norms.KEPT)
    digits, places = maker._activation.hard(raw, random)
    made = decode(maker.shape.encoding, EncodedTable(layout.codes_of(digits.numpy()), places.numpy()))
    return float(made.filter(pl.col("group") == "sick")["dose"].eq(0).mean())


def test_that_wanted_values_are_met_or_refused_in_words(learned) -> None:
    made = rows(learned, 60, ward="south", group="sick")
    assert (made.height, set(made["ward"]), set(made["group"])) == (60, {"south"}, {"sick"})
    with pytest.raises(CannotMeetConditionError, match="does not know the value west"):
        rows(learned, 3, ward="west")


def test_that_a_run_tells_rounds_and_similarity_and_no_losses_of_two_players(make_task, ran) -> None:
    run = ran(make_task())
    assert [e.similarity for e in run.of(SimilarityMeasured)][-1] > 0
    assert {e.generator_loss for e in run.of(EpochDone)} == {None}
    assert run.outcome.epochs_done == 4
    assert sorted(p.name for p in run.task.folder.iterdir()) == ["model.json", "model.safetensors"]


def test_that_a_closed_run_resumed_ends_in_the_same_bytes(make_task, ran, every_step) -> None:
    whole = ran(make_task(name="whole"))
    task = make_task(name="cut")
    running = train(task, Undisturbed(), TVAE, pace=every_step)
    progress = task.folder / "checkpoint.json"
    while not progress.exists() or json.loads(progress.read_text())["step"] < 17:
        next(running)
    running.close()
    resumed = ran(task, resume=True)
    assert resumed.of(TrainingBegun)[0].epoch == 1
    assert resumed.files == whole.files


def test_that_stopping_keeps_a_model_and_cancelling_nothing(make_task, ran, wishes) -> None:
    run = ran(make_task(), wishes(*[Wish.GO_ON] * 5, Wish.STOP_AND_KEEP))
    assert run.outcome.stopped_early
    assert pl.concat(TrainedCtgan.load(run.task.folder, VaeShape).sample(9, seed=1)).height == 9
    cancelled = ran(make_task(name="b"), wishes(*[Wish.GO_ON] * 5, Wish.CANCEL))
    assert list(cancelled.task.folder.iterdir()) == []


def test_that_the_file_holds_the_decoder_only_and_no_extreme(make_task, ran) -> None:
    rng = np.random.default_rng(8)
    values = np.concatenate([rng.normal(50, 10, 395), [1234.5678, -987.6543, 777.1234, 3.0, 4.0]])
    run = ran(make_task(pl.DataFrame({"x": values, "c": ["a", "b"] * 200})))
    text = (run.task.folder / "model.json").read_text()
    assert not any(secret in text for secret in ("1234.5", "987.6", "777.1"))
    weights = load_file(run.task.folder / "model.safetensors")
    shape = VaeShape(run_encoding(run), 8, (16, 16))
    assert {name: tuple(t.shape) for name, t in weights.items()} == shape.weights()


def run_encoding(run: Ran):
    return encode(run.task.table, np.random.default_rng(SMALL.seed))[0]


def test_that_a_model_of_another_kind_or_of_other_weights_is_an_error_in_words(make_task, ran) -> None:
    folder = ran(make_task()).task.folder
    with pytest.raises(UserError, match="cannot be read"):
        TrainedCtgan.load(folder)
    weights = load_file(folder / "model.safetensors")
    save_file(weights | {"sigma": weights["sigma"][1:]}, folder / "model.safetensors")
    with pytest.raises(UserError, match="cannot be read"):
        TrainedCtgan.load(folder, VaeShape)


def test_that_rows_are_those_of_the_decoder_of_the_package_with_its_spread() -> None:
    encoding, _ = encode(small_table(), np.random.default_rng(1))
    shape = VaeShape(encoding, 8, (16,))
    layout = shape.layout()
    decoder = Decoder(8, (16,), layout.width)
    weights = {name: t.detach() for name, t in decoder.named_parameters()}
    noise = torch.randn((5, shape.drawn()))
    raw = shape.network(weights).raw(noise, torch.empty((5, 0), dtype=torch.int64), Norms.KEPT)
    theirs, spreads = decoder(noise[:, :8])
    assert torch.allclose(raw[:, layout.alphas :], theirs[:, layout.alphas :])
    wanted = torch.tanh(theirs[:, : layout.alphas]) + spreads[: layout.alphas] * noise[:, 8:]
    assert torch.allclose(torch.tanh(raw[:, : layout.alphas]), wanted.clamp(-0.999, 0.999), atol=1e-5)


def test_that_steps_lower_the_loss_and_the_seed_fixes_them() -> None:
    encoding, table = encode(small_table(), np.random.default_rng(1))
    layout = VaeShape(encoding, 8, (16, 16)).layout()
    first, second = (VaeGame(layout, SMALL, RowSampler(table, layout, CPU), CPU) for _ in range(2))
    losses = [float(first.step().total) for _ in range(60)]
    assert np.mean(losses[-10:]) < np.mean(losses[:10])
    assert [float(second.step().total) for _ in range(3)] == losses[:3]
    low, high = SPREADS
    spread = first.state()["decoder.sigma"]
    assert ((spread >= low) & (spread <= high)).all()
