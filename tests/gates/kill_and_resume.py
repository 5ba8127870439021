"""A training killed at a random moment goes on to the same bytes: `python -m tests.gates.kill_and_resume --times 500`.

A process of its own trains a small table and saves a checkpoint before every step. It gets SIGKILL at a random
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
from dataclasses import dataclass, replace
from multiprocessing.context import BaseContext
from pathlib import Path

import numpy as np
import polars as pl

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.training import Device, TrainingConfig, has_rounds
from synthdesk.synthesizers.protocol import Scored, TrainingTask
from synthdesk.synthesizers.registry import SYNTHESIZERS

CONFIG = TrainingConfig(
    epochs=2,
    max_minutes=None,
    batch_rows=40,
    pac=4,
    threads=1,
    device=Device.CPU,
)
LONGEST_WAIT = 0.03
"""Seconds after the chosen step within which the kill comes."""
STEP_SECONDS = 0.02
"""Each step takes at least so long, so that trainings of a few quick steps can be hit too."""
PATIENCE = 120.0
STEPS = "steps"
"""File in which a training that came to its end says how many steps it did."""


class SaveAlways(Undisturbed):
    """Pauses before every step, which saves a checkpoint, and counts the steps."""

    def __init__(self) -> None:
        self.steps = 0
        self._saved = False

    def wish(self) -> Wish:
        """Return that it shall pause, then that it shall go on."""
        self._saved = not self._saved
        if self._saved:
            return Wish.PAUSE
        time.sleep(STEP_SECONDS)
        self.steps += 1
        return Wish.GO_ON


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
    parser.add_argument("--synthesizers", nargs="+", default=["ctgan"], choices=SYNTHESIZERS)
    args = parser.parse_args()
    context = _context(args.synthesizers)
    bad = 0
    for key in args.synthesizers:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            tally = Gate(key, context, Path(folder)).run(args.times, random.Random(args.seed))
        print(
            f"{key}: {args.times} trainings, {tally.kills} kills, {args.times - tally.different} models identical, "
            f"{tally.different} different, {time.monotonic() - begun:.0f} s"
        )
        bad += tally.different + (2 * tally.kills < args.times)
    return int(bad > 0)


def learn(key: str, folder: str, *, resume: bool) -> None:
    """Train the small table into `folder` and write down the steps it took; the work of the child."""
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
    task, control = (
        TrainingTask(table, replace(CONFIG, synthesizer=key), score, 0.9, 10, Path(folder)),
        SaveAlways(),
    )
    for _ in SYNTHESIZERS[key].run(task, control, resume=resume):
        pass
    Path(folder, STEPS).write_text(str(control.steps))


def _context(keys: list[str]) -> BaseContext:
    """Return how children start: copied from a process that has loaded the libraries, where that exists."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The second is loaded by torch's optimisers at their first use, and takes longest.
    networks = ["synthdesk.synthesizers.ctgan.trainer", "torch._dynamo"] if any(map(has_rounds, keys)) else []
    context.set_forkserver_preload(["synthdesk.synthesizers.discrete.trainer", *networks])
    return context


class Gate:
    """Trainings of one kind that are killed and resumed, compared with one nobody disturbed."""

    def __init__(self, key: str, context: BaseContext, folder: Path) -> None:
        self._key, self._context, self._folder = key, context, folder
        self._finish(folder / "whole", resume=False)
        self._whole = _model(folder / "whole")
        self._steps = int((folder / "whole" / STEPS).read_text())

    def run(self, times: int, chance: random.Random) -> Tally:
        """Kill and resume `times` trainings; a kill after the end of a training is none."""
        kills = different = 0
        for number in range(times):
            cut = self._folder / f"cut{number}"
            wanted = min(3 if number % 10 == 9 else 1, self._steps - 1)
            kills += self._kill(cut, sorted(chance.sample(range(1, self._steps), wanted)), chance)
            if (cut / "checkpoint.json").exists():
                self._finish(cut, resume=True)
            different += _model(cut) != self._whole
        return Tally(kills, different)

    def _start(self, folder: Path, *, resume: bool) -> multiprocessing.process.BaseProcess:
        folder.mkdir(exist_ok=True)
        child = self._context.Process(target=learn, args=(self._key, str(folder)), kwargs={"resume": resume})  # type: ignore[attr-defined]
        child.start()
        return child

    def _finish(self, folder: Path, *, resume: bool) -> None:
        child = self._start(folder, resume=resume)
        child.join(PATIENCE)
        if child.exitcode != 0:
            raise RuntimeError(f"the training in {folder.name} ended with {child.exitcode}")

    def _kill(self, folder: Path, steps: list[int], chance: random.Random) -> int:
        """Start a training and kill it after each of `steps`; return the kills that hit it before its end."""
        kills = 0
        for number, step in enumerate(steps):
            child = self._start(folder, resume=number > 0)
            end = time.monotonic() + PATIENCE
            while _step(folder) < step and child.is_alive() and time.monotonic() < end:
                time.sleep(0.001)
            time.sleep(chance.uniform(0.0, LONGEST_WAIT))
            child.kill()
            child.join(PATIENCE)
            if not (folder / "checkpoint.json").exists():
                break
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
