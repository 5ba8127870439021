"""Runs of a training of trees, for the tests of this folder."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from synthdesk.synthesizers.discrete.sampling import TrainedCodes
from synthdesk.synthesizers.discrete.trainer import train
from synthdesk.synthesizers.protocol import TrainingTask
from synthdesk.synthesizers.trees.learner import TREES
from tests.synthesizers.conftest import Ran


class Grown(Ran):
    """A training of trees to its end."""

    @property
    def model(self) -> TrainedCodes:
        """The trained model."""
        return TrainedCodes.load(TREES, self.task.folder)


@pytest.fixture
def ran() -> Callable[..., Grown]:
    """Runs a training to its end."""
    return partial(Grown, partial(train, TREES))


@pytest.fixture
def trained(ran: Callable[..., Grown], make_task: Callable[..., TrainingTask]) -> Path:
    """The folder of a model of the small table."""
    return ran(make_task()).task.folder
