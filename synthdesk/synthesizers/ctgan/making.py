"""Rows from a generator's weights: calibrated, in batches, with random numbers of their own."""

from dataclasses import dataclass

import polars as pl
import torch
from torch import Tensor, nn

from synthdesk.synthesizers.conditioning import Conditions, ConditionSampler, true_shares
from synthdesk.synthesizers.ctgan.activation import Activation
from synthdesk.synthesizers.ctgan.networks import build_generator
from synthdesk.synthesizers.encoding import EncodedTable, Encoding, decode
from synthdesk.synthesizers.layout import Layout, layout_of

CALIBRATION_ROWS = 4096
CONDITION_ON_MODES = True


@dataclass(frozen=True, slots=True)
class Shape:
    """What a generator's weights must fit: the encoding of the table, noise and layers."""

    encoding: Encoding
    noise_width: int
    widths: tuple[int, ...]

    def layout(self) -> Layout:
        """Return where the columns stand."""
        return layout_of(self.encoding, condition_on_modes=CONDITION_ON_MODES)


class RowMaker:
    """A generator in the mode for making rows: batch statistics fixed, conditions at their true rates.

    Args:
        shape: What the weights fit.
        device: Where the arithmetic runs.
    """

    def __init__(self, shape: Shape, device: torch.device) -> None:
        self.shape, self.device = shape, device
        self.layout = shape.layout()
        self.network = build_untouched(shape, self.layout).to(device).eval()
        self.conditions = ConditionSampler(self.layout, true_shares(shape.encoding, self.layout), device)
        self._activation = Activation(self.layout, device)

    @torch.no_grad()
    def calibrate(self, weights: list[Tensor], seed: int) -> None:
        """Take over `weights` (in the order of the parameters) and work out the batch statistics for them.

        The averaged weights were never run on a batch; one large batch under the true conditions gives
        each batch normalisation the mean and variance it will meet.
        """
        for own, new in zip(self.network.parameters(), weights, strict=True):
            own.copy_(new)
        norms = [layer for layer in self.network.modules() if isinstance(layer, nn.BatchNorm1d)]
        for norm in norms:
            norm.reset_running_stats()
            norm.momentum = 1.0
        generator = torch.Generator(self.device).manual_seed(seed)
        self.network.train()
        self._raw(self.conditions.draw(CALIBRATION_ROWS, generator), generator)
        self.network.eval()

    @torch.no_grad()
    def make(self, conditions: Conditions, generator: torch.Generator) -> EncodedTable:
        """Return one encoded row per condition."""
        digits, alphas = self._activation.hard(self._raw(conditions, generator), generator)
        return EncodedTable(self.layout.codes_of(digits.cpu().numpy()), alphas.cpu().numpy())

    def table(self, rows: int, seed: int) -> pl.DataFrame:
        """Return `rows` PREPARED rows."""
        return decode(self.shape.encoding, self.encoded(rows, seed))

    def encoded(self, rows: int, seed: int) -> EncodedTable:
        """Return `rows` encoded rows."""
        generator = torch.Generator(self.device).manual_seed(seed)
        return self.make(self.conditions.draw(rows, generator), generator)

    def _raw(self, conditions: Conditions, generator: torch.Generator) -> Tensor:
        size = (conditions.vector.shape[0], self.shape.noise_width)
        noise = torch.randn(size, generator=generator, device=self.device)
        raw: Tensor = self.network(torch.cat([noise, conditions.vector], dim=1))
        return raw


def build_untouched(shape: Shape, layout: Layout) -> nn.Module:
    """Return a generator for `shape`; global random numbers are left as they were."""
    with torch.random.fork_rng(devices=[]):
        return build_generator(layout, noise_width=shape.noise_width, widths=shape.widths)
