"""Ours against the `ctgan` package, side by side: `python -m tests.benchmarks.engine --help`.

Both run in one process, one after the other in turns, on the same table with the same widths, batch, pac and
threads; what is printed are medians over the turns and their ratios. Processor time is measured, so other
programs on the machine disturb little.
"""

import argparse
import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import joblib
import numpy as np
import pandas as pd
import polars as pl
import torch
from ctgan import CTGAN
from ctgan.data_transformer import DataTransformer
from ctgan.synthesizers import ctgan as ctgan_module

from synthdesk.domain.training import Device, TrainingConfig
from synthdesk.synthesizers.conditioning import RowSampler
from synthdesk.synthesizers.ctgan.making import RowMaker, Shape
from synthdesk.synthesizers.ctgan.networks import build
from synthdesk.synthesizers.ctgan.plan import step_operations
from synthdesk.synthesizers.ctgan.step import Game
from synthdesk.synthesizers.encoding import EncodedTable, decode, encode
from synthdesk.synthesizers.layout import Digit, Layout

STEPS = 20
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Contest:
    """One thing both can do; each function does it once."""

    what: str
    ours: Callable[[], object]
    theirs: Callable[[], object]


def main() -> None:
    """Read the table, run the contests, print a line for each."""
    args = _arguments()
    torch.set_num_threads(args.threads)
    table = _read(Path(args.table), args.rows, header=not args.no_header)
    config = TrainingConfig(
        batch_rows=args.batch, pac=args.pac, critic_dropout=0.5, threads=args.threads, device=Device.CPU
    )
    print(f"{table.height} rows, {table.width} columns, {args.threads} threads, {args.turns} turns")
    with joblib.parallel_config(backend="sequential"):
        for contest in _contests(table, config, args.rows_to_sample):
            ours, theirs = _measured(contest, args.turns)
            print(f"{contest.what}: ours {ours:.4g} s, ctgan {theirs:.4g} s, ratio {theirs / ours:.2f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", help="a CSV file, also compressed (.gz), or an ARFF file")
    parser.add_argument("--no-header", action="store_true", help="the first line is a row already")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--pac", type=int, default=10, help="rows judged together; 10 is the paper's")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--rows-to-sample", type=int, default=5_000)
    return parser.parse_args()


def _read(path: Path, rows: int, *, header: bool = True) -> pl.DataFrame:
    """Return the first rows without the missing values, which `ctgan` cannot learn.

    Columns that lack values in half of the rows are left out, then rows that lack any.
    """
    text, names = path.read_bytes(), None
    if path.suffix == ".gz":
        text = gzip.decompress(text)
    if path.suffix == ".arff":
        description, text = re.split(rb"@data\s+", text, maxsplit=1, flags=re.IGNORECASE)
        names = re.findall(r"(?im)^@attribute\s+(\S+)", description.decode())
    raw = pl.read_csv(
        text,
        has_header=header and names is None,
        new_columns=names,
        infer_schema_length=None,
        null_values=["?", ""],
        n_rows=rows,
    )
    kept = [c.name for c in raw if c.null_count() < raw.height / 2]
    return (
        raw.select(kept).with_columns(pl.col(pl.Int64).cast(pl.Float64), pl.col(pl.String).str.strip_chars())
    ).drop_nulls()


def _measured(contest: Contest, turns: int) -> tuple[float, float]:
    """Return the median seconds of ours and theirs, in turns after one warm-up each."""
    contest.ours()
    contest.theirs()
    pairs = [(_seconds(contest.ours), _seconds(contest.theirs)) for _ in range(turns)]
    return median(p[0] for p in pairs), median(p[1] for p in pairs)


def _seconds(function: Callable[[], object]) -> float:
    begun = process_time()
    function()
    return process_time() - begun


