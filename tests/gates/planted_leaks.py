"""Are planted leaks found, and clean tables left in peace? `python tests/gates/planted_leaks.py --help`.

A generator that leaks is a clean one with some of its rows replaced by rows of the training table: drawn at
random, the most isolated ones, those with the rarest categories, those with the most extreme numbers, or
random ones with noise in one column. The clean generator gives rows nobody has learned (other real rows, held
back twice), or rows of a CTGAN that was trained once. Small by default; the figures of FIGURES.md come from
`--runs 200`.

The table is prepared as the program does before training: rare values grouped, ranges cut.
"""

# the printed table is the whole purpose of this script
import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl

from synthdesk.domain.control import Undisturbed
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.privacy import Outcome, PrivacyCheck
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.training import Preset, config_for
from synthdesk.evaluation.privacy import checks, copying, extremes, rarity
from synthdesk.evaluation.privacy.distances import Space, isolation
from synthdesk.evaluation.rows import Rows
from synthdesk.jobs import tables
from synthdesk.preprocessing.preparing import prepare
from synthdesk.synthesizers.protocol import Scored
from synthdesk.synthesizers.registry import SYNTHESIZERS

SHARES = (0.002, 0.01, 0.05)
NOISE = 0.03
"""Standard deviation of the noise of near copies, in standard deviations of the column."""

Frame = pl.DataFrame


@dataclass(frozen=True)
class Split:
    """One division of a table: learned rows, held-out rows, rows nobody has seen; and the real rows untreated."""

    train: Frame
    holdout: Frame
    fresh: Frame
    real: Frame


