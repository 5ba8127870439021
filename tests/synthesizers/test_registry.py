import subprocess
import sys

import polars as pl
import pytest

from synthdesk.domain.control import Undisturbed
from synthdesk.domain.training import METHODS, Device, TrainingConfig, method
from synthdesk.synthesizers import devices
from synthdesk.synthesizers.ctgan import timing
from synthdesk.synthesizers.registry import SYNTHESIZERS


@pytest.mark.parametrize("key", SYNTHESIZERS)
def test_that_the_entry_trains_and_loads(make_task, key) -> None:
    task, entry = make_task(), SYNTHESIZERS[key]
    assert entry.key == key
    arguments = {"score": task.score, "halves": 0.9, "rows_held_out": 3, "folder": task.folder}
    events = list(entry.train(task.table, task.config, **arguments, control=Undisturbed()))
    assert events
    assert pl.concat(entry.load(task.folder).sample(7, seed=1)).height == 7


def test_that_looking_at_the_list_loads_no_heavy_library() -> None:
    code = "import sys, synthdesk.synthesizers.registry; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_that_a_trial_tells_the_seconds_of_a_round(table, config) -> None:
    assert 0 < timing.seconds_per_epoch(table, config) < 60


def test_that_threads_are_as_set_or_the_physical_cores_less_one() -> None:
    assert devices.threads_for(TrainingConfig(threads=3)) == 3
    assert devices.threads_for(TrainingConfig()) >= 1
    assert devices.choose(TrainingConfig(device=Device.CPU))[1] == "processor"


def test_that_every_synthesizer_is_offered_in_words() -> None:
    assert {known.key for known in METHODS} == set(SYNTHESIZERS)
    assert all(str(known.title) and str(known.sentence).endswith(".") for known in METHODS)
    assert method("ctgan") in METHODS
    assert method("nothing") is None


@pytest.mark.parametrize("key", SYNTHESIZERS)
def test_that_a_trial_tells_how_long_training_takes(table, config, key) -> None:
    trial = SYNTHESIZERS[key].try_out(table, config)
    assert 0 < trial.seconds_per_round < 60
    assert (trial.rounds is None) == bool(method(key) and method(key).has_networks)
