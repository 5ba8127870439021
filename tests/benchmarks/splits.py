"""A synthesizer over several fair splits of a table: `python -m tests.benchmarks.splits --help`.

For each seed the rows are cut 80/20 anew, the 80 % are learned by the synthesizer itself (without the import and
the held-out part the program takes from them), as many rows are made and measured by `yardstick.py` against the
20 % nothing has seen. Beside its figures stands `nearer`: the share of made rows that are nearer to a learned
row than to a held-out one, of equally many of either; 0.5 is what rows of other people show.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import mean, stdev
from time import process_time

import numpy as np
import pandas as pd
import polars as pl
from sklearn.neighbors import NearestNeighbors

from synthdesk.domain.control import Undisturbed
from synthdesk.domain.training import Device, TrainingConfig
from synthdesk.synthesizers.protocol import Scored, TrainingTask
from synthdesk.synthesizers.registry import SYNTHESIZERS
from tests.benchmarks import yardstick

HELD_BACK = 0.2
COMPARED = 4000


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
    args = parser.parse_args()
    frame = texts_as_texts(yardstick.read(args.data).drop(columns=args.leave_out))
    found = [_one(frame, args.target, args.synthesizer, seed) for seed in args.seeds]
    for name in found[0]:
        figures = [f[name] for f in found]
        spread = f" sd {stdev(figures):.4f}" if len(figures) > 1 else ""
        print(f"{name}: mean {mean(figures):.4f}{spread} of {len(figures)}")


def texts_as_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with every column that is not numeric as texts, also those of True and False."""
    others = [
        name for name in frame if frame[name].dtype == bool or not pd.api.types.is_numeric_dtype(frame[name])
    ]
    return frame.assign(**{n: [None if pd.isna(v) else str(v) for v in frame[n]] for n in others})


def _one(frame: pd.DataFrame, target: str, synthesizer: str, seed: int) -> dict[str, float]:
    order = np.random.default_rng(1000 + seed).permutation(len(frame))
    held_back = int(HELD_BACK * len(frame))
    holdout, train = (frame.iloc[part].reset_index(drop=True) for part in np.split(order, [held_back]))
    begun = process_time()
    made = _made(prepared(train), synthesizer, seed)
    seconds = process_time() - begun
    synthetic = pd.DataFrame({name: made[name].to_numpy() for name in made.columns}, columns=list(train))
    figures = yardstick.measure(train, holdout, synthetic, target=target)
    figures |= {"nearer": nearer(train, holdout, synthetic), "cpu_s": seconds}
    print(
        f"seed {seed}: " + "  ".join(f"{name} {figure:.4f}" for name, figure in figures.items()), flush=True
    )
    return figures


def prepared(frame: pd.DataFrame) -> pl.DataFrame:
    numeric = {name: pd.api.types.is_numeric_dtype(frame[name]) for name in frame}
    values = {
        name: [None if pd.isna(v) else (float(v) if numeric[name] else str(v)) for v in frame[name]]
        for name in frame
    }
    return pl.DataFrame(
        values, schema={n: pl.Float64 if is_number else pl.String for n, is_number in numeric.items()}
    )


def _made(table: pl.DataFrame, synthesizer: str, seed: int) -> pl.DataFrame:
    entry = SYNTHESIZERS[synthesizer]
    config = TrainingConfig(synthesizer=synthesizer, seed=seed, threads=1, device=Device.CPU)
    with tempfile.TemporaryDirectory() as folder:
        task = TrainingTask(table, config, lambda _: Scored(0.5, ()), 1.0, 0, Path(folder))
        for _ in entry.run(task, Undisturbed()):
            pass
        return pl.concat(entry.load(Path(folder)).sample(table.height, seed=seed))


def nearer(train: pd.DataFrame, holdout: pd.DataFrame, synthetic: pd.DataFrame) -> float:
    """Return the share of `synthetic` nearer to `train` than to `holdout`, ties by halves, 0-1."""
    discrete = yardstick.discrete_columns(train)
    frames = yardstick._matrices([train, holdout, synthetic], discrete)
    rng = np.random.default_rng(0)
    size = min(len(train), len(holdout))
    parts = [_coded(frame, frames[0], discrete) for frame in frames]
    train_part = parts[0][rng.choice(len(train), size, replace=False)]
    holdout_part = parts[1][rng.choice(len(holdout), size, replace=False)]
    rows = parts[2][rng.choice(len(synthetic), min(COMPARED, len(synthetic)), replace=False)]
    near = [
        NearestNeighbors(n_neighbors=1).fit(p).kneighbors(rows)[0][:, 0] for p in (train_part, holdout_part)
    ]
    return float((near[0] < near[1]).mean() + (near[0] == near[1]).mean() / 2)


def _coded(frame: pd.DataFrame, train: pd.DataFrame, discrete: list[str]) -> np.ndarray:
    """Return categories as ones and zeros, numbers as shares of the training rows below them."""
    columns = []
    for name in frame:
        values, known = frame[name].to_numpy(), train[name].to_numpy()
        if name in discrete:
            columns.append((values[:, None] == np.unique(known)[None, :]) / np.sqrt(2.0))
        else:
            known = np.sort(known[~np.isnan(known)])
            shares = np.searchsorted(known, values) / max(1, known.size)
            columns.append(np.where(np.isnan(values), -1.0, shares)[:, None])
    return np.hstack(columns)


if __name__ == "__main__":
    main()
