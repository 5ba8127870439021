"""How fast a CSV file is read, against polars' bare read of it as text: `python -m tests.benchmarks.importing --help`.

`--workbook` reads an Excel workbook instead, which takes some minutes to make at full size (1,048,576 rows).

Each reading runs in a process of its own; processor time is measured beside wall time, so that other programs
on the machine disturb little. Peak memory is what the process gained over its start, in multiples of the file.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter

from synthdesk.domain.source import ImportOptions
from synthdesk.importing.proposing import propose
from synthdesk.importing.reading import read_preview, read_texts


def main() -> None:
    """Make the file, read it in each way, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=50)
    parser.add_argument("--workbook", action="store_true", help="an Excel workbook instead of a CSV file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("table.xlsx" if given.workbook else "table.csv")
        frame = table(given.rows - given.workbook, given.columns)
        write_workbook(path, frame) if given.workbook else frame.write_csv(path)
        size = path.stat().st_size
        sys.stdout.write(f"{given.rows:,} rows x {given.columns} columns, {size / 1e6:,.0f} MB\n")
        ways = {
            "polars, as text": bare,
            "first preview": preview,
            "import, whole": whole,
            "import and kinds": with_kinds,
        }
        if given.workbook:
            ways.pop("polars, as text")
        for name, way in ways.items():
            seconds, processor, peak = measured(way, path)
            sys.stdout.write(
                f"{name:<18} {seconds:7.2f} s  {processor:7.2f} s of processor  peak {peak / size:5.2f} x the file\n"
            )


def table(rows: int, columns: int) -> pl.DataFrame:
    """Return a table of ages, measurements, dates and words (seed 1)."""
    rng = np.random.default_rng(1)
    words = np.array(["internal medicine", "surgery", "neurology", "E11.9", "I10"])
    days = np.datetime_as_string(np.datetime64("2020-01-01") + np.arange(1500), unit="D")
    makers: list[Callable[[], object]] = [
        lambda: rng.integers(18, 95, rows),
        lambda: rng.normal(80, 15, rows).round(2),
        lambda: days[rng.integers(0, 1500, rows)],
        lambda: words[rng.integers(0, len(words), rows)],
        lambda: rng.gamma(2, 20, rows).round(3),
    ]
    return pl.DataFrame({f"column {i}": makers[i % len(makers)]() for i in range(columns)})


def write_workbook(path: Path, frame: pl.DataFrame) -> None:
    """Write the table as a workbook, its days as days."""
    dates = [column.str.to_date() for column in frame if column.dtype == pl.String and column[0][:2] == "20"]
    days = frame.with_columns(dates)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, days.columns)
        for number, row in enumerate(days.iter_rows(), start=1):
            sheet.write_row(number, 0, row)


def bare(path: Path) -> None:
    """Read as polars does, all columns as text."""
    pl.read_csv(path, infer_schema=False)


def preview(path: Path) -> None:
    """Read the first rows."""
    read_preview(path, ImportOptions())


def whole(path: Path) -> None:
    """Read all rows as texts, every cell accounted for."""
    read_texts(path, ImportOptions(), report=lambda _share: None)


def with_kinds(path: Path) -> None:
    """Read all rows and decide the kinds over all of them."""
    table = read_texts(path, ImportOptions(), report=lambda _share: None)
    propose(table.frame, table.source.options, table.known)


def measured(way: Callable[[Path], None], path: Path) -> tuple[float, float, int]:
    """Return wall seconds, processor seconds and bytes gained at the peak of one reading in its own process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(way, path, theirs))
    process.start()
    figures: tuple[float, float, int] = ours.recv()
    process.join()
    return figures


def _measure(way: Callable[[Path], None], path: Path, pipe: Connection) -> None:
    pl.DataFrame({"a": ["1"]}).select(
        pl.col("a").str.len_chars()
    )  # the library's first use is not the reading
    before = _peak()
    wall, processor = time.perf_counter(), time.process_time()
    way(path)
    spent = time.perf_counter() - wall, time.process_time() - processor
    pipe.send((*spent, _peak() - before))


def _peak() -> int:
    """Return the most memory this process has had, in bytes (Linux: `VmHWM`, which a new process starts anew)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
