"""Are values missing together as in the real table? `python -m tests.benchmarks.missing TABLE --help`.

A model learns the table; as many new rows as half of the real ones are compared with a random half of the real
rows, and that half with the other one. The distance is the total variation between the shares of the patterns
(which columns of a row are missing), over several draws, so that both have the same noise of small numbers.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import fmean

import polars as pl

from synthdesk.domain.exporting import RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import RunRecord
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import METHODS, Preset, config_for
from synthdesk.evaluation.details import missing_patterns
from synthdesk.jobs import tables
from synthdesk.jobs.models import load_model
from synthdesk.jobs.requests import ReadTable, Train
from synthdesk.jobs.row_tasks import learned_batches
from tests.benchmarks.doing import do


def main() -> None:
    """Read, train, make rows, compare, print."""
    args = _arguments()
    for path in args.tables:
        with tempfile.TemporaryDirectory() as folder:
            table = do(ReadTable(str(path), ImportOptions(), folder))
            assert isinstance(table, ImportedTable)
            for name in args.synthesizers:
                _report(path, folder, table, name, args)


def _report(path: Path, folder: str, table: ImportedTable, name: str, args: argparse.Namespace) -> None:
    config = config_for(Preset.BALANCED, synthesizer=name, max_minutes=args.minutes, threads=1)
    recipe = Recipe(table.schema, PreprocessPlan(), config)
    run = do(Train(folder, recipe, table.source.sha256, name))
    assert isinstance(run, RunRecord)
    real = tables.learning_table(tables.load_texts(folder), recipe).values()
    size = real.height // 2
    model = load_model(folder, name, recipe)
    halves, distances = [], []
    for draw in range(args.draws):
        mixed = real.sample(2 * size, shuffle=True, seed=draw)
        made = pl.concat(list(learned_batches(model, RowRequest(size, seed=draw))))
        halves.append(1 - missing_patterns(mixed[:size], mixed[size:]))
        distances.append(1 - missing_patterns(mixed[:size], made))
    distance, between = fmean(distances), fmean(halves)
    gaps = sum(bool(real[column].null_count()) for column in real.columns)
    print(
        f"{path.name}, {name}: {real.height:,} rows, {gaps} of {real.width} columns with gaps, "
        f"{real.select(pl.all().is_null()).n_unique():,} patterns; distance {distance:.3f}, "
        f"between halves {between:.3f}: {distance / between:.2f} times",
        flush=True,
    )


def _arguments() -> argparse.Namespace:
    keys = [known.key for known in METHODS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--synthesizers", nargs="+", choices=keys, default=keys)
    parser.add_argument("--minutes", type=float, default=2.0, help="training time of each model at most")
    parser.add_argument("--draws", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
