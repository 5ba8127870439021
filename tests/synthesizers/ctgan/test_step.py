"""The game of the two networks: what is put back goes on as if nothing had happened."""

import numpy as np
import polars as pl
import torch

from synthdesk.domain.training import Device, TrainingConfig
from synthdesk.synthesizers.conditioning import RowSampler
from synthdesk.synthesizers.ctgan.making import Shape
from synthdesk.synthesizers.ctgan.step import Game
from synthdesk.synthesizers.encoding import encode

CPU = torch.device("cpu")
CONFIG = TrainingConfig(batch_rows=60, pac=1, threads=1, device=Device.CPU)
"""The usual widths: only wide layers keep their weights in another order of memory."""


def make_game(table: pl.DataFrame) -> Game:
    encoding, encoded = encode(table, np.random.default_rng(1))
    layout = Shape(encoding, CONFIG.noise_width, CONFIG.generator_widths).layout()
    return Game(layout, CONFIG, RowSampler(encoded, layout, CPU), CPU)


def test_that_a_restored_game_goes_on_to_the_same_bits(table: pl.DataFrame) -> None:
    game = make_game(table)
    for _ in range(3):
        game.step()
    # As a checkpoint keeps it: every tensor copied in its plain order of memory.
    state = {name: t.detach().clone().contiguous() for name, t in game.state().items()}
    again = make_game(table)
    again.restore(state)
    again.steps = game.steps
    again.random.set_state(game.random.get_state())
    for _ in range(3):
        game.step()
        again.step()
    put_back = again.state()
    assert all(torch.equal(t, put_back[name]) for name, t in game.state().items())
