from dataclasses import replace

import numpy as np
import polars as pl
import pytest
import torch
from ctgan.synthesizers.tvae import Decoder
from safetensors.torch import load_file, save_file
from torch import Tensor

from synthdesk.domain.errors import UserError
from synthdesk.domain.events import EpochDone
from synthdesk.synthesizers.conditioning import RowSampler
from synthdesk.synthesizers.ctgan.making import RowMaker
from synthdesk.synthesizers.ctgan.networks import Norms
from synthdesk.synthesizers.encoding import EncodedTable, decode, encode
from synthdesk.synthesizers.tvae.kind import SPREADS, VaeGame
from synthdesk.synthesizers.tvae.networks import VaeShape
from tests.synthesizers.conftest import SMALL, small_table

CPU = torch.device("cpu")


@pytest.fixture
def key() -> str:
    """The kind that is tested here."""
    return "tvae"


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


def test_that_no_losses_of_two_players_are_told(make_task, ran) -> None:
    assert {e.generator_loss for e in ran(make_task()).of(EpochDone)} == {None}


def test_that_the_file_holds_the_weights_of_the_decoder_only(make_task, ran) -> None:
    run = ran(make_task())
    weights = load_file(run.task.folder / "model.safetensors")
    encoding, _ = encode(run.task.table, np.random.default_rng(SMALL.seed))
    wanted = VaeShape(encoding, SMALL.noise_width, SMALL.generator_widths).weights()
    assert {name: tuple(t.shape) for name, t in weights.items()} == wanted


def test_that_other_weights_are_an_error_in_words(make_task, ran) -> None:
    run = ran(make_task())
    weights = load_file(run.task.folder / "model.safetensors")
    for change in (
        {"sigma": weights["sigma"][1:]},
        {"sigma": weights["sigma"] * np.nan},
        {"more": weights["sigma"].clone()},
    ):
        save_file(weights | change, run.task.folder / "model.safetensors")
        with pytest.raises(UserError, match="cannot be read"):
            _ = run.model


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
