"""How good synthetic rows are, end to end and side by side: `python -m tests.benchmarks.quality --help`.

For each seed a CSV file is cut 80/20 anew. Each maker (see `makers.py`) learns the 80 % in a process of its own,
writes as many new rows as it learned, and these are measured by `yardstick.py` against the 20 % that nothing has
seen. Beside its figures stand those of `measures.py`: `nearer`, `wnmis`, coverage, rare categories, the scores of
SDMetrics (`sdm_trend_0`: trends with both its thresholds at 0; `sdm_trend`: at their defaults), what the
program's checks P1 to P7 say (0 nothing, 1 a closer look, 2 stop, nan not testable) and its best membership
attack; then processor seconds and the peak memory. `--out FILE` gets a line of JSON for each, and what stands there
already is not made again; at the end the means of all that stands there are printed.

The program's synthesizers read, prepare and train exactly as the program does it, which holds a part of the 80 %
out again to find the best state; training ends by processor seconds of the process instead of minutes on the
clock, so that other programs on the machine do not matter. `ctgan`'s networks are at their defaults, their
rounds apart when `--epochs` says so. TabularARGN runs in an environment of its own:

    python -m venv peers && peers/bin/pip install mostlyai-engine
    python -m tests.benchmarks.quality … --makers tabular-argn --peers peers/bin/python
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype as is_numeric

from synthdesk.domain.training import Preset, config_for
from synthdesk.synthesizers.registry import SYNTHESIZERS
from tests.benchmarks import makers, measures, yardstick

HELD_BACK = 0.2
SHOWN = (
    "shape",
    "trend",
    "c2st",
    "tstr_auc",
    "trtr_auc",
    "copies",
    "copies_holdout",
    "nearer",
    "wnmis",
    "beta_recall",
    "rare_recall",
    "sdm_shape",
    "sdm_trend_0",
    "sdm_trend",
    "member_auc",
    "cpu_s",
    "peak_mb",
)


@dataclass(frozen=True)
class Split:
    """The two files a table was cut into, and the column to foretell."""

    train: Path
    holdout: Path
    target: str


def main() -> None:
    """Run every maker with every seed; print each and a table of the means."""
    args = _arguments()
    found = [json.loads(line) for line in args.out.read_text().splitlines()] if args.out.exists() else []
    have = {(line["maker"], line["seed"]) for line in found}
    with tempfile.TemporaryDirectory() as folder:
        for seed in args.seeds:
            wanted = [maker for maker in args.makers if (maker, seed) not in have]
            split = cut(Path(args.data), Path(folder), args.target, args.leave_out, seed) if wanted else None
            for maker in wanted:
                figures = _one(split, maker, seed, args)
                found.append({"maker": maker, "seed": seed} | figures)
                with args.out.open("a") as file:
                    file.write(json.dumps(found[-1]) + "\n")
                words = "  ".join(f"{name} {figure:.4f}" for name, figure in figures.items())
                print(f"{maker} seed {seed}: {words}", flush=True)
    _print_table(found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", required=True, help="a CSV file")
    parser.add_argument("--target", required=True, help="the column to foretell")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="COLUMN")
    names = [*sorted(SYNTHESIZERS), *makers.OTHERS]
    parser.add_argument(
        "--makers", nargs="+", default=["ctgan"], choices=names, metavar="MAKER", help=", ".join(names)
    )
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--out", type=Path, default=Path(os.devnull), help="keeps the figures")
    parser.add_argument("--preset", type=Preset, default=Preset.BALANCED, choices=list(Preset))
    parser.add_argument("--epochs", type=int, help="rounds, instead of those of the preset or the package")
    parser.add_argument("--cpu-seconds", type=float, help="default: the minutes of the preset, one thread")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=JSON", help="other settings")
    parser.add_argument("--peers", default=sys.executable, help="the Python that runs tabular-argn")
    args = parser.parse_args()
    if args.cpu_seconds is None:
        args.cpu_seconds = 60.0 * (config_for(args.preset).max_minutes or 1e9)
    return args


def cut(data: Path, folder: Path, target: str, leave_out: list[str], seed: int) -> Split:
    """Write 80 % and 20 % of the rows of `data`, by chance, as two files into `folder`."""
    table = pd.read_csv(data, dtype=str, keep_default_na=False, skipinitialspace=True).drop(columns=leave_out)
    order = np.random.default_rng(seed).permutation(len(table))
    held_back = round(HELD_BACK * len(table))
    split = Split(folder / "train.csv", folder / "holdout.csv", target)
    table.iloc[np.sort(order[held_back:])].to_csv(split.train, index=False)
    table.iloc[np.sort(order[:held_back])].to_csv(split.holdout, index=False)
    return split


def _one(split: Split, maker: str, seed: int, args: argparse.Namespace) -> dict[str, float]:
    settings = {name: json.loads(value) for name, _, value in (text.partition("=") for text in args.set)}
    with tempfile.TemporaryDirectory(dir=split.train.parent) as work:
        out = Path(work, "new.csv")
        python = args.peers if maker == "tabular-argn" else sys.executable
        command = [
            python,
            "-m",
            "tests.benchmarks.makers",
            maker,
            str(split.train),
            str(out),
            f"--seed={seed}",
        ]
        command += [
            f"--cpu-seconds={args.cpu_seconds}",
            *([f"--epochs={args.epochs}"] if args.epochs else []),
        ]
        command.append(f"--settings={json.dumps({'preset': args.preset} | settings)}")
        ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        spent = json.loads(ended.stdout.splitlines()[-1])
        train, holdout, made = (
            measures.texts_as_texts(yardstick.read(str(f))) for f in (split.train, split.holdout, out)
        )
    figures = yardstick.measure(train, holdout, made, target=split.target)
    # A group of rare values ("Other") among numbers has no value.
    made = made[list(train)].apply(lambda c: yardstick.as_number(c) if is_numeric(train[c.name]) else c)
    figures |= {
        "nearer": measures.nearer(train, holdout, made),
        "wnmis": measures.wnmis(train, made),
        "beta_recall": measures.beta_recall(train, made),
        "rare_recall": measures.rare_recall(train, made),
    }
    figures |= measures.of_sdmetrics(train, made)
    return figures | measures.leaks(train, holdout, made, seed) | spent


def _print_table(lines: list[dict[str, float]]) -> None:
    print("| maker | seeds | " + " | ".join(SHOWN) + " | checks |\n|---|---|" + "---|" * len(SHOWN) + "---|")
    for maker in dict.fromkeys(line["maker"] for line in lines):
        runs = [line for line in lines if line["maker"] == maker]
        cells = [
            _cell([run[name] for run in runs if name in run], 1 if name in {"cpu_s", "peak_mb"} else 4)
            for name in SHOWN
        ]
        print(f"| {maker} | {len(runs)} | " + " | ".join(cells) + f" | {_alarms(runs)} |")


def _alarms(runs: list[dict[str, float]]) -> str:
    """Return the checks that said something, with the number of seeds, and those that could not be made."""
    words = []
    for key in (check.lower() for check in measures.CHECKS):
        said = [run[key] for run in runs if key in run]
        for sign, word in ((1.0, "look"), (2.0, "**stop**")):
            if count := said.count(sign):
                words.append(f"{key.upper()} {word} {count}/{len(said)}")
        if said and all(map(math.isnan, said)):
            words.append(f"{key.upper()} not testable")
    return ", ".join(words)


def _cell(figures: list[float], decimals: int) -> str:
    figures = [figure for figure in figures if not math.isnan(figure)]
    if not figures:
        return ""
    spread = f" ± {stdev(figures):.{decimals}f}" if len(figures) > 1 else ""
    return f"{mean(figures):.{decimals}f}{spread}"


if __name__ == "__main__":
    main()
