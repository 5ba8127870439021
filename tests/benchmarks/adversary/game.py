"""A generator that changes rows of a draft, and a critic that tells them from real rows.

The loss is relativistic: the critic scores a real row higher than a made one it is paired with, and is held to
zero gradients at real and at made rows (R1 and R2; Huang et al. 2024, "The GAN is dead; long live the GAN!").
The generator's averaged weights are what counts (Yazici et al. 2019). At its first step the generator makes the
draft as it is.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.benchmarks.adversary.rows import Space

KEPT = 4.0
"""How much the draft's place of a block counts before anything is learned; from nothing, 0."""


@dataclass(frozen=True)
class Rules:
    """The settings of a game.

    Attributes:
        steps: Steps of the critic and of the generator.
        draft: Whether the generator sees and changes a draft; else it makes rows of noise and class.
        loss: "pairs" or "wgan-gp".
        moments: Weight of the distance of means and covariances of a batch.
        penalty: Weight of R1 and R2, or of the gradient penalty.
        rate: Step of the critic, twice that of the generator.
        averaging: Share of the averaged weights that a step leaves.
        batch: Rows of a step.
        width: Of the networks.
        noise: Numbers drawn for a row, and numbers that tell its class.
        looks: How often the averaged generator is looked at.
    """

    steps: int = 600
    draft: bool = True
    loss: str = "pairs"
    moments: float = 1.0
    penalty: float = 1.0
    rate: float = 4e-4
    averaging: float = 0.995
    batch: int = 128
    width: int = 128
    noise: int = 32
    looks: int = 2


@dataclass(frozen=True)
class Source:
    """Rows by chance, with the class of each (all 0 without classes).

    Attributes:
        rows: Shape: (rows, width).
        classes: Shape: (rows,), int64.
        count: Number of classes, >= 1.
    """

    rows: Tensor
    classes: Tensor
    count: int

    def batch(self, size: int, rng: torch.Generator) -> tuple[Tensor, Tensor]:
        """Return rows and their classes."""
        at = torch.randint(self.rows.shape[0], (size,), generator=rng)
        return self.rows[at], self.classes[at]


class Residual(nn.Module):
    """x + a layer of it."""

    def __init__(self, width: int, act: nn.Module) -> None:
        super().__init__()
        self.layer = nn.Sequential(nn.Linear(width, width), act, nn.Linear(width, width))

    def forward(self, x: Tensor) -> Tensor:
        """Return rows of the same width."""
        return x + self.layer(x)


class Generator(nn.Module):
    """Makes rows of `space` from noise, a class and, if there is one, a draft."""

    def __init__(self, space: Space, classes: int, rules: Rules) -> None:
        super().__init__()
        self.space, self.rules = space, rules
        self.classes = nn.Embedding(classes, rules.noise)
        width = 2 * rules.noise + (space.width if rules.draft else 0)
        self.body = nn.Sequential(
            nn.Linear(width, rules.width), *(Residual(rules.width, nn.SiLU()) for _ in range(2)), nn.SiLU()
        )
        self.last = nn.Linear(rules.width, space.width)
        if rules.draft:
            nn.init.zeros_(self.last.weight)
            nn.init.zeros_(self.last.bias)

    def forward(self, draft: Tensor, classes: Tensor, rng: torch.Generator) -> Tensor:
        """Return rows. Shape: (rows, width)."""
        noise = torch.randn(draft.shape[0], self.rules.noise, generator=rng)
        seen = [noise, self.classes(classes), *([draft] if self.rules.draft else [])]
        raw = self.last(self.body(torch.cat(seen, dim=1)))
        places = self.space.places
        if self.rules.draft:
            raw = raw + torch.cat([KEPT * draft[:, :places], draft[:, places:]], dim=1)
        else:
            chance = torch.rand(raw[:, :places].shape, generator=rng).clamp_(1e-7, 1 - 1e-7)
            raw = torch.cat([raw[:, :places] - (-chance.log()).log(), raw[:, places:]], dim=1)
        return self.space.chosen(raw)


class Critic(nn.Module):
    """Scores rows, given their classes where there are some (by projection)."""

    def __init__(self, space: Space, classes: int, rules: Rules) -> None:
        super().__init__()
        act = nn.LeakyReLU(0.2)
        self.body = nn.Sequential(
            nn.Linear(space.width, rules.width), *(Residual(rules.width, act) for _ in range(2)), act
        )
        self.last = nn.Linear(rules.width, 1)
        self.classes = nn.Embedding(classes, rules.width)
        nn.init.zeros_(self.classes.weight)

    def forward(self, rows: Tensor, classes: Tensor) -> Tensor:
        """Return the score of each row. Shape: (rows,)."""
        found = self.body(rows)
        return self.last(found)[:, 0] + (found * self.classes(classes)).mean(dim=1)


