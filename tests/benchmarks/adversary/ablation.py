"""Whether an adversary improves on a draft: `python -m tests.benchmarks.adversary.ablation --help`.

A table is split 80/20 anew with each seed. Drafts are rows of sequential trees or of latent classes; what changes
them or chooses among them sees a fifth of the training rows that the draft has not learned ("of 80 %"). All rows are
measured against the 20 % nothing has seen. `--out` gets a line for each table, seed and variant, and what it
has already is not made again; `--summary` prints the means and the paired differences of such a file.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, stdev
from time import monotonic

import torch

from tests.benchmarks import measures, yardstick
from tests.benchmarks.adversary.variants import VARIANTS
from tests.benchmarks.adversary.work import Work

NAMES = ("shape", "trend", "wnmis", "c2st", "tstr_auc", "copies", "nearer")
COMPARED = {
    "trees of 80 %": "trees",
    "trees of 80 %, density ratio": "trees of 80 %",
    "trees of 80 %, adversary": "trees of 80 %",
    "trees of 80 %, adversary without moments": "trees of 80 %",
    "trees of 80 %, longer adversary": "trees of 80 %",
    "trees of 80 %, WGAN-GP": "trees of 80 %",
    "classes of 80 %, adversary": "classes of 80 %",
    "class and noise, adversary": "classes of 80 %",
    "class and noise, WGAN-GP": "classes of 80 %",
    "trees, density ratio by folds": "trees",
    "trees, drawn again": "trees",
    "trees, raked": "trees",
}
Line = dict[str, object]


def main() -> None:
    """Make and measure what is not in the file yet, or sum the file up."""
    args = _arguments()
    torch.set_num_threads(1)
    if args.summary:
        _print_summary(_lines(args.out))
        return
    begun = monotonic()
    for line in _made(args):
        print(json.dumps(line), flush=True)
        with args.out.open("a") as file:
            file.write(json.dumps(line) + "\n")
        if args.stop and monotonic() - begun > args.stop:
            return


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", help="a CSV file")
    parser.add_argument("--target", help="the column to foretell")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="COLUMN")
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--rows", type=int, default=4_000, help="no more rows of the table than this")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--stop", type=float, help="begin nothing new after so many seconds")
    parser.add_argument("--summary", action="store_true")
    return parser.parse_args()


def _lines(file: Path) -> list[Line]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def _made(args: argparse.Namespace) -> Iterator[Line]:
    table = Path(args.data).stem
    have = {(line["table"], line["seed"], line["variant"]) for line in _lines(args.out)}
    frame = measures.texts_as_texts(yardstick.read(args.data).drop(columns=args.leave_out))
    frame = frame.sample(min(len(frame), args.rows), random_state=0).reset_index(drop=True)
    for seed in args.seeds:
        wanted = [name for name in args.variants if (table, seed, name) not in have]
        work = Work(frame, args.target, seed) if wanted else None
        for name in wanted:
            codes, facts = VARIANTS[name](work)
            figures = {k: round(v, 5) for k, v in work.measured(codes).items()}
            yield {"table": table, "seed": seed, "variant": name} | figures | facts


def _print_summary(lines: list[Line]) -> None:
    """Print the means of what is not compared with anything, and the differences of the others to what they change."""
    found: dict[tuple[str, str], dict[int, Line]] = defaultdict(dict)
    for line in lines:
        found[line["table"], line["variant"]][line["seed"]] = line
    print("| table | what | splits | " + " | ".join(NAMES) + " | CPU s |\n" + "|---" * (len(NAMES) + 4) + "|")
    all_gains: dict[str, list[dict[str, float]]] = defaultdict(list)
    for (table, variant), by_seed in found.items():
        base = found.get((table, COMPARED.get(variant, "")), {})
        rows = [
            {name: line[name] - base[seed][name] if base else line[name] for name in NAMES}
            for seed, line in by_seed.items()
            if not base or seed in base
        ]
        cpu = f"{mean(line['cpu'] for line in by_seed.values()):.1f}"
        _print_row(table, variant, rows, cpu)
        if base:
            all_gains[variant] += rows
    for variant, rows in all_gains.items():
        _print_row("**all**", variant, rows, "")


def _print_row(table: str, variant: str, rows: list[dict[str, float]], cpu: str) -> None:
    sign = "+" if variant in COMPARED else ""
    what = f"{variant}, to “{COMPARED[variant]}”" if variant in COMPARED else variant
    cells = [_spread([row[name] for row in rows], sign=sign) for name in NAMES]
    print(f"| {table} | {what} | {len(rows)} | " + " | ".join(cells) + f" | {cpu} |")


def _spread(figures: list[float], *, sign: str = "") -> str:
    return f"{mean(figures):{sign}.4f} ± {stdev(figures) if len(figures) > 1 else 0.0:.4f}"


if __name__ == "__main__":
    main()
