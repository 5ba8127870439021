"""What every synthesizer offers: training as a generator of events, and a model that makes rows."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.events import TrainEvent
from synthdesk.domain.results import ColumnComparison
from synthdesk.domain.training import TrainingConfig


@dataclass(frozen=True, slots=True)
class Scored:
    """How similar rows are to the held-out rows, overall (0-1) and column by column."""

    similarity: float
    columns: tuple[ColumnComparison, ...]


Score = Callable[[pl.DataFrame], Scored]
"""Measures PREPARED synthetic rows; must not touch global random numbers."""


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """A training that ended with a model.

    Attributes:
        epochs_done: Rounds trained.
        best_epoch: Round of the kept state.
        similarity: Its similarity to the held-out rows, 0-1.
        seconds: Training time, pauses not counted.
        device_words: "processor" or the name of the graphics card.
        config: The settings as they were in fact used (threads, device, batch).
        stopped_early: Whether the user or the time limit ended it before the last round.
    """

    epochs_done: int
    best_epoch: int
    similarity: float
    seconds: float
    device_words: str
    config: TrainingConfig
    stopped_early: bool


@dataclass(frozen=True, slots=True)
class TrainingTask:
    """What is to be trained and where it is kept.

    Attributes:
        table: PREPARED rows to learn from.
        config: Settings.
        score: Measures fresh rows against the held-out rows.
        halves: Similarity of two halves of the real data, shown as a reference.
        rows_held_out: Rows behind `score`, only reported.
        folder: Gets `model.safetensors` and `model.json`, and checkpoints while running.
    """

    table: pl.DataFrame
    config: TrainingConfig
    score: Score
    halves: float
    rows_held_out: int
    folder: Path


Training = Generator[TrainEvent, None, TrainingOutcome | None]
"""Events of a running training; returns None when it was cancelled."""


class Trained(Protocol):
    """A model that makes rows."""

    def sample(
        self, rows: int, *, where: Mapping[str, str] | None = None, seed: int
    ) -> Iterator[pl.DataFrame]:
        """Yield exactly `rows` PREPARED rows in batches of at most 10,000.

        Args:
            rows: Rows in all, >= 0.
            where: Wanted value of discrete columns, by column name.
            seed: Fixes the rows.

        Raises:
            CannotMeetConditionError: A wanted value is unknown or the model cannot make such rows.
        """
        ...

    def save(self, folder: Path) -> None:
        """Write `model.safetensors` and `model.json` into `folder`, replacing what is there."""
        ...

    def categories(self, column: str) -> tuple[str, ...]:
        """Return the values that can be asked for in the discrete `column`, most frequent first."""
        ...


class TrainFunction(Protocol):
    """Trains a model, see `SynthesizerEntry`."""

    def __call__(self, task: TrainingTask, control: Control, *, resume: bool = False) -> Training:
        """Return the running training; `resume` goes on from the checkpoint in the task's folder."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """How long a training would take, from a short trial.

    Attributes:
        seconds_per_round: Seconds of one round, measuring included, >= 0.
        rounds: Rounds in all where the table decides, None where the settings do.
    """

    seconds_per_round: float
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class SynthesizerEntry:
    """One kind of synthesizer.

    Attributes:
        key: Stable name, as in `TrainingConfig.synthesizer`; its words are in `domain.training.METHODS`.
        run: Trains; `train` is the same with the arguments one by one.
        try_out: Tells how long the training of a PREPARED table takes; nothing of the trial is kept.
        load: Reads a model from its folder; raises UserError for a damaged file.
    """

    key: str
    run: TrainFunction
    try_out: Callable[[pl.DataFrame, TrainingConfig], Trial]
    load: Callable[[Path], Trained]

    def train(  # noqa: PLR0913  # the arguments one by one, as the jobs have them
        self,
        table: pl.DataFrame,
        config: TrainingConfig,
        *,
        score: Score,
        halves: float,
        rows_held_out: int,
        folder: Path,
        control: Control,
        resume: bool = False,
    ) -> Training:
        """Return the running training of `table`, see `TrainingTask` for the arguments."""
        task = TrainingTask(table, config, score, halves, rows_held_out, folder)
        return self.run(task, control, resume=resume)
