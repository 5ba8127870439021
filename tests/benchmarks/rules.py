"""Rules on real tables: do they hold in every row of the written file, and what do they cost?

`python -m tests.benchmarks.rules --help`. For each table the rules that the program finds are taken, and the
kinds that it did not find there are added by hand; columns are put into the table so that each kind can be said.
A model is trained with the rules and one without; rows are written to CSV with both, in turns, and the file is
read again as texts and judged. Times are processor seconds of making, checking, writing and re-reading.
"""

import argparse
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np
import pandas as pd
import polars as pl

from synthdesk.domain.exporting import ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import WrittenFile
from synthdesk.domain.rules import (
    CompareColumns,
    Condition,
    FilledTogether,
    IfThen,
    InRange,
    OnlyCombinations,
    Relation,
    Rule,
    RuleFinding,
    RulePlan,
    Test,
    UniqueKey,
    words,
)
from synthdesk.domain.schema import Schema
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import METHODS, Preset, config_for
from synthdesk.importing import reading, typing
from synthdesk.jobs.models import load_restoration
from synthdesk.jobs.requests import Export, FindRules, ReadTable, Train
from synthdesk.preprocessing.judging import judge
from tests.benchmarks.doing import do

SUM = "sum_for_the_benchmark"
PAIR = ("first_of_pair_for_the_benchmark", "second_of_pair_for_the_benchmark")
KEY = ("measurement_for_the_benchmark", "visit_for_the_benchmark")
FILLED_SHARE = 0.7


def main() -> None:
    """Run every table that is named and print a line for each, and one for each kind of rule."""
    args = _arguments()
    for path in args.tables:
        with tempfile.TemporaryDirectory() as folder:
            _Table(Path(path), Path(folder), args).report()


class _Table:
    """One table, read into a work folder, and its two models."""

    def __init__(self, path: Path, folder: Path, args: argparse.Namespace) -> None:
        self._folder, self._args, self._name = folder, args, f"{path.parent.name}/{path.name}"
        (folder / "work").mkdir()
        file = _with_every_kind(path, folder / "table.csv")
        table = do(ReadTable(str(file), ImportOptions(), self.work))
        assert isinstance(table, ImportedTable)
        self._table = table

    @property
    def work(self) -> str:
        """The work folder."""
        return str(self._folder / "work")

    def report(self) -> None:
        """Train, write, judge, print."""
        found = do(FindRules(self.work, self._table.schema, PreprocessPlan()))
        assert isinstance(found, tuple)
        rules = _with_other_kinds(found, self._table)
        plans = {
            "with": PreprocessPlan(rules=tuple(RulePlan(rule) for rule in rules)),
            "without": PreprocessPlan(),
        }
        recipes = {name: self._trained(name, plan) for name, plan in plans.items()}
        seconds: dict[str, list[float]] = {name: [] for name in recipes}
        for _ in range(self._args.turns):
            for name, recipe in recipes.items():
                begun = process_time()
                written = self._written(name, recipe)
                seconds[name].append(process_time() - begun)
                if name == "with":
                    with_rules = written
        ratio = median(seconds["with"]) / median(seconds["without"])
        print(
            f"{self._name}: {self._table.source.rows:,} rows, {len(rules)} rules; {with_rules.rows:,} rows made, "
            f"{with_rules.redrawn / (with_rules.rows + with_rules.redrawn):.2%} drawn again; "
            f"{median(seconds['with']):.1f} s with rules, {median(seconds['without']):.1f} s without: {ratio:.2f}"
        )
        self._judge(Path(with_rules.path))

    def _trained(self, name: str, plan: PreprocessPlan) -> Recipe:
        config = config_for(
            Preset.QUICK,
            synthesizer=self._args.synthesizer,
            epochs=self._args.epochs,
            max_minutes=self._args.minutes,
            threads=1,
        )
        recipe = Recipe(self._table.schema, plan, config)
        do(Train(self.work, recipe, self._table.source.sha256, name))
        return recipe

    def _written(self, name: str, recipe: Recipe) -> WrittenFile:
        target = ExportOptions(str(self._folder / f"{name}.csv"), FileFormat.CSV)
        request = Export(self.work, recipe, self._table.source, name, RowRequest(self._args.rows), target)
        written = do(request)
        assert isinstance(written, WrittenFile)
        return written

    def _judge(self, path: Path) -> None:
        """Read the written file as the program reads any file, and count the rows that break a rule."""
        restoration = load_restoration(Path(self.work) / "runs" / "with")
        options = replace(self._table.source.options, heading_row=1)
        texts = reading.read_texts(path, options, report=lambda _: None).frame
        schema = Schema(tuple(self._table.schema[name] for name in texts.columns))
        values = typing.to_values(texts, schema)
        judged: Counter[str] = Counter()
        broken: Counter[str] = Counter()
        number: Counter[str] = Counter()
        for rule in restoration.rules:
            verdict = judge(values, rule, schema)
            kind = type(rule).__name__
            number[kind] += 1
            judged[kind] += int(verdict.judged.sum())
            broken[kind] += int(verdict.broken.sum())
            if verdict.broken.any():
                print(f"    BROKEN in {verdict.broken.sum():,} rows: {words(rule)}")
        for kind in sorted(number):
            print(
                f"    {kind}: {number[kind]} rules, judged {judged[kind]:,} times, broken {broken[kind]:,} times"
            )


