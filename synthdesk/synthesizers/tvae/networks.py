"""The networks of `ctgan`'s TVAE (Xu et al. 2019, section 4.4) on the rows and in the loop of the CTGAN here."""

from dataclasses import dataclass, replace
from typing import ClassVar

import torch
from ctgan.synthesizers.tvae import Decoder
from torch import Tensor
from torch.func import functional_call

from synthdesk.synthesizers.ctgan.making import Key, Network, Shape
from synthdesk.synthesizers.ctgan.networks import Norms
from synthdesk.synthesizers.layout import Layout

LARGEST_PLACE = 0.999
"""A place within a mode lies in -1 to 1; drawn places stay within this."""


@dataclass(frozen=True, slots=True)
class VaeShape(Shape):
    """What a decoder's weights must fit; there are no conditions, wanted values are met by leaving rows out."""

    key: ClassVar[Key] = "tvae"

    def layout(self) -> Layout:
        """Return where the columns stand."""
        return replace(Shape.layout(self), conditional=(), condition_width=0)

    def weights(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each weight."""
        return {name: tuple(t.shape) for name, t in self.module().state_dict().items()}

    def drawn(self) -> int:
        """Return how many random numbers a row is made from: the code, and one for each number of a row."""
        return self.noise_width + self.layout().alphas

    def module(self) -> Decoder:
        """Return the decoder of the package, without weights."""
        with torch.device("meta"):
            return Decoder(self.noise_width, self.widths, self.layout().width)

    def network(self, weights: dict[str, Tensor]) -> Network:
        """Return the decoder with `weights`."""
        return VaeDecoder(self, weights)


class VaeDecoder:
    """The decoder as what makes rows; see `making.Network`."""

    def __init__(self, shape: VaeShape, weights: dict[str, Tensor]) -> None:
        self.weights = weights
        self._module, self._width, self._alphas = shape.module(), shape.noise_width, shape.layout().alphas

    def raw(self, noise: Tensor, places: Tensor, norms: Norms) -> Tensor:  # noqa: ARG002  # it has neither
        """Return the raw outputs; numbers are drawn around the decoder's with its spread."""
        made, spreads = functional_call(self._module, self.weights, (noise[:, : self._width],))
        if not self._alphas:
            return torch.as_tensor(made)
        numbers = torch.tanh(made[:, : self._alphas]) + spreads[: self._alphas] * noise[:, self._width :]
        bounded = numbers.clamp(-LARGEST_PLACE, LARGEST_PLACE).atanh()
        return torch.cat([bounded, made[:, self._alphas :]], dim=1)
