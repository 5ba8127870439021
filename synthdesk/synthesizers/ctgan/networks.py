"""The networks of the `ctgan` package, with their weights arranged for speed and random numbers of our own.

A condition is a vector of one or two ones, so its part of a layer is looked up and added instead of multiplied,
and no gradient is worked out for inputs that do not learn. The mathematics are those of `ctgan`.
"""

from collections.abc import Mapping
from enum import Enum, auto

import torch
from ctgan.synthesizers.ctgan import Discriminator
from ctgan.synthesizers.ctgan import Generator as CtganGenerator
from torch import Tensor, nn
from torch.nn import functional

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.layout import Layout

SLOPE = 0.2
BATCH_NORM_EPSILON = 1e-5

Weights = dict[str, Tensor]


class Norms(Enum):
    """Which mean and variance batch normalisation uses."""

    OF_BATCH = auto()
    OF_BATCH_AND_KEEP = auto()
    KEPT = auto()


class Generator:
    """`ctgan`'s generator: residual layers, each of which sees noise and condition again.

    Args:
        weights: "noise" (noise width, all outputs), "condition" (condition width + 1, all outputs; the last
            row stands for no condition and is never used) and "bias" (all outputs) are the parts of all layers
            side by side; "inner.i" (inputs, outputs) is layer i's part for what earlier layers made; "norm.i.*"
            are scale, shift, mean and variance of its batch normalisation.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._layers = sum(name.endswith(".scale") for name in weights)
        outputs = weights["bias"].numel() - sum(
            weights[f"norm.{i}.scale"].numel() for i in range(self._layers)
        )
        self._widths = [weights[f"norm.{i}.scale"].numel() for i in range(self._layers)] + [outputs]

    @classmethod
    def of_ctgan(cls, network: nn.Module, noise_width: int, condition_width: int) -> "Generator":
        """Return the generator with the weights of a `ctgan.synthesizers.ctgan.Generator`."""
        linears = [layer for layer in network.modules() if isinstance(layer, nn.Linear)]
        norms = [layer for layer in network.modules() if isinstance(layer, nn.BatchNorm1d)]
        turned = [layer.weight.detach().t() for layer in linears]
        fixed = noise_width + condition_width
        nothing = turned[0].new_zeros((1, sum(layer.out_features for layer in linears)))
        conditions = torch.cat([t[t.shape[0] - condition_width :] for t in turned], dim=1)
        weights = {
            "noise": torch.cat([t[t.shape[0] - fixed : t.shape[0] - condition_width] for t in turned], dim=1),
            "condition": torch.cat([conditions, nothing]),
            "bias": torch.cat([layer.bias.detach() for layer in linears]),
        }
        for i, part in enumerate(turned[1:], start=1):
            weights[f"inner.{i}"] = part[: part.shape[0] - fixed].contiguous()
        for i, norm in enumerate(norms):
            weights |= {
                f"norm.{i}.scale": norm.weight.detach().clone(),
                f"norm.{i}.shift": norm.bias.detach().clone(),
                f"norm.{i}.mean": torch.zeros_like(norm.bias),
                f"norm.{i}.variance": torch.ones_like(norm.bias),
            }
        return cls({name: t.detach() for name, t in weights.items()})

    def to(self, device: torch.device) -> "Generator":
        """Return the generator with its weights on `device`."""
        return Generator(_to(self.weights, device))

    @property
    def learned(self) -> Weights:
        """The weights that learn; batch means and variances do not."""
        return {n: t for n, t in self.weights.items() if not n.endswith((".mean", ".variance"))}

    def raw(self, noise: Tensor, places: Tensor, norms: Norms) -> Tensor:
        """Return the raw outputs. Shape: (rows, layout width).

        Args:
            noise: Shape: (rows, noise width).
            places: Where the ones of the condition stand; see `Conditions`.
            norms: Whose mean and variance are used.
        """
        weights = self.weights
        fixed = torch.addmm(weights["bias"], noise, weights["noise"])
        if places.shape[1]:
            fixed = fixed + looked_up(weights["condition"], places)
        parts = torch.split(fixed, self._widths, dim=1)
        made: Tensor | None = None
        for i, part in enumerate(parts[:-1]):
            summed = part if made is None else torch.addmm(part, made, weights[f"inner.{i}"])
            new = torch.relu(self._normalised(summed, i, norms))
            made = new if made is None else torch.cat([new, made], dim=1)
        return parts[-1] if made is None else torch.addmm(parts[-1], made, weights[f"inner.{len(parts) - 1}"])

    def _normalised(self, summed: Tensor, i: int, norms: Norms) -> Tensor:
        names = ("mean", "variance", "scale", "shift")
        mean, variance, scale, shift = (self.weights[f"norm.{i}.{name}"] for name in names)
        if norms is Norms.OF_BATCH:
            return functional.batch_norm(
                summed, None, None, scale, shift, training=True, eps=BATCH_NORM_EPSILON
            )
        keep = norms is Norms.OF_BATCH_AND_KEEP
        return functional.batch_norm(
            summed, mean, variance, scale, shift, training=keep, momentum=1.0, eps=BATCH_NORM_EPSILON
        )


class Critic:
    """`ctgan`'s discriminator, taken layer by layer.

    Its first layer is linear, so for a point between a real and a fake pack it need not be worked out
    again; dropout draws from a generator of ours.

    Args:
        weights: "rows" (pac * layout width, outputs) and "conditions" (pac * condition width + 1, outputs; the
            last row is never used) are the two parts of the first layer, "inner.i" (inputs, outputs) the later
            layers, "bias.i" (outputs) belongs to layer i.
        pac: Rows judged together.
        dropout: Share of inner values that are left out at random, 0 to < 1; `ctgan` takes 0.5.
    """

    def __init__(self, weights: Weights, pac: int, dropout: float) -> None:
        self.weights, self._pac, self._dropout = weights, pac, dropout
        self._layers = sum(name.startswith("bias.") for name in weights)
        self._conditions = (weights["conditions"].shape[0] - 1) // pac

    @classmethod
    def of_ctgan(cls, network: nn.Module, pac: int, condition_width: int, dropout: float) -> "Critic":
        """Return the critic with the weights of a `ctgan.synthesizers.ctgan.Discriminator`."""
        first, *others = [layer for layer in network.modules() if isinstance(layer, nn.Linear)]
        outputs = first.out_features
        by_row = first.weight.detach().t().reshape(pac, -1, outputs)
        width = by_row.shape[1] - condition_width
        conditions = by_row[:, width:].reshape(-1, outputs)
        weights = {
            "rows": by_row[:, :width].reshape(-1, outputs).clone(),
            "conditions": torch.cat([conditions, conditions.new_zeros((1, outputs))]),
            "bias.0": first.bias.detach().clone(),
        }
        for i, layer in enumerate(others, start=1):
            weights[f"inner.{i}"] = layer.weight.detach().t().contiguous()
            weights[f"bias.{i}"] = layer.bias.detach().clone()
        return cls(weights, pac, dropout)

    def to(self, device: torch.device) -> "Critic":
        """Return the critic with its weights on `device`."""
        return Critic(_to(self.weights, device), self._pac, self._dropout)

    @property
    def learned(self) -> Weights:
        """The weights that learn: all."""
        return self.weights

    def frozen(self) -> "Critic":
        """Return a critic that shares the weights but does not learn."""
        return Critic({name: t.detach() for name, t in self.weights.items()}, self._pac, self._dropout)

    def first(self, rows: Tensor, places: Tensor) -> Tensor:
        """Return the first layer's sums of packs. Shape: (rows / pac, first width)."""
        packs = rows.shape[0] // self._pac
        sums = torch.addmm(self.weights["bias.0"], rows.view(packs, -1), self.weights["rows"])
        if not places.shape[1]:
            return sums
        steps = torch.arange(self._pac, device=rows.device)[:, None] * self._conditions
        in_pack = places.view(packs, self._pac, -1) + steps
        none = places.view(packs, self._pac, -1) == self._conditions
        in_pack = in_pack.masked_fill_(none, self._pac * self._conditions)
        return sums + looked_up(self.weights["conditions"], in_pack.view(packs, -1))

    def rest(self, sums: Tensor, generator: torch.Generator) -> Tensor:
        """Return the judgement of packs from their first sums, with dropout. Shape: (packs, 1)."""
        for i in range(1, self._layers):
            sums = functional.leaky_relu(sums, SLOPE)
            if self._dropout:
                drawn = torch.rand(sums.shape, generator=generator, device=sums.device)
                sums = sums * (drawn >= self._dropout) / (1.0 - self._dropout)
            sums = torch.addmm(self.weights[f"bias.{i}"], sums, self.weights[f"inner.{i}"])
        return sums

    def input_gradients(self, sums: Tensor, judged: Tensor) -> tuple[Tensor, Tensor]:
        """Return d judged / d rows and d judged / d conditions, given the first sums they came from.

        Shapes: (packs, pac * layout width), (packs, pac * condition width). Differentiable, so that the critic
        learns from them.
        """
        (inner,) = torch.autograd.grad(judged.sum(), sums, create_graph=True)
        conditions = self.weights["conditions"][: self._pac * self._conditions]
        return inner @ self.weights["rows"].t(), inner @ conditions.t()


