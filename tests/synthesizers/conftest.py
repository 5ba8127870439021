"""Small tables, a small score and whole runs for the engine's tests."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.control import Control, Undisturbed, Wish
from synthdesk.domain.events import Paused, TrainEvent
from synthdesk.domain.training import Device, TrainingConfig
from synthdesk.synthesizers.loop import Pace
from synthdesk.synthesizers.protocol import Scored, Trained, Training, TrainingOutcome, TrainingTask
from synthdesk.synthesizers.registry import SYNTHESIZERS

SMALL = TrainingConfig(
    epochs=4,
    max_minutes=None,
    batch_rows=40,
    pac=4,
    noise_width=8,
    generator_widths=(16, 16),
    critic_widths=(16,),
    threads=1,
    device=Device.CPU,
)


def small_table(rows: int = 200, seed: int = 3) -> pl.DataFrame:
    """A number with missing values and a spike at zero that goes with the group, and two discrete columns."""
    rng = np.random.default_rng(seed)
    sick = rng.random(rows) < 0.3
    dose = np.where(sick, rng.normal(50, 5, rows), 0.0)
    lab = [
        None if s and m < 0.5 else float(v)
        for s, m, v in zip(sick, rng.random(rows), rng.normal(5, 1, rows), strict=True)
    ]
    ward = rng.choice(["north", "south", "east"], rows, p=[0.6, 0.3, 0.1])
    return pl.DataFrame(
        {
            "dose": dose,
            "lab": pl.Series(lab, dtype=pl.Float64),
            "group": np.where(sick, "sick", "well"),
            "ward": [None if i % 17 == 0 else w for i, w in enumerate(ward)],
        }
    )


def shares_score(real: pl.DataFrame) -> Callable[[pl.DataFrame], Scored]:
    """A score: 1 - mean total variation of the discrete columns and of the numbers in ten bins."""

    def codes(table: pl.DataFrame) -> list[list[str]]:
        columns = []
        for name in real.columns:
            if real[name].dtype == pl.String:
                columns.append([str(v) for v in table[name]])
            else:
                present = real[name].drop_nulls()
                edges = np.unique(np.quantile(present, np.linspace(0.1, 0.9, 9))) if len(present) else []
                columns.append([str(v if v is None else np.searchsorted(edges, v)) for v in table[name]])
        return columns

    def score(table: pl.DataFrame) -> Scored:
        distances = []
        for a, b in zip(codes(real), codes(table), strict=True):
            first, second = Counter(a), Counter(b)
            distances.append(sum(abs(first[x] / len(a) - second[x] / len(b)) for x in first | second) / 2)
        return Scored(1.0 - float(np.mean(distances)), ())

    return score


class Wishes:
    """A control that wants one thing per step, then that the work goes on."""

    def __init__(self, *wishes: Wish) -> None:
        self._wishes = list(wishes)

    def wish(self) -> Wish:
        """The next wish."""
        return self._wishes.pop(0) if self._wishes else Wish.GO_ON

    def wait(self) -> Wish:
        """The end of a pause."""
        return Wish.GO_ON


class _Counted:
    """A control that counts the steps it lets be done."""

    def __init__(self, control: Control) -> None:
        self._control, self.steps = control, 0

    def wish(self) -> Wish:
        """The wish of the other control."""
        wish = self._control.wish()
        self.steps += wish is Wish.GO_ON
        return wish

    def wait(self) -> Wish:
        """The end of a pause."""
        return self._control.wait()


class Ran:
    """A training of the kind `key` to its end: events, steps and outcome."""

    def __init__(
        self,
        key: str,
        task: TrainingTask,
        control: Control | None = None,
        train: Callable[..., Training] | None = None,
        **options: Any,
    ) -> None:
        self.key, self.task = key, task
        self.events: list[TrainEvent] = []
        self.outcome: TrainingOutcome | None = None
        counted = _Counted(control or Undisturbed())
        for event in self._all((train or SYNTHESIZERS[key].run)(task, counted, **options)):
            self.events.append(event)
        self.steps = counted.steps

    def _all(self, training: Training) -> Iterator[TrainEvent]:
        self.outcome = yield from training

    def of(self, kind: type) -> list[Any]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def model(self) -> Trained:
        """The trained model."""
        return SYNTHESIZERS[self.key].load(self.task.folder)

    @property
    def files(self) -> tuple[bytes, ...]:
        """The bytes of the model."""
        return tuple((self.task.folder / f"model.{end}").read_bytes() for end in ("safetensors", "json"))

    @property
    def file_names(self) -> list[str]:
        """What is in the folder."""
        return sorted(path.name for path in self.task.folder.iterdir())


def rows(model: Trained, count: int, seed: int = 1, **where: str) -> pl.DataFrame:
    """Rows of `model` in one table."""
    return pl.concat(model.sample(count, where=where, seed=seed))


def cut(key: str, task: TrainingTask, steps: int) -> None:
    """Begin `task`, save its state after `steps` steps and give it up there, as if the process had ended."""
    running = SYNTHESIZERS[key].run(task, Wishes(*[Wish.GO_ON] * steps, Wish.PAUSE))
    while not isinstance(next(running), Paused):
        pass
    running.close()


@pytest.fixture(params=SYNTHESIZERS)
def key(request: pytest.FixtureRequest) -> str:
    """Each kind of synthesizer."""
    return str(request.param)


@pytest.fixture
def ran(key: str) -> Callable[..., Ran]:
    """Runs a training to its end."""
    return partial(Ran, key)


@pytest.fixture
def wishes() -> type[Wishes]:
    """A control that wants one thing per step."""
    return Wishes


@pytest.fixture
def every_step() -> Pace:
    """Tells and saves after every step."""
    return Pace(report_seconds=0.0, checkpoint_seconds=0.0)


@pytest.fixture
def table() -> pl.DataFrame:
    """The small table."""
    return small_table()


@pytest.fixture
def config() -> TrainingConfig:
    """Settings that train the small table in about a second."""
    return SMALL


def _task(
    within: Path, table: pl.DataFrame | None = None, config: TrainingConfig = SMALL, name: str = "run"
) -> TrainingTask:
    table = small_table() if table is None else table
    folder = within / name
    folder.mkdir(exist_ok=True)
    return TrainingTask(table, config, shares_score(table), 0.9, table.height, folder)


@pytest.fixture
def make_task(tmp_path: Path) -> Callable[..., TrainingTask]:
    """A function that makes a training of a table into a folder of its own."""
    return partial(_task, tmp_path)


@pytest.fixture(scope="session")
def make_task_in() -> Callable[..., TrainingTask]:
    """The same for a folder that lives longer than a test."""
    return _task


@pytest.fixture(scope="session")
def trained_folder() -> Callable[..., Path]:
    """A function that trains the small table, or another, into a folder, with changed settings."""

    def trained(
        folder: Path, table: pl.DataFrame | None = None, key: str = "ctgan", **changes: object
    ) -> Path:
        table = small_table() if table is None else table
        task = TrainingTask(table, replace(SMALL, **changes), shares_score(table), 0.9, table.height, folder)
        list(SYNTHESIZERS[key].run(task, Undisturbed()))
        return folder

    return trained
