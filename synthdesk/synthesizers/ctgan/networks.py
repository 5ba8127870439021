"""The networks of the `ctgan` package, driven without global random numbers."""

from collections.abc import Iterator

import torch
from ctgan.synthesizers.ctgan import Discriminator, Generator
from torch import Tensor, nn
from torch.nn import functional

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.layout import Layout

DROPOUT = 0.5
SLOPE = 0.2


def build_generator(layout: Layout, *, noise_width: int, widths: tuple[int, ...]) -> nn.Module:
    """Return a generator (noise and condition in, raw outputs out) with any weights, on the processor."""
    network: nn.Module = Generator(noise_width + layout.condition_width, widths, layout.width)
    return network


def build(layout: Layout, config: TrainingConfig, seed: int) -> tuple[nn.Module, "Critic"]:
    """Return a new generator and critic; the global random numbers are left as they were."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        generator = build_generator(layout, noise_width=config.noise_width, widths=config.generator_widths)
        width = layout.width + layout.condition_width
        network: nn.Module = Discriminator(width, config.critic_widths, pac=config.pac)
    return generator, Critic(network, config.pac)


class Critic:
    """`ctgan`'s discriminator, taken layer by layer.

    Its first layer is linear, so for a point between a real and a fake pack it need not be worked out
    again; dropout draws from a generator of ours.

    Args:
        network: `ctgan.synthesizers.ctgan.Discriminator`.
        pac: Rows judged together.
    """

    def __init__(self, network: nn.Module, pac: int) -> None:
        self.network = network
        self._pac = pac

    def _layers(self) -> list[nn.Linear]:
        return [layer for layer in self.network.modules() if isinstance(layer, nn.Linear)]

    def first(self, rows: Tensor) -> Tensor:
        """Return the first layer's sums of packs. Shape: (rows / pac, first width)."""
        layer = self._layers()[0]
        return functional.linear(rows.view(rows.shape[0] // self._pac, -1), layer.weight, layer.bias)

    def rest(self, sums: Tensor, generator: torch.Generator) -> Tensor:
        """Return the judgement of packs from their first sums, with dropout. Shape: (packs, 1)."""
        for layer in self._layers()[1:]:
            kept = torch.rand(sums.shape, generator=generator, device=sums.device) >= DROPOUT
            sums = functional.leaky_relu(sums, SLOPE) * (kept / (1.0 - DROPOUT))
            sums = functional.linear(sums, layer.weight, layer.bias)
        return sums

    def input_gradients(self, sums: Tensor, judged: Tensor) -> Tensor:
        """Return d judged / d rows, given the first sums they came from. Shape: (packs, pack width).

        Differentiable, so that the critic learns from it.
        """
        (inner,) = torch.autograd.grad(judged.sum(), sums, create_graph=True)
        return inner @ self._layers()[0].weight

    def parameters(self) -> Iterator[nn.Parameter]:
        """Return the weights."""
        return self.network.parameters()
