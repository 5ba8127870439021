"""A training in memory: the game, how far it is, its best state, and the ways back when it goes wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from synthdesk.domain.errors import UserError
from synthdesk.domain.events import CheckpointSaved, EpochDone, Noticed, SimilarityMeasured, TrainEvent
from synthdesk.domain.messages import Message, message
from synthdesk.domain.training import Device
from synthdesk.synthesizers import devices, memory
from synthdesk.synthesizers.conditioning import RowSampler
from synthdesk.synthesizers.ctgan import checkpoint
from synthdesk.synthesizers.ctgan.checkpoint import Cursor
from synthdesk.synthesizers.ctgan.making import RowMaker, Shape
from synthdesk.synthesizers.ctgan.plan import fitted, plan_for
from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan
from synthdesk.synthesizers.ctgan.step import Game
from synthdesk.synthesizers.ctgan.watch import FALLEN, Watch
from synthdesk.synthesizers.encoding import decode, encode
from synthdesk.synthesizers.problems import check_task
from synthdesk.synthesizers.protocol import TrainingTask

HEALTH_STEPS = 10
"""Steps between two looks at whether all numbers are finite."""
MOST_SETBACKS = 3
FALLS_IN_A_ROW = 2
MOST_HALVINGS = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """The networks of a kind of model.

    Attributes:
        shape: What weights that make rows must fit.
        game: How they learn.
        tells_losses: Whether the losses are those of a generator and its critic.
    """

    shape: type[Shape]
    game: type[Game]
    tells_losses: bool


CTGAN = Kind(Shape, Game, tells_losses=True)


class Session:
    """One run of `task`; every decision depends on steps and numbers, never on a clock.

    Attributes:
        cursor: How far it is.
        plan: Its steps.
        device_words: Name of the device.

    Args:
        task: Table, settings and score.
        kind: The networks.
        resume: Whether to go on from the checkpoint in the task's folder.

    Raises:
        UserError: Too few rows, not enough memory, no graphics card, or nothing to go on from.
    """

    def __init__(self, task: TrainingTask, kind: Kind, *, resume: bool) -> None:
        check_task(task)
        self._task, self._kind = task, kind
        self._device, self.device_words = devices.choose(task.config)
        config = fitted(task.config, task.table.height)
        threads = devices.threads_for(config)
        self.config = replace(config, threads=threads, device=Device(self._device.type))
        self._encoding, self._table = encode(task.table, np.random.default_rng(config.seed))
        self._shape = kind.shape(self._encoding, config.noise_width, config.generator_widths)
        layout = self._shape.layout()
        memory.check(task.table.height, layout, self.config, self._device)
        self.plan = plan_for(self.config, task.table.height, layout)
        self._watch = Watch(self._encoding, self._table, self.plan.measured_rows)
        digest = checkpoint.digest_of(self._encoding, self._table)
        self.cursor = Cursor(self.config, digest, threads)
        saved = self._resumed() if resume else {}
        torch.set_num_threads(self.cursor.threads)
        self._build()
        if saved:
            self._take_over(saved)

    def _resumed(self) -> Mapping[str, Tensor]:
        self.cursor, saved = checkpoint.read(self._task.folder, self.cursor)
        self.config = replace(self.config, threads=self.cursor.threads)
        return saved

    def _build(self) -> None:
        """Set up the game and the row maker on the device, with the batch that is left after fallbacks."""
        batch = max(self.config.pac, self.config.batch_rows >> self.cursor.batches_halved)
        config = replace(self.config, batch_rows=batch // self.config.pac * self.config.pac)
        rows = RowSampler(self._table, self._shape.layout(), self._device)
        self.game = self._kind.game(self._shape.layout(), config, rows, self._device)
        self.game.scale_steps(self.cursor.step_scale)
        self._maker = RowMaker(self._shape, self._device)
        self._health = torch.zeros((), device=self._device)
        self._sums = torch.zeros(2, device=self._device)
        self._summed = 0
        self._best = _copied(self.game.state())
        self._model = _copied(self._maker.generator.weights)

    def _take_over(self, saved: Mapping[str, Tensor]) -> None:
        self.game.restore(_part(saved, "now."))
        self.game.random.set_state(saved["random"])
        self.game.steps = self.cursor.step
        self._best = _part(saved, "best.")
        self._model = _part(saved, "model.")

    @property
    def done(self) -> int:
        """Steps done."""
        return self.cursor.step

    @property
    def steps(self) -> int:
        """Steps in all."""
        return self.plan.steps

    @property
    def seconds(self) -> float:
        """Training time so far, see `loop.Work`."""
        return self.cursor.seconds

    @seconds.setter
    def seconds(self, seconds: float) -> None:
        self.cursor.seconds = seconds

    def advance(self) -> Iterator[TrainEvent]:
        """Do one step, and what is due after it; yield what is worth telling."""
        try:
            losses = self.game.step()
        except torch.cuda.OutOfMemoryError:
            yield from self._fall_back()
            return
        self.cursor.step += 1
        self._health += losses.total
        self._sums += torch.stack([losses.generator, losses.critic])
        self._summed += 1
        if self.cursor.step % HEALTH_STEPS == 0 or self.plan.measures_at(self.cursor.step):
            if not self.healthy():
                yield from self._go_back_to_finite()
            self._health.zero_()
        if self.plan.measures_at(self.cursor.step):
            yield from self.measure()

    def healthy(self) -> bool:
        """Return whether all losses since the last look were finite."""
        return bool(self._health.isfinite())

    @property
    def has_untold_losses(self) -> bool:
        """Whether steps were done since the last `report`."""
        return self._summed > 0

    def report(self, seconds_left: float, memory_bytes: int) -> EpochDone:
        """Return how far the training is, with the mean losses since the last call."""
        generator, critic = (self._sums / max(1, self._summed)).tolist()
        if not self._kind.tells_losses:
            generator = critic = None
        self._summed = 0
        self._sums.zero_()
        rounds = self.plan.round_at(self.done), self.config.epochs
        return EpochDone(*rounds, generator, critic, self.seconds, seconds_left, memory_bytes)

    def measure(self) -> Iterator[TrainEvent]:
        """Measure the similarity of fresh rows, keep the best state, and go back when rows collapse.

        Of states that the measurement cannot tell apart the latest is kept: what similarity no longer shows
        (rows that foretell better, on adult) still grows.
        """
        self._maker.calibrate(self.game.kept, self.config.seed)
        fresh = self._maker.encoded(self.plan.measured_rows, self.config.seed)
        scored = self._task.score(decode(self._encoding, fresh))
        similarity = scored.similarity if np.isfinite(scored.similarity) else 0.0
        cursor = self.cursor
        highest = max((earlier for _, earlier in cursor.history), default=-1.0)
        cursor.history = (*cursor.history, (cursor.step, similarity))
        signs = self._watch.variety(fresh).signs()
        fallen = bool(signs) and similarity < FALLEN * cursor.best
        cursor.falls = cursor.falls + 1 if fallen else 0
        as_good = not signs and similarity >= highest - self.plan.measuring_noise
        if as_good or similarity > highest:
            cursor.best, cursor.best_step = similarity, cursor.step
            self._best = _copied(self.game.state())
            self._model = _copied(self._maker.generator.weights)
        best_epoch = self.plan.round_at(cursor.best_step)
        yield SimilarityMeasured(
            self.plan.round_at(cursor.step), similarity, best_epoch, cursor.best, scored.columns
        )
        if cursor.falls >= FALLS_IN_A_ROW and cursor.setbacks < MOST_SETBACKS:
            yield from map(Noticed, signs)
            yield from self._go_back(message("Training goes on from its best state with smaller steps."))

    def save(self) -> Iterator[CheckpointSaved]:
        """Write a checkpoint and tell it, unless a number is not finite."""
        if not self.healthy():
            return
        tensors = {f"now.{name}": t for name, t in self.game.state().items()}
        tensors |= {f"best.{name}": t for name, t in self._best.items()}
        tensors |= {f"model.{name}": t for name, t in self._model.items()}
        tensors["random"] = self.game.random.get_state()
        checkpoint.write(self._task.folder, self.cursor, tensors)
        yield CheckpointSaved(self.plan.round_at(self.done))

    def finish(self) -> Iterator[TrainEvent]:
        """Write the model of the best state; yield the signs of collapse it still shows."""
        if not self.cursor.history or self.cursor.history[-1][0] != self.cursor.step:
            if not self.healthy():
                yield from self._go_back_to_finite()
            yield from self.measure()
        self._maker = RowMaker(self._shape, self._device, self._model)
        fresh = self._maker.encoded(self.plan.measured_rows, self.config.seed)
        yield from map(Noticed, self._watch.variety(fresh).signs())
        TrainedCtgan(self._maker).save(self._task.folder)
        checkpoint.remove(self._task.folder)

    def _go_back_to_finite(self) -> Iterator[TrainEvent]:
        if self.cursor.setbacks >= MOST_SETBACKS:
            raise UserError(
                message("Training became unstable"),
                message("The numbers grew beyond all bounds, even with smaller steps."),
                message("Choose smaller step sizes in the expert settings, or look for extreme values."),
            )
        yield from self._go_back(
            message("The numbers grew beyond all bounds. Training goes on from its best state, more slowly.")
        )

    def _go_back(self, words: Message) -> Iterator[TrainEvent]:
        self.cursor.setbacks += 1
        self.cursor.falls = 0
        self.cursor.step_scale /= 2
        self.game.restore(self._best)
        self.game.scale_steps(self.cursor.step_scale)
        self._health.zero_()
        self._sums.zero_()
        self._summed = 0
        yield Noticed(words)

    def _fall_back(self) -> Iterator[TrainEvent]:
        """Answer a lack of graphics memory: a smaller batch twice, then the processor."""
        state, random = _copied(self.game.state()), self.game.random.get_state()
        best, model = self._best, self._model
        del self.game, self._maker
        torch.cuda.empty_cache()
        if self.cursor.batches_halved < MOST_HALVINGS:
            self.cursor.batches_halved += 1
            yield Noticed(
                message("The graphics card is short of memory. Training goes on with fewer rows at once.")
            )
        else:
            self._device, self.device_words = torch.device("cpu"), devices.PROCESSOR_WORDS
            yield Noticed(
                message("The graphics card has too little memory. Training goes on on the processor.")
            )
        self._build()
        self.game.restore(state)
        self.game.steps = self.cursor.step
        if self._device.type == "cuda":
            self.game.random.set_state(random)
        self._best, self._model = best, model


def _copied(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: t.detach().to("cpu", copy=True) for name, t in state.items()}


def _part(saved: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): t for name, t in saved.items() if name.startswith(prefix)}
