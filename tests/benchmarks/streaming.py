"""Many rows into one file: time, peak of memory, exact counts. `python -m tests.benchmarks.streaming --help`.

A model of a made table of four columns writes `--rows` rows in a child process, as the window does; the counts of
one column are asked for. The file is read again in pieces and counted. With `--stop-after` the work is cancelled
after so many seconds, and how long it took to end and what was left behind is told.
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

import polars as pl
import psutil

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Cancelled, Failed, Finished, Progress
from synthdesk.domain.exporting import ExportOptions, FileFormat, GroupCount, RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import Export, ReadTable, Train
from tests.benchmarks.doing import do

_WARDS = {"eye": 0.5, "heart": 0.3, "bone": 0.2}


def main() -> None:
    """Make the table and the model, then write each format."""
    args = _arguments()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        work = str(Path(folder) / "work")
        Path(work).mkdir()
        table = do(ReadTable(str(_made(Path(folder) / "made.csv")), ImportOptions(), work))
        assert isinstance(table, ImportedTable)
        config = config_for(Preset.QUICK, synthesizer="trees", threads=1)
        recipe = Recipe(table.schema, PreprocessPlan(), config)
        do(Train(work, recipe, table.source.sha256, "run"))
        for name in args.formats:
            target = ExportOptions(str(Path(folder) / f"many.{name}"), FileFormat(name))
            asked = RowRequest(args.rows, counts=_counts(args.rows))
            _write(Export(work, recipe, table.source, "run", asked, target), args.stop_after)


def _write(request: Export, stop_after: float | None) -> None:
    run, begun = ProcessRun(request), time.perf_counter()
    run.start()
    peak, told, asked, ending = 0, 0, 0.0, None
    while ending is None:
        for event in run.poll(0.2):
            told += isinstance(event, Progress)
            ending = event if isinstance(event, Finished | Failed | Cancelled) else ending
        peak = max(peak, _memory())
        if stop_after is not None and not asked and time.perf_counter() - begun > stop_after:
            asked = time.perf_counter()
            run.send(Wish.CANCEL)
    seconds = time.perf_counter() - begun
    path = Path(request.target.path)
    print(
        f"{path.suffix}: {type(ending).__name__} after {seconds:.0f} s, {told:,} reports of progress, peak of the child "
        f"{peak / 2**20:,.0f} MB",
        flush=True,
    )
    if asked:
        left = [p.name for p in path.parent.iterdir() if p.name not in ("work", "made.csv")]
        print(
            f"    ended {time.perf_counter() - asked:.1f} s after it was asked to; left behind: {left}",
            flush=True,
        )
        return
    assert isinstance(ending, Finished), ending
    wanted = {group.values[0][1]: group.rows for group in request.rows.counts}
    print(
        f"    {path.stat().st_size / 2**20:,.0f} MB; wards {_counted(path)}, asked for {wanted}", flush=True
    )
    path.unlink()


def _memory() -> int:
    """Return the bytes that the child processes hold."""
    found = 0
    for child in psutil.Process().children(recursive=True):
        try:
            found = max(found, child.memory_info().rss)
        except psutil.Error:
            continue
    return found


def _counted(path: Path) -> dict[str, int]:
    rows = pl.scan_parquet(path) if path.suffix == ".parquet" else pl.scan_csv(path)
    return dict(rows.group_by("ward").len().collect(engine="streaming").sort("ward").iter_rows())


def _counts(rows: int) -> tuple[GroupCount, ...]:
    bone, heart = rows // 3, rows // 7
    counts = {"bone": bone, "eye": rows - bone - heart, "heart": heart}
    return tuple(GroupCount((("ward", ward),), count) for ward, count in counts.items())


def _made(path: Path) -> Path:
    chance = random.Random(3)
    lines = ["age,dose,ward,seen"]
    for _ in range(1000):
        ward = chance.choices(list(_WARDS), list(_WARDS.values()))[0]
        dose = "" if chance.random() < 0.1 else f"{chance.gauss(5 + len(ward), 1):.2f}"
        lines.append(
            f"{chance.randint(18, 90)},{dose},{ward},2024-0{chance.randint(1, 9)}-{chance.randint(10, 28)}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument(
        "--formats", nargs="+", default=["csv", "parquet"], choices=["csv", "parquet", "sqlite"]
    )
    parser.add_argument("--folder", help="where the files go while they are measured")
    parser.add_argument("--stop-after", type=float, metavar="SECONDS")
    return parser.parse_args()


if __name__ == "__main__":
    main()
