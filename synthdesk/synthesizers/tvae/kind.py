"""One step of a TVAE: encoder and decoder learn together, by the loss of the package."""

import torch
from ctgan.data_transformer import SpanInfo
from ctgan.synthesizers.tvae import Decoder, Encoder, _loss_function
from torch import Tensor, nn, optim

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.conditioning import ConditionSampler, RowSampler
from synthdesk.synthesizers.ctgan.networks import Weights
from synthdesk.synthesizers.ctgan.session import Kind
from synthdesk.synthesizers.ctgan.step import Game, StepLosses
from synthdesk.synthesizers.layout import Layout
from synthdesk.synthesizers.tvae.networks import VaeShape

WEIGHT_DECAY = 1e-5
LOSS_FACTOR = 2
SPREADS = 0.01, 1.0
"""Smallest and largest spread of a number; these, factor and decay as in the package."""


class VaeGame(Game):
    """The two networks, their optimisers and everything a step needs; see `Game` for the arguments."""

    def __init__(
        self, layout: Layout, config: TrainingConfig, rows: RowSampler, device: torch.device
    ) -> None:
        self.layout, self.config, self.device = layout, config, device
        self.random = torch.Generator(device).manual_seed(config.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            self._encoder = Encoder(layout.width, config.critic_widths, config.noise_width).to(device)
            self._decoder = Decoder(config.noise_width, config.generator_widths, layout.width).to(device)
        self.averaged = {name: t.detach().clone() for name, t in self._decoder.named_parameters()}
        self._adams = tuple(_adam(m, config.generator_step) for m in (self._encoder, self._decoder))
        self._rows = rows
        self._conditions = ConditionSampler(layout, [], device)
        numbers = [[SpanInfo(1, "tanh")]] * layout.alphas
        self._outputs = numbers + [[SpanInfo(digit.size, "softmax")] for digit in layout.digits]
        self.steps = 0

    @property
    def kept(self) -> Weights:
        """The weights rows are made with, see `Game.kept`."""
        return self.averaged if self.config.averaging > 0 else dict(self._decoder.named_parameters())

    def scale_steps(self, factor: float) -> None:
        """Set the step size to `factor` times that of the settings."""
        for adam in self._adams:
            adam.param_groups[0]["lr"] = self.config.generator_step * factor

    def _players(self) -> tuple[tuple[str, Weights, optim.Adam], ...]:
        encoder, decoder = (dict(m.named_parameters()) for m in (self._encoder, self._decoder))
        return ("encoder", encoder, self._adams[0]), ("decoder", decoder, self._adams[1])

    def step(self) -> StepLosses:
        """Let both networks learn once; the losses are those of the rows and of the code."""
        conditions = self._conditions.draw(self.config.batch_rows, self.random)
        real = self._rows.dense(self._rows.rows_for(conditions, self.random))
        mean, spread, log_variance = self._encoder(real)
        noise = torch.randn(mean.shape, generator=self.random, device=self.device)
        made, spreads = self._decoder(mean + spread * noise)
        rows, code = _loss_function(made, real, spreads, mean, log_variance, self._outputs, LOSS_FACTOR)
        for adam in self._adams:
            adam.zero_grad(set_to_none=True)
        total: Tensor = rows + code
        total.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        for adam in self._adams:
            adam.step()
        with torch.no_grad():
            self._decoder.sigma.clamp_(*SPREADS)
        self._average_of(dict(self._decoder.named_parameters()))
        self.steps += 1
        return StepLosses(rows.detach(), code.detach(), total.detach())


def _adam(module: nn.Module, step_size: float) -> optim.Adam:
    return optim.Adam(module.parameters(), lr=step_size, weight_decay=WEIGHT_DECAY, fused=True)


TVAE = Kind(VaeShape, VaeGame, tells_losses=False)
