import subprocess
import sys

import pytest

from synthdesk.domain.control import Wish
from synthdesk.domain.events import EpochDone, Noticed, SimilarityMeasured
from synthdesk.synthesizers.discrete import trainer


@pytest.fixture(params=["trees", "fast"])
def key(request) -> str:
    """The kinds whose models are made of codes."""
    return str(request.param)


def test_that_similarity_is_shown_while_it_learns(make_task, ran, monkeypatch) -> None:
    monkeypatch.setattr(trainer, "MEASURE_SECONDS", 0.0)
    monkeypatch.setattr(trainer, "LEARN_SHARE", 0.0)
    run = ran(make_task())
    assert [e.epoch for e in run.of(SimilarityMeasured)] == list(range(1, run.outcome.epochs_done + 1))
    assert run.outcome.similarity == run.of(SimilarityMeasured)[-1].similarity > 0.85
    assert {e.generator_loss for e in run.of(EpochDone)} == {None}


@pytest.mark.parametrize("steps", [0, 2])
def test_that_it_is_said_how_much_of_a_stopped_training_is_learned(
    make_task, ran, wishes, key, steps
) -> None:
    run = ran(make_task(), wishes(*[Wish.GO_ON] * steps, Wish.STOP_AND_KEEP))
    assert run.outcome.epochs_done == steps
    words = f"{steps} of 4 parts" if key == "trees" else f"after {steps} of"
    assert words in str(run.of(Noticed)[0].what)


def test_that_training_needs_no_torch() -> None:
    program = """
import sys, tempfile
from pathlib import Path
from synthdesk.domain.control import Undisturbed
from synthdesk.synthesizers.protocol import Scored, TrainingTask
from synthdesk.synthesizers.registry import SYNTHESIZERS
from tests.synthesizers.conftest import SMALL, small_table

for key in ("trees", "fast"):
    with tempfile.TemporaryDirectory() as folder:
        task = TrainingTask(small_table(), SMALL, lambda made: Scored(0.5, ()), 0.9, 10, Path(folder))
        list(SYNTHESIZERS[key].run(task, Undisturbed()))
        next(SYNTHESIZERS[key].load(Path(folder)).sample(5, seed=1))
print("torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