def _with_every_kind(path: Path, target: Path) -> Path:
    """Write `path` as CSV with columns that some rule of each kind can be said of, beside its own.

    A sum of two numbers of the table where it has two, a pair that is filled together in 7 of 10 rows, and a key
    of a measurement and a visit.
    """
    if path.suffix == ".dta":
        frame = pl.DataFrame(
            {k: list(v) for k, v in pd.read_stata(path).astype(object).items()}, strict=False
        )
    else:
        frame = pl.read_csv(path, infer_schema_length=None)
    rng = np.random.default_rng(1)
    numeric = [
        n for n in frame.columns if frame[n].dtype.is_numeric() and frame[n].null_count() < frame.height / 2
    ]
    numeric = [n for n in numeric if 5 <= frame[n].n_unique() < frame.height / 2]
    if len(numeric) > 1:
        first, second = numeric[:2]
        frame = frame.with_columns((pl.col(first) + pl.col(second)).round(2).alias(SUM))
    is_filled = pl.Series(rng.random(frame.height) < FILLED_SHARE)
    measured = {name: pl.Series(rng.normal(50, 10, frame.height).round(1)) for name in PAIR}
    frame = frame.with_columns(pl.when(is_filled).then(v).alias(name) for name, v in measured.items())
    measured = pl.Series(KEY[0], rng.normal(500, 100, frame.height).round(4))
    visits = pl.Series(KEY[1], rng.integers(1, 9, frame.height, endpoint=True))
    frame = frame.with_columns(measured, visits).unique(KEY, maintain_order=True)
    frame.write_csv(target)
    return target


def _with_other_kinds(found: tuple[RuleFinding, ...], table: ImportedTable) -> list[Rule]:
    """Return the found rules, and one of each kind that was not found."""
    rules = [finding.rule for finding in found]
    kinds = {type(rule) for rule in rules}
    facts = {fact.name: fact for fact in table.facts}
    if InRange not in kinds:
        fact = facts[PAIR[0]]
        rules.append(InRange(PAIR[0], fact.lower_quarter, fact.highest))
    coded = [c.name for c in table.schema if c.kind.is_discrete and 1 < facts[c.name].distinct < 30]
    if OnlyCombinations not in kinds:
        rules.append(OnlyCombinations((coded[0], coded[1])))
    if IfThen not in kinds:
        first = facts[coded[0]].examples[0]
        rules.append(IfThen((Condition(coded[0], Test.IS, (first,)),), Condition(PAIR[0], Test.MISSING)))
    if CompareColumns not in kinds:
        rules.append(CompareColumns(PAIR[0], Relation.AT_LEAST, KEY[1]))
    if FilledTogether not in kinds:
        rules.append(FilledTogether(PAIR))
    if UniqueKey not in kinds:
        rules.append(UniqueKey(KEY))
    return rules


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    example = Path(__file__).parents[2] / "resources" / "example" / "hospital_stays.csv"
    parser.add_argument("tables", nargs="*", default=[str(example)], help="CSV or Stata files")
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=1.0, help="training time of each model at most")
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--synthesizer", default="ctgan", choices=[known.key for known in METHODS])
    return parser.parse_args()


if __name__ == "__main__":
    main()
