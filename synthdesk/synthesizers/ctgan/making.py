"""Rows from a generator's weights: calibrated, in batches, with random numbers of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

import polars as pl
import torch
from torch import Tensor

from synthdesk.synthesizers.conditioning import Conditions, ConditionSampler, true_shares
from synthdesk.synthesizers.ctgan.activation import Activation
from synthdesk.synthesizers.ctgan.networks import Generator, Norms, Weights, generator_shapes
from synthdesk.synthesizers.encoding import EncodedTable, Encoding, decode
from synthdesk.synthesizers.layout import Layout, layout_of

Key = Literal["ctgan", "tvae"]
CALIBRATION_ROWS = 4096
CONDITION_ON_MODES = True
PROCESSOR_ROWS = 512
"""Rows made at once on a processor, so that what the layers make stays in its cache."""


class Network(Protocol):
    """What makes rows of weights; see `networks.Generator` for the arguments."""

    @property
    def weights(self) -> dict[str, Tensor]:
        """The weights."""
        ...

    def raw(self, noise: Tensor, places: Tensor, norms: Norms) -> Tensor:
        """Return the raw outputs."""
        ...


@dataclass(frozen=True, slots=True)
class Shape:
    """What a generator's weights must fit: the encoding of the table, noise and layers.

    Attributes:
        key: The kind of model, as in the registry.
    """

    key: ClassVar[Key] = "ctgan"
    encoding: Encoding
    noise_width: int
    widths: tuple[int, ...]

    def layout(self) -> Layout:
        """Return where the columns stand."""
        return layout_of(self.encoding, condition_on_modes=CONDITION_ON_MODES)

    def weights(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each weight."""
        return generator_shapes(self.layout(), self.noise_width, self.widths)

    def drawn(self) -> int:
        """Return how many random numbers a row is made from."""
        return self.noise_width

    def network(self, weights: dict[str, Tensor]) -> Network:
        """Return the generator with `weights`."""
        return Generator(weights)


class RowMaker:
    """A generator in the mode for making rows: batch statistics fixed, conditions at their true rates.

    Args:
        shape: What the weights fit.
        device: Where the arithmetic runs.
        weights: Weights of the generator; without any they are zero until `calibrate`.
    """

    def __init__(
        self, shape: Shape, device: torch.device, weights: Mapping[str, Tensor] | None = None
    ) -> None:
        self.shape, self.device = shape, device
        self.layout = shape.layout()
        given = weights or {name: torch.zeros(size) for name, size in shape.weights().items()}
        self.generator = shape.network({name: t.to(device, copy=True) for name, t in given.items()})
        self.conditions = ConditionSampler(self.layout, true_shares(shape.encoding, self.layout), device)
        self._activation = Activation(self.layout, device)

    @torch.no_grad()
    def calibrate(self, weights: Weights, seed: int) -> None:
        """Take over the learned `weights` and work out the batch statistics for them.

        The averaged weights were never run on a batch; one large batch under the true conditions gives
        each batch normalisation the mean and variance it will meet.
        """
        for name, weight in weights.items():
            self.generator.weights[name].copy_(weight)
        generator = torch.Generator(self.device).manual_seed(seed)
        conditions = self.conditions.draw(CALIBRATION_ROWS, generator)
        self._raw(conditions, generator, Norms.OF_BATCH_AND_KEEP)

    @torch.no_grad()
    def make(self, conditions: Conditions, generator: torch.Generator) -> EncodedTable:
        """Return one encoded row per condition."""
        rows = conditions.flat.numel()
        at_once = PROCESSOR_ROWS if self.device.type == "cpu" else max(1, rows)
        parts = zip(
            torch.split(conditions.places, at_once), torch.split(conditions.flat, at_once), strict=True
        )
        made = [self._made(Conditions(*part), generator) for part in parts]
        digits, alphas = (torch.cat(found) for found in zip(*made, strict=True))
        return EncodedTable(self.layout.codes_of(digits.cpu().numpy()), alphas.cpu().numpy())

    def _made(self, conditions: Conditions, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        return self._activation.hard(self._raw(conditions, generator, Norms.KEPT), generator)

    def table(self, rows: int, seed: int) -> pl.DataFrame:
        """Return `rows` PREPARED rows."""
        return decode(self.shape.encoding, self.encoded(rows, seed))

    def encoded(self, rows: int, seed: int) -> EncodedTable:
        """Return `rows` encoded rows."""
        generator = torch.Generator(self.device).manual_seed(seed)
        return self.make(self.conditions.draw(rows, generator), generator)

    def _raw(self, conditions: Conditions, generator: torch.Generator, norms: Norms) -> Tensor:
        size = (conditions.flat.numel(), self.shape.drawn())
        noise = torch.randn(size, generator=generator, device=self.device)
        return self.generator.raw(noise, conditions.places, norms)
