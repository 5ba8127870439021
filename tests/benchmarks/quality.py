"""How good synthetic rows are, end to end: `python -m tests.benchmarks.quality --help`.

A CSV file is split 80/20 once. For each synthesizer and seed the 80 % are read, prepared and trained exactly as
the program does it (which holds a part of them out again to find the best state), as many new rows are written
as were read, and all are measured by `yardstick.py` against the 20 % that nothing has seen.

Training ends by processor seconds of this process instead of minutes on the clock, so that other programs on
the machine do not matter; the default is the time limit of the preset for one thread.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev
from time import process_time
from typing import TypeVar

import numpy as np
import pandas as pd

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.events import TrainingBegun
from synthdesk.domain.exporting import ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import RunRecord
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import Device, Preset, TrainingConfig, config_for
from synthdesk.jobs import reading_tasks, row_tasks, training_tasks
from synthdesk.jobs.requests import Export, ReadTable, Train
from synthdesk.synthesizers.registry import SYNTHESIZERS
from tests.benchmarks import yardstick

HELD_BACK = 0.2
RUN = "quality"
Result = TypeVar("Result")


class CpuLimit(Undisturbed):
    """Lets the work go on for some processor seconds of this process, counted from `start`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._begun = process_time()

    def start(self) -> None:
        """Count from now."""
        self._begun = process_time()

    @property
    def used(self) -> float:
        """Processor seconds since the start."""
        return process_time() - self._begun

    def wish(self) -> Wish:
        """Return that what is there shall be kept once the time is up."""
        return Wish.STOP_AND_KEEP if self.used >= self.seconds else Wish.GO_ON


@dataclass(frozen=True)
class Split:
    """The two files a table was cut into, and the column to foretell."""

    train: Path
    holdout: Path
    target: str


def main() -> None:
    """Train and measure every synthesizer with every seed; print each and the means."""
    args = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        split = cut(Path(args.data), Path(folder), args.target)
        for synthesizer in args.synthesizer:
            found = []
            for seed in args.seeds:
                found.append(_one(split, _config(args, synthesizer, seed), args.cpu_seconds, Path(folder)))
                _print(f"{synthesizer} seed {seed}", found[-1])
            _print_summary(synthesizer, found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", required=True, help="a CSV file")
    parser.add_argument("--target", required=True, help="the column to foretell")
    parser.add_argument("--synthesizer", nargs="+", default=["ctgan"], choices=sorted(SYNTHESIZERS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--preset", type=Preset, default=Preset.BALANCED, choices=list(Preset))
    parser.add_argument("--epochs", type=int, help="rounds, instead of those of the preset")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--cpu-seconds", type=float, help="default: the minutes of the preset, one thread")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=JSON", help="other settings")
    args = parser.parse_args()
    if args.cpu_seconds is None:
        args.cpu_seconds = 60.0 * (config_for(args.preset).max_minutes or float("inf"))
    return args


def _config(args: argparse.Namespace, synthesizer: str, seed: int) -> TrainingConfig:
    changes = {name: json.loads(value) for name, _, value in (text.partition("=") for text in args.set)}
    changes = {name: tuple(v) if isinstance(v, list) else v for name, v in changes.items()}
    if args.epochs:
        changes["epochs"] = args.epochs
    fixed = {"synthesizer": synthesizer, "seed": seed, "threads": args.threads, "device": Device.CPU}
    return config_for(args.preset, **changes, **fixed, max_minutes=None)


def cut(data: Path, folder: Path, target: str) -> Split:
    """Write 80 % and 20 % of the rows of `data`, by chance, as two files into `folder`."""
    table = pd.read_csv(data, dtype=str, keep_default_na=False, skipinitialspace=True)
    order = np.random.default_rng(0).permutation(len(table))
    held_back = round(HELD_BACK * len(table))
    split = Split(folder / "train.csv", folder / "holdout.csv", target)
    table.iloc[np.sort(order[held_back:])].to_csv(split.train, index=False)
    table.iloc[np.sort(order[:held_back])].to_csv(split.holdout, index=False)
    return split


def _one(split: Split, config: TrainingConfig, cpu_seconds: float, folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=folder) as work:
        table = read_table(split.train, work)
        recipe = Recipe(table.schema, PreprocessPlan(), config)
        limit = CpuLimit(cpu_seconds)
        record = _trained(Train(work, recipe, table.source.sha256, RUN), limit)
        seconds = limit.used
        rows = len(yardstick.read(str(split.train)))
        target = ExportOptions(str(Path(work, "new.csv")), FileFormat.CSV)
        request = Export(work, recipe, table.source, RUN, RowRequest(rows, seed=config.seed), target)
        begun = process_time()
        _done(row_tasks.export(request, Undisturbed()))
        sampling = process_time() - begun
        files = (split.train, split.holdout, Path(target.path))
        figures = yardstick.measure(*(yardstick.read(str(f)) for f in files), target=split.target)
        spent = {"train_cpu_s": seconds, "write_rows_cpu_s": sampling}
        rounds = {"epochs": float(record.epochs_done), "best_epoch": float(record.best_epoch)}
        return figures | spent | rounds


def read_table(path: Path, work: str) -> ImportedTable:
    """Read `path` into the work folder; open questions get the proposed, else their first answer."""
    table = _done(reading_tasks.read_table(ReadTable(str(path), ImportOptions(), work), Undisturbed()))
    options = table.source.options
    for question in table.questions:
        if question.is_open:
            options = options.with_answer(question.key, question.proposal or question.choices[0].key)
    if options != table.source.options:
        table = _done(reading_tasks.read_table(ReadTable(str(path), options, work), Undisturbed()))
    return table


def _trained(request: Train, limit: CpuLimit) -> RunRecord:
    def started(event: object) -> None:
        if isinstance(event, TrainingBegun):
            limit.start()

    return _done(training_tasks.train(request, limit), started)


def _done(
    work: Generator[object, None, Result | None], each: Callable[[object], None] = lambda _: None
) -> Result:
    def through() -> Iterator[object]:
        nonlocal result
        result = yield from work

    result: Result | None = None
    for event in through():
        each(event)
    assert result is not None
    return result


def _print(what: str, figures: dict[str, float]) -> None:
    words = "  ".join(f"{name} {figure:.4f}" for name, figure in figures.items())
    print(f"{what}: {words}", flush=True)


def _print_summary(synthesizer: str, found: list[dict[str, float]]) -> None:
    for name in found[0]:
        figures = [f[name] for f in found]
        spread = f" sd {stdev(figures):.4f}" if len(figures) > 1 else ""
        print(f"{synthesizer} {name}: mean {mean(figures):.4f}{spread} of {len(figures)}", flush=True)


if __name__ == "__main__":
    main()
