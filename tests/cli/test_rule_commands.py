"""`rules`: from a table to a recipe in which its rules always hold, and rows that obey them."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

ROWS = 150


@pytest.fixture
def stays(tmp_path: Path) -> Path:
    path = tmp_path / "stays.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["admission", "discharge", "ward", "code"])
        for n in range(ROWS):
            first = date(2024, 1, 1) + timedelta(days=n * 37 % 300)
            ward, code = [("eye", "H25"), ("bone", "S72"), ("eye", "H40")][n % 3]
            writer.writerow([first, first + timedelta(days=n * 11 % 17), ward, code])
    return path


def test_that_found_rules_are_listed_with_the_rows_that_obey_them(synthdesk, stays: Path) -> None:
    ended = synthdesk("rules", stays)
    assert ended.status == 0
    assert "“admission” is on or before “discharge”: in 150 of 150 rows" in ended.out


def test_that_a_recipe_with_rules_gives_rows_that_obey_them(synthdesk, stays: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.json"
    assert synthdesk("rules", stays, "--out", recipe).status == 0
    ended = synthdesk("rules", stays, "--recipe", recipe, "--json")
    told = json.loads(ended.out)
    assert told["together"]["rows"] == ROWS
    listed = told["rules"]
    assert {"CompareColumns", "OnlyCombinations"} <= {fare["rule"]["type"] for fare in listed}
    project, out = tmp_path / "p.synthdesk", tmp_path / "new.csv"
    trained = synthdesk("train", stays, "--recipe", recipe, "--epochs", 1, "--out", project)
    assert trained.status == 0, trained.err
    sampled = synthdesk("sample", project, "--rows", 400, "--out", out, "--where", "code=S72")
    assert "every row obeys all" in sampled.out
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert len(rows) == 400
    assert all(row["admission"] <= row["discharge"] for row in rows)
    assert {(row["ward"], row["code"]) for row in rows} == {("bone", "S72")}
