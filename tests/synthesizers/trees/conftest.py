"""Runs of a training of trees, for the tests of this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from synthdesk.domain.control import Control, Undisturbed, Wish
from synthdesk.domain.events import TrainEvent
from synthdesk.synthesizers.discrete.sampling import TrainedCodes
from synthdesk.synthesizers.discrete.trainer import Pace, train
from synthdesk.synthesizers.protocol import TrainingOutcome, TrainingTask
from synthdesk.synthesizers.trees.learner import TREES


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


class Ran:
    """A training to its end: events and outcome."""

    def __init__(self, task: TrainingTask, control: Control | None = None, **options: Any) -> None:
        self.events: list[TrainEvent] = []
        self.outcome: TrainingOutcome | None = None
        self.task = task
        for event in self._all(control or Undisturbed(), options):
            self.events.append(event)

    def _all(self, control: Control, options: dict[str, Any]) -> Iterator[TrainEvent]:
        self.outcome = yield from train(TREES, self.task, control, **options)

    def of(self, kind: type) -> list[Any]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def files(self) -> tuple[bytes, ...]:
        """The bytes of the model."""
        return tuple((self.task.folder / f"model.{end}").read_bytes() for end in ("safetensors", "json"))

    @property
    def model(self) -> TrainedCodes:
        """The trained model."""
        return TrainedCodes.load(TREES, self.task.folder)


@pytest.fixture
def ran() -> type[Ran]:
    """Runs a training to its end."""
    return Ran


@pytest.fixture
def wishes() -> type[Wishes]:
    """A control that wants one thing per step."""
    return Wishes


@pytest.fixture
def every_step() -> Pace:
    """Tells and saves after every step."""
    return Pace(report_seconds=0.0, checkpoint_seconds=0.0)


@pytest.fixture
def trained(make_task: Callable[..., TrainingTask]) -> Path:
    """The folder of a model of the small table."""
    return Ran(make_task()).task.folder