def main() -> int:
    """Run the gate and print a table; 1 when a bar is missed."""
    args = _arguments()
    table = pl.read_csv(args.table) if args.table else made_table(9 * args.rows // 4, seed=1)
    print(f"{args.rows} learned and {args.rows // 4} held-out rows, {table.width} columns, {args.runs} runs")
    begun, missed = time.perf_counter(), 0
    if "leaks" in args.parts:
        missed += _leaks(table, args.rows, range(args.first, args.first + args.runs), args.kinds)
    if "fresh" in args.parts:
        missed += _clean("clean, fresh real rows", _fresh(table, args.rows, args.runs))
    if "ctgan" in args.parts:
        missed += _clean("clean, CTGAN", _of_ctgan(table, args.rows, args.runs, args.epochs))
    print(f"{time.perf_counter() - begun:.0f} s")
    return 1 if missed else 0


def _leaks(table: Frame, rows: int, runs: range, kinds: list[str]) -> int:
    found: Counter[tuple[str, float]] = Counter()
    by: dict[tuple[str, float], Counter[str]] = {}
    for run in runs:
        rng = np.random.default_rng([run, 7])
        split = split_of(table, rows, rng)
        most = {
            kind: leak(split, round(max(SHARES) * rows), rng) for kind, leak in LEAKS.items() if kind in kinds
        }
        for kind, share in product(kinds, SHARES):
            leaked = most[kind][: round(share * rows)]
            rung = _rung(_quick_checks(rows_of(split, planted(split.fresh, leaked), run)))
            found[kind, share] += bool(rung)
            by.setdefault((kind, share), Counter()).update(rung)
        _tell(run, runs.stop)
    missed = 0
    for kind, share in product(kinds, SHARES):
        rate = found[kind, share] / len(runs)
        bar = "" if share < 0.01 else "met" if rate >= 0.99 else "MISSED"
        missed += bar == "MISSED"
        who = ", ".join(f"{key} {n}" for key, n in sorted(by[kind, share].items()))
        print(
            f"{kind:18} {share:6.1%}  found {found[kind, share]:3} of {len(runs)} = {rate:6.1%}  {bar:6} {who}"
        )
    return missed


def _clean(name: str, every: Iterator[Rows]) -> int:
    false, runs, by = 0, 0, Counter[str]()
    for rows in every:
        runs += 1
        # P8 looks at headings and patterns only: what it finds is there, leak or not.
        rung = _rung(checks.check_all(rows, lambda _: None)) - {"P8"}
        false += bool(rung)
        by.update(rung)
        _tell(runs, 0)
    rate = false / runs
    who = ", ".join(f"{key} {n}" for key, n in sorted(by.items()))
    print(
        f"{name:25}  false alarms {false:3} of {runs} = {rate:6.1%}  {'met' if rate <= 0.05 else 'MISSED'} {who}"
    )
    return int(rate > 0.05)


def _tell(run: int, runs: int) -> None:
    if run % 10 == 0:
        print(f"run {run} of {runs or '…'}", file=sys.stderr, flush=True)


def _quick_checks(rows: Rows) -> list[PrivacyCheck]:
    """Return the checks that take no second; the others can only find more."""
    return [copying.check(rows), rarity.check(rows), extremes.check(rows)]


def _rung(found: list[PrivacyCheck] | tuple[PrivacyCheck, ...]) -> set[str]:
    return {check.key for check in found if check.outcome is not Outcome.NONE}


def _fresh(table: Frame, rows: int, runs: int) -> Iterator[Rows]:
    for run in range(runs):
        split = split_of(table, rows, np.random.default_rng([run, 7]))
        yield rows_of(split, split.fresh, run)


def _of_ctgan(table: Frame, rows: int, runs: int, epochs: int) -> Iterator[Rows]:
    """Yield samples of one CTGAN, each judged with the same split."""
    split = split_of(table, rows, np.random.default_rng([0, 7]))
    prepared = prepare(split.train, schema_of(split.train), PreprocessPlan())
    config = config_for(Preset.QUICK, epochs=epochs, max_minutes=None, threads=1)
    with tempfile.TemporaryDirectory() as folder:
        score = lambda _: Scored(0.0, ())  # noqa: E731  # the last state is wanted, whatever it is like
        training = SYNTHESIZERS["ctgan"].train(
            prepared.frame, config, score=score, halves=1.0, rows_held_out=0, folder=Path(folder),
            control=Undisturbed(),
        )  # fmt: skip
        for _ in training:
            pass
        model = SYNTHESIZERS["ctgan"].load(Path(folder))
    for run in range(runs):
        made = pl.concat(list(model.sample(rows, seed=run)))
        yield rows_of(split, tables.learned_values(made, prepared.restoration), run)


def split_of(table: Frame, rows: int, rng: np.random.Generator) -> Split:
    """Return a random division of `table`, treated as before training."""
    mixed = table[rng.permutation(table.height)[: 2 * rows + rows // 4]]
    real = mixed[: rows + rows // 4]
    prepared = prepare(real, schema_of(real), PreprocessPlan())
    restored = tables.learned_values(prepared.frame, prepared.restoration)
    fresh = tables.treated(mixed[rows + rows // 4 :], prepared.restoration)
    return Split(restored[:rows], restored[rows:], fresh, real)


def rows_of(split: Split, synthetic: Frame, seed: int) -> Rows:
    """Return what the checks look at."""
    synthetic = synthetic.select(split.train.columns).cast(dict(split.train.schema))
    learned = np.arange(split.real.height) < split.train.height
    return Rows(split.train, split.holdout, synthetic, split.real, learned, synthetic, seed)


def planted(clean: Frame, leaked: Frame) -> Frame:
    """Return `clean` with its last rows replaced by `leaked` ones."""
    return pl.concat(
        [clean[: clean.height - leaked.height], leaked.select(clean.columns).cast(dict(clean.schema))]
    )


def _at_random(split: Split, rows: int, rng: np.random.Generator) -> Frame:
    return split.train[rng.permutation(split.train.height)[:rows]]


def _outliers(split: Split, rows: int, _: np.random.Generator) -> Frame:
    points = Space(split.train).points(split.train)
    far = isolation(points, points, np.arange(len(points)), 5)
    return split.train[np.argsort(-far)[:rows]]


def _rare(split: Split, rows: int, _: np.random.Generator) -> Frame:
    train = split.train
    counts = [pl.len().over(name) for name, kind in train.schema.items() if kind == pl.String]
    return train[train.select(pl.min_horizontal(counts)).to_series().arg_sort()[:rows]]


def _extremes(split: Split, rows: int, _: np.random.Generator) -> Frame:
    train = split.train
    numeric = [name for name, kind in train.schema.items() if kind.is_numeric()]
    ranks = [pl.min_horizontal(pl.col(n).rank(), pl.col(n).rank(descending=True)) for n in numeric]
    return train[train.select(pl.min_horizontal(ranks)).to_series().arg_sort()[:rows]]


def _near(split: Split, rows: int, rng: np.random.Generator) -> Frame:
    train = split.train
    numeric = [name for name, kind in train.schema.items() if kind.is_numeric()]
    name = max(numeric, key=lambda n: train[n].n_unique())
    taken = _at_random(split, rows, rng)
    noise = rng.normal(0, NOISE * float(train[name].std() or 1), rows)  # type: ignore[arg-type]  # a number
    noisy = taken[name].cast(pl.Float64) + pl.Series(noise)
    if train.schema[name].is_integer():
        noisy = noisy.round()
    return taken.with_columns(noisy.round(2).cast(train.schema[name]).alias(name))


LEAKS: dict[str, Callable[[Split, int, np.random.Generator], Frame]] = {
    "at random": _at_random,
    "only outliers": _outliers,
    "only rare values": _rare,
    "only extremes": _extremes,
    "near copies": _near,
}


def schema_of(frame: Frame) -> Schema:
    """Return the columns of a table of numbers and texts."""
    columns = []
    for name, kind in frame.schema.items():
        if kind.is_integer():
            columns.append(Column(name, ColumnKind.WHOLE_NUMBER, number=NumberStyle()))
        elif kind.is_numeric():
            columns.append(Column(name, ColumnKind.NUMBER, number=NumberStyle(decimals=2)))
        else:
            columns.append(Column(name, ColumnKind.CATEGORY))
    return Schema(tuple(columns))


def made_table(rows: int, seed: int) -> Frame:
    """Return invented hospital stays: numbers that hang together, long lists of rare values, missing ones."""
    rng = np.random.default_rng(seed)
    age = np.clip(rng.normal(58, 18, rows), 0, 104).round().astype(int)
    sick = rng.normal(0, 1, rows) + age / 60
    diagnosis = (rng.zipf(1.4, rows) % 60).astype(str)
    crp = np.exp(rng.normal(1.5, 1.0, rows) + sick / 3).round(1)
    return pl.DataFrame(
        {
            "age": age,
            "sex": rng.choice(["f", "m"], rows),
            "ward": rng.choice(["surgery", "medicine", "neurology", "eye"], rows, p=[0.4, 0.4, 0.15, 0.05]),
            "diagnosis": diagnosis,
            "crp": np.where(rng.random(rows) < 0.2, np.nan, crp),
            "weight": rng.normal(78, 14, rows).round(1),
            "stay": rng.poisson(3 + np.exp(sick / 2)),
            "cost": np.exp(rng.normal(8, 0.6, rows) + sick / 5).round(2),
            "smoker": rng.choice(["yes", "no", "former"], rows, p=[0.2, 0.5, 0.3]),
            "died": np.where(rng.random(rows) < 1 / (1 + np.exp(3 - sick)), "yes", "no"),
        }
    ).with_columns(pl.col("crp").fill_nan(None))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", help="a CSV file of numbers and texts; an invented table without it")
    parser.add_argument("--rows", type=int, default=2_000, help="learned rows")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--first", type=int, default=0, help="number of the first run of a piece (leaks)")
    parser.add_argument("--epochs", type=int, default=20, help="rounds of the CTGAN")
    parser.add_argument("--kinds", nargs="*", default=list(LEAKS), choices=list(LEAKS), help="leaks to plant")
    parser.add_argument("--parts", nargs="*", default=["leaks", "fresh"], choices=["leaks", "fresh", "ctgan"])
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
