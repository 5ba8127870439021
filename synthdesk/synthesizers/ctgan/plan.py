"""How a training is cut into steps, rounds and measurements; fixed by table and settings alone."""

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, sqrt

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.layout import Layout

STEPS_PER_ROUND = 10
"""A round has at least so many steps, or a small table would hardly be learned."""
SMALLEST_PACKS = 4
"""A step has at least so many packs."""
MEASUREMENTS = 33
FEWEST_MEASUREMENTS = 6
MEASURING_SHARE = 0.12
"""Measuring may take this share of the work, by the nominal costs below."""
NOMINAL_SPEED = 4e10
"""Operations per second of one ordinary core, to weigh steps against measurements."""
NOMINAL_MEASUREMENT = 0.15, 4e-6
"""Seconds of a measurement: at least, and per cell."""
MEASURED_ROWS = 5000
MEASURING_NOISE = 0.2
"""Times 1 / sqrt(measured rows): what the similarities of two samples of one state differ by."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a run.

    Attributes:
        steps_per_round: Steps of a round ("epoch"), >= 10.
        steps: All steps.
        measure_every: Steps between two measurements.
        measured_rows: Fresh rows of a measurement.
    """

    steps_per_round: int
    steps: int
    measure_every: int
    measured_rows: int

    @property
    def measuring_noise(self) -> float:
        """Difference of similarity that does not tell two states apart."""
        return float(MEASURING_NOISE / sqrt(self.measured_rows))

    def round_at(self, step: int) -> int:
        """Return the rounds done after `step` steps."""
        return step // self.steps_per_round

    def measures_at(self, step: int) -> bool:
        """Return whether similarity is measured after `step` steps."""
        return step % self.measure_every == 0 or step == self.steps


def fitted(config: TrainingConfig, rows: int) -> TrainingConfig:
    """Return `config` with a batch of at most half the rows, a multiple of `pac`, at least 4 packs.

    >>> fitted(TrainingConfig(pac=10), 90).batch_rows, fitted(TrainingConfig(pac=10), 20).pac
    (40, 2)
    """
    most = max(2, min(config.batch_rows, rows // 2))
    pac = max(1, min(config.pac, most // SMALLEST_PACKS))
    return replace(config, pac=pac, batch_rows=most // pac * pac)


def plan_for(config: TrainingConfig, rows: int, layout: Layout) -> Plan:
    """Return the plan of a training with the `fitted` settings.

    How often is measured depends on nominal costs, never on a clock, so that the same settings always
    keep the same state.
    """
    steps_per_round = max(STEPS_PER_ROUND, rows // config.batch_rows)
    steps = config.epochs * steps_per_round
    measured_rows = min(MEASURED_ROWS, max(500, 2 * rows))
    least, per_cell = NOMINAL_MEASUREMENT
    measurement = least + per_cell * measured_rows * len(layout.counts)
    affordable = int(MEASURING_SHARE * steps * step_operations(config, layout) / NOMINAL_SPEED / measurement)
    measurements = min(MEASUREMENTS, max(FEWEST_MEASUREMENTS, affordable))
    return Plan(steps_per_round, steps, ceil(steps / measurements), measured_rows)


def step_operations(config: TrainingConfig, layout: Layout) -> float:
    """Return the floating-point operations of the matrix products of one step.

    A product counts once forward, once for its weights and once for its inputs where these learn. The critic's
    first layer sees real and fake rows (conditions are looked up), then the gradient penalty with the
    conditions, forward and twice backward, then the generator's fake rows.
    """
    outputs = sum(config.generator_widths) + layout.width
    inner = made = 0
    for width in (*config.generator_widths, layout.width):
        inner += made * width
        made += width
    first, *later = (*config.critic_widths, 1)
    rest = sum(a * b for a, b in pairwise((first, *later)))
    judged = first * (9 * layout.width + 3 * layout.condition_width) + 14 * rest / config.pac
    return 2.0 * config.batch_rows * (2 * config.noise_width * outputs + 3 * inner + judged)
