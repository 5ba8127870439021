"""How long training takes on this computer, from a short trial."""

from time import perf_counter

import numpy as np
import polars as pl
import torch

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers import devices
from synthdesk.synthesizers.conditioning import RowSampler
from synthdesk.synthesizers.ctgan.plan import MEASURING_SHARE, fitted, plan_for
from synthdesk.synthesizers.ctgan.session import CTGAN, Kind
from synthdesk.synthesizers.ctgan.step import Game
from synthdesk.synthesizers.encoding import encode

TRIAL_ROWS = 20_000
WARM_UP_STEPS = 3
TRIAL_STEPS = 30
TRIAL_SECONDS = 2.0


def seconds_per_epoch(table: pl.DataFrame, config: TrainingConfig, kind: Kind = CTGAN) -> float:
    """Return the seconds of one round of training on the PREPARED `table`, measuring included.

    A trial of at most 30 steps or two seconds on at most 20,000 rows; nothing of it is kept.
    """
    device, _ = devices.choose(config)
    config = fitted(config, table.height)
    encoding, encoded = encode(table.head(TRIAL_ROWS), np.random.default_rng(config.seed))
    layout = kind.shape(encoding, config.noise_width, config.generator_widths).layout()
    threads = torch.get_num_threads()
    torch.set_num_threads(devices.threads_for(config))
    try:
        game = kind.game(layout, config, RowSampler(encoded, layout, device), device)
        seconds = _trial(game, device)
    finally:
        torch.set_num_threads(threads)
    return seconds * plan_for(config, table.height, layout).steps_per_round * (1 + MEASURING_SHARE)


def _trial(game: Game, device: torch.device) -> float:
    """Return the seconds of one step."""
    for _ in range(WARM_UP_STEPS):
        game.step()
    begun, steps = _now(device), 0
    while steps < TRIAL_STEPS and _now(device) - begun < TRIAL_SECONDS:
        game.step()
        steps += 1
    return (_now(device) - begun) / steps


def _now(device: torch.device) -> float:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return perf_counter()
