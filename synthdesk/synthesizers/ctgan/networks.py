"""The networks of the `ctgan` package, driven without global random numbers."""

from collections.abc import Iterator

import torch
from ctgan.synthesizers.ctgan import Discriminator, Generator
from torch import Tensor, nn
from torch.nn import functional

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.layout import Layout

DROPOUT = True
"""Whether inner values of the critic are dropped by half; `ctgan` always does."""
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


def coin_flips(count: int, generator: torch.Generator) -> Tensor:
    """Return `count` zeros and ones, equally likely, 64 of them from each random number. float32."""
    numbers = torch.empty(count // 64 + 1, dtype=torch.int64, device=generator.device)
    random_bytes = numbers.random_(-(2**63), None, generator=generator).view(torch.uint8)
    bits = random_bytes[:, None] >> torch.arange(8, dtype=torch.uint8, device=generator.device)
    return bits.bitwise_and_(1).view(-1)[:count].float()


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
            sums = functional.leaky_relu(sums, SLOPE)
            if DROPOUT:
                # Dropout of one half: each value is doubled or dropped by the flip of a coin.
                sums = sums * coin_flips(sums.numel(), generator).view(sums.shape).mul_(2.0)
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