def _contests(table: pl.DataFrame, config: TrainingConfig, rows: int) -> Iterator[Contest]:
    discrete = [c for c in table.columns if table[c].dtype == pl.String]
    frame = pd.DataFrame({c: table[c].to_list() for c in table.columns})
    encoding, encoded = encode(table, np.random.default_rng(1))
    shape = Shape(encoding, config.noise_width, config.generator_widths)
    theirs = Theirs(frame, discrete, config)
    operations = step_operations(config, shape.layout()) / 1e9
    print(f"places of a row: ours {shape.layout().width}, ctgan {theirs.width}")
    print(f"matrix products of a step of ours: {operations:.2f} GFLOP")
    for what, layout, rows_learned in (
        ("the same places and conditions", *theirs.as_ours()),
        ("our places and conditions (as in the program)", shape.layout(), encoded),
    ):
        game = Game(layout, config, RowSampler(rows_learned, layout, CPU), CPU)
        yield Contest(f"{STEPS} training steps, {what}", partial(_steps, game), theirs.steps)
    maker = RowMaker(shape, CPU)
    maker.calibrate(build(shape.layout(), config, 1)[0].learned, 1)
    yield Contest(
        f"sampling {rows} rows",
        lambda: decode(encoding, maker.encoded(rows, 1)),
        lambda: theirs.model.sample(rows),
    )
    yield Contest(
        "encoder, fit and transform",
        lambda: encode(table, np.random.default_rng(1)),
        lambda: Theirs.encode(frame, discrete),
    )


def _steps(game: Game) -> None:
    for _ in range(STEPS):
        game.step()


class Theirs:
    """`ctgan`, fitted once; training steps are timed without its encoder."""

    def __init__(self, frame: pd.DataFrame, discrete: list[str], config: TrainingConfig) -> None:
        # A small table is repeated, a large one cut, so that one pass is exactly as many steps as ours does.
        rows = np.arange(config.batch_rows * STEPS) % len(frame)
        self._frame, self._discrete = frame.iloc[rows].reset_index(drop=True), discrete
        self._transformer, self._matrix = self.encode(self._frame, discrete)
        settings: dict[str, Any] = {"batch_size": config.batch_rows, "pac": config.pac, "enable_gpu": False}
        self.model = CTGAN(epochs=1, **settings)
        self.steps()

    @property
    def width(self) -> int:
        """Places of an encoded row."""
        return int(self._matrix.shape[1])

    def as_ours(self) -> tuple[Layout, EncodedTable]:
        """Return `ctgan`'s own encoded rows and their layout as our networks take them."""
        codes, alphas, sizes, place = [], [], [], 0
        for spans in self._transformer.output_info_list:
            if len(spans) > 1:
                alphas.append(self._matrix[:, place].astype(np.float32))
                place += 1
            sizes.append(spans[-1].dim)
            codes.append(self._matrix[:, place : place + sizes[-1]].argmax(axis=1))
            place += sizes[-1]
        conditional = tuple(
            i for i, spans in enumerate(self._transformer.output_info_list) if len(spans) == 1
        )
        order = [*conditional, *(i for i in range(len(sizes)) if i not in conditional)]
        starts = np.cumsum([0, *(sizes[i] for i in order)])
        digits = tuple(Digit(i, 1, sizes[i], int(start)) for i, start in zip(order, starts, strict=False))
        layout = Layout(len(alphas), digits, conditional, int(starts[len(conditional)]), tuple(sizes))
        places = np.stack(alphas, axis=1) if alphas else np.empty((len(codes[0]), 0), np.float32)
        return layout, EncodedTable(np.stack(codes, axis=1).astype(np.int32), places)

    @staticmethod
    def encode(frame: pd.DataFrame, discrete: list[str]) -> tuple[DataTransformer, np.ndarray]:
        """Fit `ctgan`'s encoder and apply it."""
        transformer = DataTransformer()
        transformer.fit(frame, discrete)
        return transformer, transformer.transform(frame)

    def steps(self) -> None:
        """Train as many steps as ours does."""
        fitted = self._transformer
        fitted.fit, fitted.transform = (lambda *_: None), (lambda *_: self._matrix)
        original, ctgan_module.DataTransformer = ctgan_module.DataTransformer, lambda: fitted
        try:
            self.model.fit(self._frame, self._discrete)
        finally:
            ctgan_module.DataTransformer = original


if __name__ == "__main__":
    main()
