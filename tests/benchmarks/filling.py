"""How well a model fills gaps: `python -m tests.benchmarks.filling TABLE --help`.

A model learns a table without its held-out rows. In these some known cells are hidden and filled again, and what was
filled is compared with what was there: the mean error of numbers and dates by rank (0 right; 0.33 a value drawn from
the whole column), and the share of words that are right. Beside it stand the same figures with the learned real rows
as donors, and with values drawn from the whole column. Known cells must not change.

With `--whole` cells of the whole table are hidden, beside its own gaps; it is filled and written as `synthdesk fill`
does, the file is read again, and what stands in it is judged: rows that break a rule about a cell that was filled.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from synthdesk.domain.exporting import FILLED, ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import FilledFile, RunRecord
from synthdesk.domain.rules import RuleFinding, RulePlan, columns_of
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import METHODS, Preset, config_for
from synthdesk.jobs import tables
from synthdesk.jobs.filling_tasks import fillable
from synthdesk.jobs.models import load_model
from synthdesk.jobs.requests import FillGaps, FindRules, ReadTable, Train
from synthdesk.jobs.row_tasks import learned_batches
from synthdesk.preprocessing.completing import fill_gaps
from synthdesk.preprocessing.judging import breaking, broken_each
from synthdesk.preprocessing.restoring import Restoration
from tests.benchmarks.doing import do


def main() -> None:
    """Read, train, hide, fill, compare, print."""
    args = _arguments()
    for path in args.tables:
        with tempfile.TemporaryDirectory() as folder:
            table = do(ReadTable(str(path), ImportOptions(), folder))
            assert isinstance(table, ImportedTable)
            _report(path, folder, table, args)


def _report(path: Path, folder: str, table: ImportedTable, args: argparse.Namespace) -> None:
    plan = PreprocessPlan()
    found = do(FindRules(folder, table.schema, plan))
    assert isinstance(found, tuple)
    plan = plan.with_rules(RulePlan(one.rule) for one in found if isinstance(one, RuleFinding))
    config = config_for(Preset.BALANCED, synthesizer=args.synthesizer, max_minutes=args.minutes, threads=1)
    recipe = Recipe(table.schema, plan, config)
    assert isinstance(do(Train(folder, recipe, table.source.sha256, "run")), RunRecord)
    model = load_model(folder, "run", recipe)
    learning = tables.learning_table(tables.load_texts(folder), recipe)
    if args.whole:
        _whole(path, recipe, table, folder, args)
        return
    real, truth = learning.values(learning.learn), learning.values(learning.held_out)
    rng = np.random.default_rng(args.seed)
    hidden = pl.DataFrame(
        {
            n: (rng.random(truth.height) < args.share) & truth[n].is_not_null().to_numpy()
            for n in truth.columns
        }
    )
    gaps = truth.with_columns(pl.when(~hidden[n]).then(pl.col(n)).alias(n) for n in truth.columns)
    donors = pl.concat(list(learned_batches(model, RowRequest(args.donors))))
    chance = {
        n: real[n].drop_nulls().sample(truth.height, with_replacement=True, seed=7)
        for n in truth.columns
        if real[n].count()
    }
    for name, rows in (("new rows", donors), ("real rows", real)):
        filled = fill_gaps(gaps, rows, truth.columns, model.restoration, rng=rng, report=lambda _: None)
        _say(f"{path.name}, {name} as donors", filled, truth, hidden, real, model.restoration)
        assert all(
            filled[n]
            .filter(~hidden[n] & truth[n].is_not_null())
            .equals(truth[n].filter(~hidden[n] & truth[n].is_not_null()))
            for n in truth.columns
        )
    drawn = gaps.with_columns(
        pl.when(hidden[n]).then(chance[n]).otherwise(pl.col(n)).alias(n) for n in chance
    )
    _say(f"{path.name}, drawn from the column", drawn, truth, hidden, real, model.restoration)


def _whole(path: Path, recipe: Recipe, table: ImportedTable, folder: str, args: argparse.Namespace) -> None:
    model, texts = load_model(folder, "run", recipe), tables.load_texts(folder)
    rng = np.random.default_rng(args.seed)
    names = fillable(model, recipe)
    hidden = texts.with_columns(
        pl.when(pl.Series(rng.random(texts.height) >= args.share)).then(pl.col(n)).alias(n) for n in names
    )
    tables.store_texts(hidden, folder)
    target = ExportOptions(str(Path(folder, "filled.csv")), FileFormat.CSV)
    began = time.process_time()
    filled = do(FillGaps(folder, recipe, table.source, "run", target))
    seconds = time.process_time() - began
    assert isinstance(filled, FilledFile)
    written = pl.read_csv(target.path, separator=table.source.options.delimiter or ",", infer_schema=False)
    values, _ = tables.reshaped_values(written, recipe.schema, recipe.plan, seed=recipe.config.seed)
    told = written[FILLED].fill_null("").str.split("; ").to_list()
    rules = model.restoration.rules
    each = broken_each(values, rules, model.restoration.schema)
    broken = sum(
        any(own[n] and set(columns_of(rule)) & set(cells) for n, rule in enumerate(rules))
        for own, cells in zip(each, told, strict=True)
    )
    gaps, done = sum(c.gaps for c in filled.columns), sum(c.filled for c in filled.columns)
    print(
        f"{path.name}: {texts.height:,} x {texts.width}, {len(rules)} rules: {seconds:.1f} s of processor; "
        f"{done:,} of {gaps:,} cells filled, {filled.rows_complete:,} of {filled.rows_with_gaps:,} rows complete; "
        f"{broken} rows break a rule about a filled cell",
        flush=True,
    )


def _say(
    what: str,
    filled: pl.DataFrame,
    truth: pl.DataFrame,
    hidden: pl.DataFrame,
    real: pl.DataFrame,
    restoration: Restoration,
) -> None:
    errors, right, gaps, done = [], [], 0, 0
    for name in truth.columns:
        own, was = filled[name].filter(hidden[name]), truth[name].filter(hidden[name])
        gaps, done = gaps + len(own), done + own.count()
        both = own.is_not_null()
        if not both.any():
            continue
        if truth[name].dtype == pl.String:
            right += (own == was).filter(both).to_list()
        else:
            known = np.sort(_floats(real[name].drop_nulls()))
            rank = [
                (np.searchsorted(known, _floats(x), "left") + np.searchsorted(known, _floats(x), "right"))
                / 2
                / len(known)
                for x in (own.filter(both), was.filter(both))
            ]
            errors += np.abs(rank[0] - rank[1]).tolist()
    broken = int(breaking(filled, restoration.rules, restoration.schema).sum()) if restoration.rules else 0
    print(
        f"{what}: {done:,} of {gaps:,} hidden cells filled; mean error of numbers {np.mean(errors or [0]):.3f} ({len(errors):,}), words right {np.mean(right or [0]):.1%} ({len(right):,}); {broken} of {truth.height} rows break one of {len(restoration.rules)} rules",
        flush=True,
    )


def _floats(column: pl.Series) -> np.ndarray:
    numbers = column.dt.epoch("us") / 1e6 if column.dtype == pl.Datetime else column
    return numbers.cast(pl.Float64).to_numpy()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--synthesizer", choices=[known.key for known in METHODS], default="trees")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--donors", type=int, default=20_000)
    parser.add_argument("--share", type=float, default=0.15, help="share of the known cells that are hidden")
    parser.add_argument(
        "--whole", action="store_true", help="hide cells of all rows, fill and judge the file"
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
