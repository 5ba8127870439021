"""A training killed at a random moment goes on to the same bytes: `python -m tests.gates.kill_and_resume --times 500`.

A process of its own trains a small table and saves a checkpoint after every step. It gets SIGKILL at a random
moment (also in the middle of writing a checkpoint), a second process goes on from what is on disk, and its
model must be that of a training nobody disturbed, byte for byte. Every tenth training is killed three times.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path

import numpy as np
import polars as pl

from synthdesk.domain.control import Undisturbed
from synthdesk.domain.training import Device, TrainingConfig
from synthdesk.synthesizers.ctgan.trainer import train
from synthdesk.synthesizers.loop import Pace
from synthdesk.synthesizers.protocol import Scored, TrainingTask

CONFIG = TrainingConfig(
    synthesizer="ctgan",
    epochs=2,
    max_minutes=None,
    batch_rows=40,
    pac=4,
    threads=1,
    device=Device.CPU,
)
STEPS = 20
"""Steps of a training with these settings."""
LONGEST_WAIT = 0.03
"""Seconds after the chosen step within which the kill comes."""
PATIENCE = 120.0


@dataclass(frozen=True)
class Tally:
    """What came of some trainings."""

    kills: int
    different: int


def main() -> int:
    """Kill and resume as often as asked; return 0 when every model was the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="trainings that are killed and resumed")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = gate(args.times, random.Random(args.seed), Path(folder))
    print(
        f"{args.times} trainings, {tally.kills} kills, {args.times - tally.different} models identical, "
        f"{tally.different} different, {time.monotonic() - begun:.0f} s"
    )
    return int(tally.different > 0)


def gate(times: int, chance: random.Random, folder: Path) -> Tally:
    """Compare `times` killed and resumed trainings with an undisturbed one."""
    context = _context()
    _finish(context, folder / "whole", resume=False)
    whole = _model(folder / "whole")
    kills = different = 0
    for number in range(times):
        cut = folder / f"cut{number}"
        wanted = 3 if number % 10 == 9 else 1
        kills += _kill(context, cut, sorted(chance.sample(range(1, STEPS), wanted)), chance)
        _finish(context, cut, resume=True)
        different += _model(cut) != whole
    return Tally(kills, different)


def learn(folder: str, *, resume: bool) -> None:
    """Train the small table into `folder`; the work of the child."""
    rng = np.random.default_rng(3)
    sick = rng.random(200) < 0.3
    lab = np.where(sick & (rng.random(200) < 0.5), np.nan, rng.normal(5, 1, 200))
    table = pl.DataFrame(
        {
            "dose": np.where(sick, rng.normal(50, 5, 200), 0.0),
            "lab": pl.Series(lab).fill_nan(None),
            "group": np.where(sick, "sick", "well"),
        }
    )
    # A step that makes the training better now and then, so that its best state changes on the way.
    score = lambda made: Scored(1.0 - abs(float((made["group"] == "sick").mean()) - 0.3), ())  # noqa: E731
    task = TrainingTask(table, CONFIG, score, 0.9, 10, Path(folder))
    for _ in train(task, Undisturbed(), resume=resume, pace=Pace(0.0, 0.0)):
        pass


def _context() -> BaseContext:
    """Return how children start: copied from a process that has loaded the libraries, where that exists."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The second is loaded by torch's optimisers at their first use, and takes longest.
    context.set_forkserver_preload(["synthdesk.synthesizers.ctgan.trainer", "torch._dynamo"])
    return context


def _start(context: BaseContext, folder: Path, *, resume: bool) -> multiprocessing.process.BaseProcess:
    folder.mkdir(exist_ok=True)
    child = context.Process(target=learn, args=(str(folder),), kwargs={"resume": resume})  # type: ignore[attr-defined]
    child.start()
    return child


def _finish(context: BaseContext, folder: Path, *, resume: bool) -> None:
    child = _start(context, folder, resume=resume)
    child.join(PATIENCE)
    if child.exitcode != 0:
        raise RuntimeError(f"the training in {folder.name} ended with {child.exitcode}")


def _kill(context: BaseContext, folder: Path, steps: list[int], chance: random.Random) -> int:
    """Start a training and kill it after each of `steps`; return the kills that hit a running process."""
    kills = 0
    for number, step in enumerate(steps):
        child = _start(context, folder, resume=number > 0)
        end = time.monotonic() + PATIENCE
        while _step(folder) < step and child.is_alive() and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(chance.uniform(0.0, LONGEST_WAIT))
        if not (folder / "checkpoint.json").exists():
            raise RuntimeError("the training was over before it could be killed")
        child.kill()
        child.join(PATIENCE)
        kills += child.exitcode == -9
    return kills


def _step(folder: Path) -> int:
    try:
        return int(json.loads((folder / "checkpoint.json").read_text())["step"])
    except FileNotFoundError:
        return 0


def _model(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "model.safetensors").read_bytes(), (folder / "model.json").read_bytes()


if __name__ == "__main__":
    sys.exit(main())