@dataclass
class State:
    """How a game stood when it was looked at."""

    steps: int
    score: float
    generator: Generator


class Game:
    """Generator against critic.

    Args:
        space: The rows.
        real: Real rows.
        draft: Draft rows; without a draft only their classes count.
        rules: Settings.
        seed: Start of all random numbers.
    """

    def __init__(self, space: Space, real: Source, draft: Source, rules: Rules, seed: int) -> None:
        self.rng = torch.Generator().manual_seed(seed)
        torch.manual_seed(seed)
        self.space, self.real, self.draft, self.rules = space, real, draft, rules
        self.generator = Generator(space, draft.count, rules)
        self.critic = Critic(space, draft.count, rules)
        self.averaged = copy.deepcopy(self.generator).requires_grad_(requires_grad=False)
        betas = (0.0, 0.99)
        self.g_steps = torch.optim.Adam(self.generator.parameters(), lr=rules.rate / 2, betas=betas)
        self.c_steps = torch.optim.Adam(self.critic.parameters(), lr=rules.rate, betas=betas)
        self.steps = 0

    def play(self, score: Callable[[Generator], float]) -> Iterator[State]:
        """Play; yield the averaged generator and its score at each look, the draft first."""
        for look in range(self.rules.looks + 1):
            while self.steps < self.rules.steps * look // self.rules.looks:
                self.step()
            state = copy.deepcopy(self.averaged)
            yield State(self.steps, score(state), state)

    def step(self) -> None:
        """Do a step of the critic and one of the generator."""
        real, classes = self.real.batch(self.rules.batch, self.rng)
        draft, asked = self.draft.batch(self.rules.batch, self.rng)
        with torch.no_grad():
            made = self.generator(draft, asked, self.rng)
        self._critic_step(real, classes, made, asked)
        self.critic.requires_grad_(requires_grad=False)
        made = self.generator(draft, asked, self.rng)
        on_made = self.critic(made, asked)
        if self.rules.loss == "pairs":
            loss = functional.softplus(self.critic(real, classes) - on_made).mean()
        else:
            loss = -on_made.mean()
        if self.rules.moments:
            loss = loss + self.rules.moments * _moments(real, made)
        self.g_steps.zero_grad(set_to_none=True)
        loss.backward()
        self.g_steps.step()
        self.critic.requires_grad_(requires_grad=True)
        self.steps += 1
        left = min(self.rules.averaging, self.steps / (self.steps + 10))
        with torch.no_grad():
            for mean, own in zip(self.averaged.parameters(), self.generator.parameters(), strict=True):
                mean.lerp_(own, 1 - left)

    def _critic_step(self, real: Tensor, classes: Tensor, made: Tensor, asked: Tensor) -> None:
        if self.rules.loss == "pairs":
            both = torch.cat([real, made]).requires_grad_(requires_grad=True)
            scores = self.critic(both, torch.cat([classes, asked]))
            (slopes,) = torch.autograd.grad(scores.sum(), both, create_graph=True)
            on_real, on_made = scores.split(real.shape[0])
            # R1 and R2: half the mean squared slope at real and at made rows.
            loss = functional.softplus(on_made - on_real).mean()
            loss = loss + self.rules.penalty * slopes.square().sum(dim=1).mean()
        else:
            part = torch.rand(real.shape[0], 1, generator=self.rng)
            between = (part * real + (1 - part) * made).requires_grad_(requires_grad=True)
            (slopes,) = torch.autograd.grad(self.critic(between, asked).sum(), between, create_graph=True)
            loss = self.critic(made, asked).mean() - self.critic(real, classes).mean()
            loss = loss + 10.0 * (slopes.norm(dim=1) - 1).square().mean()
        self.c_steps.zero_grad(set_to_none=True)
        loss.backward()
        self.c_steps.step()


def _moments(real: Tensor, made: Tensor) -> Tensor:
    """Return the squared distance of means and of covariances, which for places are those of all pairs of values."""
    means = [part.mean(dim=0) for part in (real, made)]
    spreads = [
        (part - mean).T @ (part - mean) / part.shape[0]
        for part, mean in zip((real, made), means, strict=True)
    ]
    return (means[0] - means[1]).square().sum() + (spreads[0] - spreads[1]).square().sum()


@torch.no_grad()
def made_by(generator: Generator, draft: Source, seed: int) -> Tensor:
    """Return what `generator` makes of the rows of `draft`."""
    rng = torch.Generator().manual_seed(seed)
    parts = zip(draft.rows.split(4096), draft.classes.split(4096), strict=True)
    return torch.cat([generator(rows, classes, rng) for rows, classes in parts])
