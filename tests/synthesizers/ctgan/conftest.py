"""Runs of a training, for the tests of the trainer."""

from collections.abc import Iterator
from typing import Any

import pytest

from synthdesk.domain.control import Control, Undisturbed, Wish
from synthdesk.domain.events import TrainEvent
from synthdesk.synthesizers.ctgan.trainer import Pace, train
from synthdesk.synthesizers.protocol import TrainingOutcome, TrainingTask


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
        for event in self._all(task, control or Undisturbed(), options):
            self.events.append(event)

    def _all(self, task: TrainingTask, control: Control, options: dict[str, Any]) -> Iterator[TrainEvent]:
        self.outcome = yield from train(task, control, **options)

    def of(self, kind: type) -> list[Any]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def model(self) -> bytes:
        """The bytes of the weights."""
        return (self.task.folder / "model.safetensors").read_bytes()


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
