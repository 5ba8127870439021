"""One step of training: the critic learns, then the generator."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, optim

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.conditioning import Conditions, ConditionSampler, RowSampler
from synthdesk.synthesizers.ctgan import losses
from synthdesk.synthesizers.ctgan.activation import Activation
from synthdesk.synthesizers.ctgan.networks import Norms, Weights, build
from synthdesk.synthesizers.layout import Layout

BETAS = (0.5, 0.9)
WEIGHT_DECAY = 1e-6
WARM_UP = 10
"""The average of the weights forgets the first steps faster than later ones."""


class ConditionTargets:
    """Where the generator's outputs of each condition lie, for the cross entropy."""

    def __init__(self, layout: Layout, device: torch.device) -> None:
        starts, sizes, wanted = [], [], []
        for column in layout.conditional:
            digits = [digit for digit in layout.digits if digit.column == column]
            codes = torch.arange(layout.counts[column])
            for digit in (digits[0], digits[-1]):
                starts.append(torch.full_like(codes, layout.alphas + digit.start))
                sizes.append(torch.full_like(codes, digit.size))
                wanted.append(codes // digit.divisor % digit.size)
        self._digits = tuple(
            tuple(torch.cat(part[first::2]).to(device) for part in (starts, sizes, wanted)) if starts else ()
            for first in (0, 1)
        )
        self._single = all(len([d for d in layout.digits if d.column == c]) == 1 for c in layout.conditional)
        self._widest = max((d.size for d in layout.digits if d.column in layout.conditional), default=0)

    def loss(self, raw: Tensor, conditions: Conditions) -> Tensor:
        """Return the cross entropy of the conditioned column; of both digits where it has two."""
        if not self._digits[0]:
            return raw.new_zeros(())
        digits = self._digits[:1] if self._single else self._digits
        found = [
            losses.condition_loss(raw, *(part[conditions.flat] for part in digit), widest=self._widest)
            for digit in digits
        ]
        return torch.stack(found).sum()


@dataclass(frozen=True, slots=True)
class StepLosses:
    """Losses of a step, scalars on the device.

    Attributes:
        generator: Without cross entropy.
        critic: Without penalty.
        total: Both, with cross entropy and penalty; tells whether all numbers are finite.
    """

    generator: Tensor
    critic: Tensor
    total: Tensor


class Game:
    """The two networks, their optimisers and everything a step needs.

    Args:
        layout: Where the columns stand.
        config: Settings, batch and pac already fitted to the table.
        rows: The training rows, on the device.
        device: Where the arithmetic runs.
    """

    def __init__(
        self, layout: Layout, config: TrainingConfig, rows: RowSampler, device: torch.device
    ) -> None:
        self.layout, self.config, self.device = layout, config, device
        self.random = torch.Generator(device).manual_seed(config.seed)
        generator, critic = build(layout, config, config.seed)
        self.generator, self.critic = generator.to(device), critic.to(device)
        self._judge = self.critic.frozen()
        self.averaged = {name: t.clone() for name, t in self.generator.learned.items()}
        self.generator_adam = _adam(self.generator.learned, config.generator_step)
        self.critic_adam = _adam(self.critic.learned, config.critic_step)
        self._rows = rows
        self._conditions = ConditionSampler(layout, rows.training_shares(), device)
        self._activation = Activation(layout, device)
        self._targets = ConditionTargets(layout, device)
        self.steps = 0

    @property
    def kept(self) -> Weights:
        """The weights rows are made with: averaged, unless the settings say otherwise."""
        return self.averaged if self.config.averaging > 0 else self.generator.learned

    def state(self) -> dict[str, Tensor]:
        """Return the tensors that make up the state of both networks, random numbers left out."""
        found = {f"averaged.{key}": t for key, t in self.averaged.items()}
        for name, weights, adam in self._players():
            found |= {f"{name}.{key}": t for key, t in weights.items()}
            for key, weight in weights.items():
                found |= {f"{name}.adam.{key}.{what}": t for what, t in adam.state.get(weight, {}).items()}
        return found

    @torch.no_grad()
    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Take over a `state`."""
        for key, averaged in self.averaged.items():
            averaged.copy_(state[f"averaged.{key}"])
        for name, weights, adam in self._players():
            for key, weight in weights.items():
                weight.copy_(state[f"{name}.{key}"])
                prefix = f"{name}.adam.{key}."
                moments = {k.removeprefix(prefix): t for k, t in state.items() if k.startswith(prefix)}
                adam.state[weight] = {k: _laid_out_as(weight, t) for k, t in moments.items()}

    def scale_steps(self, factor: float) -> None:
        """Set both step sizes to `factor` times those of the settings."""
        self.generator_adam.param_groups[0]["lr"] = self.config.generator_step * factor
        self.critic_adam.param_groups[0]["lr"] = self.config.critic_step * factor

    def _players(self) -> tuple[tuple[str, Weights, optim.Adam], ...]:
        return (
            ("generator", self.generator.learned, self.generator_adam),
            ("critic", self.critic.learned, self.critic_adam),
        )

    def step(self) -> StepLosses:
        """Let both networks learn once.

        A batch of fakes serves both: the critic learns from it cut off from the generator, then the
        generator from the critic's new judgement of it.
        """
        conditions = self._conditions.draw(self.config.batch_rows, self.random)
        noise = torch.randn(
            (self.config.batch_rows, self.config.noise_width), generator=self.random, device=self.device
        )
        raw = self.generator.raw(noise, conditions.places, Norms.OF_BATCH)
        fake = self._activation.soft(raw, self.random)
        critic, critic_total = self._teach_critic(fake.detach(), conditions)
        generator, generator_total = self._teach_generator(raw, fake, conditions)
        self._average_of(self.generator.learned)
        self.steps += 1
        return StepLosses(generator, critic, critic_total + generator_total)

    def _teach_critic(self, fake: Tensor, conditions: Conditions) -> tuple[Tensor, Tensor]:
        # The same conditions in another order, so that packs of real and fake rows are not paired.
        order = torch.randperm(conditions.flat.numel(), generator=self.random, device=self.device)
        shuffled = Conditions(conditions.places[order], conditions.flat[order])
        real = self._rows.dense(self._rows.rows_for(shuffled, self.random))
        places = torch.cat([shuffled.places, conditions.places])
        sums = self.critic.first(torch.cat([real, fake]), places)
        packs = sums.shape[0] // 2
        share = torch.rand((packs, 1), generator=self.random, device=self.device)
        between = share * sums[:packs] + (1.0 - share) * sums[packs:]
        judged = self.critic.rest(torch.cat([sums, between]), self.random)
        judged_real, judged_fake, middle = torch.chunk(judged, 3)
        penalty = losses.gradient_penalty(*self.critic.input_gradients(between, middle))
        loss = losses.critic_loss(judged_real, judged_fake)
        _learn(self.critic_adam, loss + penalty)
        return loss.detach(), (loss + penalty).detach()

    def _teach_generator(self, raw: Tensor, fake: Tensor, conditions: Conditions) -> tuple[Tensor, Tensor]:
        judged = self._judge.rest(self._judge.first(fake, conditions.places), self.random)
        loss = losses.generator_loss(judged)
        total = loss + self._targets.loss(raw, conditions)
        _learn(self.generator_adam, total)
        return loss.detach(), total.detach()

    @torch.no_grad()
    def _average_of(self, learned: Weights) -> None:
        decay = min(self.config.averaging, (1.0 + self.steps) / (WARM_UP + self.steps))
        for averaged, current in zip(self.averaged.values(), learned.values(), strict=True):
            averaged.lerp_(current, 1.0 - decay)


def _laid_out_as(weight: Tensor, moment: Tensor) -> Tensor:
    """Return a copy of `moment` on the device and in the order of memory of its weight.

    A fused step goes through the memory of both; in another order it would pair wrong numbers.
    """
    if moment.shape != weight.shape:
        return moment.to(weight.device, copy=True)
    return torch.empty_like(weight).copy_(moment)


def _adam(weights: Weights, step_size: float) -> optim.Adam:
    learned = [t.requires_grad_() for t in weights.values()]
    return optim.Adam(learned, lr=step_size, betas=BETAS, weight_decay=WEIGHT_DECAY, fused=True)


def _learn(adam: optim.Adam, loss: Tensor) -> None:
    adam.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    adam.step()