def build(layout: Layout, config: TrainingConfig, seed: int) -> tuple[Generator, Critic]:
    """Return a new generator and critic; the global random numbers are left as they were."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        generator = CtganGenerator(
            config.noise_width + layout.condition_width, config.generator_widths, layout.width
        )
        width = layout.width + layout.condition_width
        critic = Discriminator(width, config.critic_widths, pac=config.pac)
    return (
        Generator.of_ctgan(generator, config.noise_width, layout.condition_width),
        Critic.of_ctgan(critic, config.pac, layout.condition_width, config.critic_dropout),
    )


def generator_shapes(layout: Layout, noise_width: int, widths: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Return the shape of each weight of a generator, all float32."""
    outputs = sum(widths) + layout.width
    shapes: dict[str, tuple[int, ...]] = {
        "noise": (noise_width, outputs),
        "condition": (layout.condition_width + 1, outputs),
        "bias": (outputs,),
    }
    made = 0
    for i, width in enumerate((*widths, layout.width)):
        if i:
            shapes[f"inner.{i}"] = (made, width)
        if i < len(widths):
            shapes |= {f"norm.{i}.{name}": (width,) for name in ("scale", "shift", "mean", "variance")}
        made += width
    return shapes


def looked_up(table: Tensor, places: Tensor) -> Tensor:
    """Return for each row the sum of the rows of `table` at its `places`; the last row of the table is left out."""
    found: Tensor = functional.embedding_bag(places, table, mode="sum", padding_idx=table.shape[0] - 1)
    return found


def _to(weights: Mapping[str, Tensor], device: torch.device) -> Weights:
    return {name: t.to(device) for name, t in weights.items()}
