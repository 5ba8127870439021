"""Processor seconds until a quality is reached: `python -m tests.benchmarks.reaching --help`.

A synthesizer learns 80 % of a table. Each time it measures itself, the same fresh rows are measured by
`yardstick.py` against the rows it learns; when Shape and Trend are both reached it stops. The seconds are those
of this process from the first step on, encoding included, the yardstick's own left out.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

import pandas as pd
import polars as pl

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.training import Device, Preset, TrainingConfig, config_for
from synthdesk.jobs import tables
from synthdesk.synthesizers.protocol import Scored, TrainingTask
from synthdesk.synthesizers.registry import SYNTHESIZERS
from tests.benchmarks import program, quality, yardstick


@dataclass
class Race(Undisturbed):
    """Measures rows, and wants the work to stop when they are good enough."""

    real: pd.DataFrame
    values: Callable[[pl.DataFrame], pl.DataFrame]
    goals: dict[str, float]
    begun: float = field(default_factory=process_time)
    measuring: float = 0.0
    reached: bool = False

    def wish(self) -> Wish:
        """Return that what is there shall be kept once the goals are reached."""
        return Wish.STOP_AND_KEEP if self.reached else Wish.GO_ON

    def score(self, rows: pl.DataFrame) -> Scored:
        """Measure `rows` by the yardstick, off the clock."""
        start = process_time()
        figures = yardstick.shape_and_trend(self.real, _pandas(self.values(rows)))
        self.reached = all(figures[name] >= goal for name, goal in self.goals.items())
        words = "  ".join(f"{name} {figure:.4f}" for name, figure in figures.items())
        print(f"{start - self.begun - self.measuring:7.1f} s  {words}", flush=True)
        self.measuring += process_time() - start
        return Scored(sum(figures.values()) / len(figures), ())


def main() -> None:
    """Train until the goals are reached, printing each measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", required=True, help="a CSV file")
    parser.add_argument("--target", required=True, help="a column; only the split needs it")
    parser.add_argument("--synthesizer", default="ctgan", choices=sorted(SYNTHESIZERS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--epochs", type=int, default=60, help="rounds at most; decides how often is measured"
    )
    parser.add_argument("--shape", type=float, default=0.872)
    parser.add_argument("--trend", type=float, default=0.869)
    args = parser.parse_args()
    config = config_for(
        Preset.BALANCED,
        synthesizer=args.synthesizer,
        seed=args.seed,
        epochs=args.epochs,
        max_minutes=None,
        threads=1,
        device=Device.CPU,
    )
    with tempfile.TemporaryDirectory() as folder:
        split = quality.cut(Path(args.data), Path(folder), args.target, [], 0)
        _race(split.train, config, {"shape": args.shape, "trend": args.trend}, folder)


def _race(path: Path, config: TrainingConfig, goals: dict[str, float], folder: str) -> None:
    table = program.read_table(path, folder)
    recipe = Recipe(table.schema, PreprocessPlan(), config)
    learning = tables.learning_table(tables.load_texts(folder), recipe)
    restoration = learning.prepared.restoration
    prepared = learning.prepared.frame
    race = Race(_pandas(learning.values()), lambda rows: tables.learned_values(rows, restoration), goals)
    task = TrainingTask(prepared, config, race.score, 1.0, 0, Path(folder))
    for _ in SYNTHESIZERS[config.synthesizer].run(task, race):
        pass


def _pandas(table: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: table[name].to_list() for name in table.columns})


if __name__ == "__main__":
    main()
