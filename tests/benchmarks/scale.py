"""Memory and speed as tables grow: `python -m tests.benchmarks.scale --help`.

`memory` encodes an invented table and trains a few steps, and prints the peak of the process's memory above what
it had with the table read, beside the compact size of the table (int32 codes and float32 places). `step` prints
the processor time of a step for more and more rows, in turns, as the fastest of several.
"""

import argparse
import resource
from pathlib import Path
from time import process_time

import numpy as np
import polars as pl
import psutil
import torch

from synthdesk.domain.training import Device, TrainingConfig
from synthdesk.synthesizers.conditioning import RowSampler
from synthdesk.synthesizers.ctgan.making import Shape
from synthdesk.synthesizers.ctgan.step import Game
from synthdesk.synthesizers.encoding import EncodedTable, encode

CPU = torch.device("cpu")
CONFIG = TrainingConfig(threads=1, device=Device.CPU)
SMALL = 10_000
"""Rows the encoding is fitted on for `step`; more rows repeat their codes in another order."""


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["memory", "step"])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=50)
    parser.add_argument("--turns", type=int, default=9)
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.what == "memory":
        _memory(args.rows, args.columns)
    else:
        _steps(args.rows, args.columns, args.turns)


def invented(rows: int, columns: int) -> pl.DataFrame:
    """Return a table of numbers (half of the columns) and categories."""
    rng = np.random.default_rng(1)
    numbers = {f"x{i}": rng.gamma(2.0, 10.0, rows) for i in range(columns // 2)}
    labels = pl.Series(["red", "green", "blue", "black", "white"])
    return pl.DataFrame(
        numbers | {f"c{i}": labels.gather(rng.integers(0, 5, rows)) for i in range(columns - columns // 2)}
    )


def _memory(rows: int, columns: int) -> None:
    table = invented(rows, columns)
    _trained(invented(1000, columns), 3)
    before, table_bytes = psutil.Process().memory_info().rss, table.estimated_size()
    compact = _trained(table, 3)
    used = _peak() - before
    print(
        f"{rows} rows, {columns} columns: compact {compact / 1e6:.0f} MB, peak above the table as it was read "
        f"{used / 1e6:.0f} MB, ratio {used / compact:.2f} (the table as it was read: {table_bytes / 1e6:.0f} MB)"
    )


def _peak() -> int:
    """Return the highest memory of this process so far, bytes (Linux)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _trained(table: pl.DataFrame, steps: int) -> int:
    """Encode and train a few steps; return the compact size."""
    encoding, encoded = encode(table, np.random.default_rng(1))
    layout = Shape(encoding, CONFIG.noise_width, CONFIG.generator_widths).layout()
    game = Game(layout, CONFIG, RowSampler(encoded, layout, CPU), CPU)
    for _ in range(steps):
        game.step()
    return encoded.codes.nbytes + encoded.alphas.nbytes


def _steps(most: int, columns: int, turns: int) -> None:
    encoding, small = encode(invented(SMALL, columns), np.random.default_rng(1))
    layout = Shape(encoding, CONFIG.noise_width, CONFIG.generator_widths).layout()
    games, rows = {}, SMALL
    while rows <= most:
        order = np.random.default_rng(rows).integers(0, SMALL, rows)
        table = EncodedTable(small.codes[order], small.alphas[order])
        games[rows] = Game(layout, CONFIG, RowSampler(table, layout, CPU), CPU)
        rows *= 10
    fastest = dict.fromkeys(games, float("inf"))
    for _ in range(turns):
        for count, game in games.items():
            for _ in range(5):
                begun = process_time()
                game.step()
                fastest[count] = min(fastest[count], process_time() - begun)
    for count, seconds in fastest.items():
        ratio = seconds / fastest[SMALL]
        print(f"{count} rows: {seconds * 1e3:.1f} ms a step, {ratio:.3f} of that for {SMALL} rows")


if __name__ == "__main__":
    main()
