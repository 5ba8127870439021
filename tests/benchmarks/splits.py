"""A synthesizer over several fair splits of a table: `python -m tests.benchmarks.splits --help`.

For each seed the rows are cut 80/20 anew, the 80 % are learned by the synthesizer itself (without the import and
the held-out part the program takes from them), as many rows are made and measured by `yardstick.py` against the
20 % nothing has seen. Beside its figures stand `nearer` (the share of made rows that are nearer to a learned
row than to a held-out one, of equally many of either; 0.5 is what rows of other people show), `wnmis`,
`rare_recall` and, with `--more`, `beta_recall`, the checks P1 to P7 and `member_auc`, see `measures.py`.
"""

import argparse
import tempfile
from math import isnan, nan
from pathlib import Path
from statistics import mean, stdev
from time import process_time

import numpy as np
import pandas as pd
import polars as pl

from synthdesk.domain.control import Undisturbed
from synthdesk.domain.training import Device, TrainingConfig
from synthdesk.synthesizers.protocol import Scored, TrainingTask
from synthdesk.synthesizers.registry import SYNTHESIZERS
from tests.benchmarks import measures, yardstick

HELD_BACK = 0.2


def main() -> None:
    """Learn and measure with every seed; print each and the means."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", required=True, help="a CSV file")
    parser.add_argument("--target", required=True, help="the column to foretell")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="COLUMN")
    parser.add_argument("--synthesizer", default="trees", choices=sorted(SYNTHESIZERS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--measure-at-most", type=int, metavar="ROWS", help="of each of the three tables")
    parser.add_argument("--more", action="store_true", help="measure coverage and the checks for leaks too")
    args = parser.parse_args()
    frame = measures.texts_as_texts(yardstick.read(args.data).drop(columns=args.leave_out))
    found = [_one(frame, args, seed) for seed in args.seeds]
    for name in found[0]:
        figures = [f[name] for f in found if not isnan(f[name])] or [nan]
        spread = f" sd {stdev(figures):.4f}" if len(figures) > 1 else ""
        print(f"{name}: mean {mean(figures):.4f}{spread} of {len(figures)}")


def _one(frame: pd.DataFrame, args: argparse.Namespace, seed: int) -> dict[str, float]:
    order = np.random.default_rng(1000 + seed).permutation(len(frame))
    held_back = int(HELD_BACK * len(frame))
    holdout, train = (frame.iloc[part].reset_index(drop=True) for part in np.split(order, [held_back]))
    begun = process_time()
    made = _made(measures.prepared(train), args.synthesizer, seed)
    seconds = process_time() - begun
    synthetic = pd.DataFrame({name: made[name].to_numpy() for name in made.columns}, columns=list(train))
    if most := args.measure_at_most:
        tables = (train, holdout, synthetic)
        train, holdout, synthetic = (t.sample(min(most, len(t)), random_state=seed) for t in tables)
    figures = yardstick.measure(train, holdout, synthetic, target=args.target)
    figures |= {
        "nearer": measures.nearer(train, holdout, synthetic),
        "wnmis": measures.wnmis(train, synthetic),
        "rare_recall": measures.rare_recall(train, synthetic),
        "cpu_s": seconds,
    }
    if args.more:
        figures["beta_recall"] = measures.beta_recall(train, synthetic)
        figures |= measures.leaks(train, holdout, synthetic, seed)
    print(
        f"seed {seed}: " + "  ".join(f"{name} {figure:.4f}" for name, figure in figures.items()), flush=True
    )
    return figures


def _made(table: pl.DataFrame, synthesizer: str, seed: int) -> pl.DataFrame:
    entry = SYNTHESIZERS[synthesizer]
    config = TrainingConfig(synthesizer=synthesizer, seed=seed, threads=1, device=Device.CPU)
    with tempfile.TemporaryDirectory() as folder:
        task = TrainingTask(table, config, lambda _: Scored(0.5, ()), 1.0, 0, Path(folder))
        for _ in entry.run(task, Undisturbed()):
            pass
        return pl.concat(entry.load(Path(folder)).sample(table.height, seed=seed))


if __name__ == "__main__":
    main()
