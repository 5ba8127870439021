"""`fill`: a table with gaps, filled by a model."""

import csv
from collections.abc import Callable
from pathlib import Path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_that_gaps_of_a_table_are_filled_and_told(
    synthdesk, table_file: Callable[..., Path], tmp_path: Path
) -> None:
    real, project, out = table_file(), tmp_path / "p.synthdesk", tmp_path / "filled.csv"
    trained = synthdesk("train", real, "--synthesizer", "trees", "--threads", 1, "--out", project)
    assert trained.status == 0, trained.err
    rows = rows_of(real)
    for number, row in enumerate(rows[:30]):
        row[("weight", "sex", "outcome")[number % 3]] = ""
    holes = tmp_path / "holes.csv"
    with holes.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    asked = ("fill", project, holes, "--out", out, "--column", "weight", "--column")
    assert "no column “x”" in synthdesk(*asked, "x").err
    ended = synthdesk(*asked, "sex")
    assert ended.status == 0, ended.err
    assert "weight: 10 of 10 gaps filled" in ended.out
    assert "20 of 20 rows with gaps have none" in ended.out
    assert "real rows" in ended.err
    for before, after in zip(rows, rows_of(out), strict=True):
        gap = [name for name, cell in before.items() if not cell and name != "outcome"]
        assert after.pop("filled") == "; ".join(gap)
        assert all(after[name] for name in gap)
        assert {n: c for n, c in after.items() if n not in gap} == {
            n: c for n, c in before.items() if n not in gap
        }
