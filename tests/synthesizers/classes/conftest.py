"""Runs of a training of latent classes, for the tests of this folder."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from synthdesk.synthesizers.classes.learner import CLASSES
from synthdesk.synthesizers.discrete.sampling import TrainedCodes
from synthdesk.synthesizers.discrete.trainer import train
from synthdesk.synthesizers.protocol import TrainingTask
from tests.synthesizers.conftest import Ran


class Sorted(Ran):
    """A training of latent classes to its end."""

    @property
    def model(self) -> TrainedCodes:
        """The trained model."""
        return TrainedCodes.load(CLASSES, self.task.folder)


@pytest.fixture
def ran() -> Callable[..., Sorted]:
    """Runs a training to its end."""
    return partial(Sorted, partial(train, CLASSES))


@pytest.fixture
def trained(ran: Callable[..., Sorted], make_task: Callable[..., TrainingTask]) -> Path:
    """The folder of a model of the small table."""
    return ran(make_task()).task.folder
