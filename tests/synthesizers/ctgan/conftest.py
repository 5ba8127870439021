"""Runs of a training, for the tests of the trainer."""

from collections.abc import Callable
from functools import partial

import pytest

from synthdesk.synthesizers.ctgan.trainer import train
from tests.synthesizers.conftest import Ran


@pytest.fixture
def ran() -> Callable[..., Ran]:
    """Runs a training to its end."""
    return partial(Ran, "ctgan", train=train)
