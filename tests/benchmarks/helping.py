"""Does balancing help on real tables? `python -m tests.benchmarks.helping TABLE COLUMN --help`.

A model is trained on the training rows of the table, rows are made that fill every group of the column up to the
largest, and two classifiers are tested on the held-out real rows with and without them.
"""

import argparse
import csv
import tempfile
from pathlib import Path

from synthdesk.cli.balance_commands import line
from synthdesk.domain.exporting import RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import RunRecord
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import METHODS, Preset, config_for
from synthdesk.jobs.requests import CheckHelp, ReadTable, Train
from tests.benchmarks.doing import do


def main() -> None:
    """Train, make rows, test, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path, help="a CSV or ARFF file")
    parser.add_argument("column")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--synthesizer", default="ctgan", choices=[known.key for known in METHODS])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = str(Path(folder) / "work")
        Path(work).mkdir()
        file = _as_csv(args.table, Path(folder) / "table.csv")
        table = do(ReadTable(str(file), ImportOptions(), work))
        assert isinstance(table, ImportedTable)
        config = config_for(
            Preset.BALANCED,
            synthesizer=args.synthesizer,
            epochs=args.epochs,
            max_minutes=args.minutes,
            threads=1,
        )
        recipe = Recipe(table.schema, PreprocessPlan(), config)
        run = do(Train(work, recipe, table.source.sha256, "run"))
        assert isinstance(run, RunRecord)
        rows = RowRequest(1, balance=args.column, top_up=True)
        found = do(CheckHelp(work, recipe, "run", rows, args.column))
    assert isinstance(found, tuple)
    print(
        f"{args.table.name}, “{args.column}”: {run.rows_learned:,} rows learned, {run.rows_held_out:,} held out, "
        f"{run.epochs_done} rounds, similarity {run.similarity:.3f} (halves {run.halves:.3f})"
    )
    for one in found:
        print("    " + line(one))


def _as_csv(path: Path, target: Path) -> Path:
    """Return `path`, or its rows as CSV when it is an ARFF file."""
    if path.suffix != ".arff":
        return path
    names, rows = [], []
    for text in path.read_text("utf-8").splitlines():
        if text.lower().startswith("@attribute"):
            rest = text.split(None, 1)[1]
            names.append(rest.split("'")[1] if rest.startswith("'") else rest.split()[0])
        elif text and not text.startswith(("%", "@")):
            rows.append([cell.strip().strip("'") for cell in next(csv.reader([text], quotechar="'"))])
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([["" if cell == "?" else cell for cell in row] for row in rows])
    return target


if __name__ == "__main__":
    main()
