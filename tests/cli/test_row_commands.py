"""`sample` and `balance`: exact counts of groups within groups, filling up, and rows as a recipe reshapes them."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan
from synthdesk.storage import recipe_file


@pytest.fixture
def project(synthdesk, table_file: Callable[..., Path], tmp_path: Path) -> Path:
    path = tmp_path / "p.synthdesk"
    ended = synthdesk("train", table_file(), "--synthesizer", "trees", "--threads", 1, "--out", path)
    assert ended.status == 0, ended.err
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_that_groups_are_counted_filled_up_and_tested(synthdesk, project: Path, tmp_path: Path) -> None:
    real, out = tmp_path / "table.csv", tmp_path / "new.csv"
    counts = ("--count", "outcome=ward&sex=f:17", "--count", "outcome=home&sex=m:5")
    assert synthdesk("sample", project, "--out", out, *counts).status == 0
    assert Counter((r["outcome"], r["sex"]) for r in rows_of(out)) == {("ward", "f"): 17, ("home", "m"): 5}
    both = ("--with-original", real)
    filled = synthdesk(
        "sample", project, "--out", out, "--balance", "outcome", "--top-up", "--within", "sex", *both
    )
    assert filled.status == 0, filled.err
    groups = Counter((r["sex"], r["outcome"]) for r in rows_of(out))
    before = Counter((r["sex"], r["outcome"]) for r in rows_of(real))
    assert {key: groups[key] for key in groups} == {
        (sex, outcome): max(before[sex, "home"], before[sex, "ward"]) for sex, outcome in before
    }
    helped = synthdesk("balance", project, "--real", real, "--column", "outcome", "--json")
    assert helped.status == 0, helped.err
    assert {"without", "with_rows", "difference"} <= json.loads(helped.out)[0].keys()


def test_that_real_rows_that_were_held_out_can_stay_out(synthdesk, project: Path, tmp_path: Path) -> None:
    real, out = tmp_path / "table.csv", tmp_path / "new.csv"
    asked = ("sample", project, "--rows", 4, "--out", out, "--without-held-out")
    assert "--with-original" in synthdesk(*asked).err
    assert synthdesk(*asked, "--with-original", real).status == 0
    assert Counter(r["origin"] for r in rows_of(out)) == {"original": 96, "synthetic": 4}


def test_that_a_recipe_gives_values_other_names(synthdesk, project: Path, tmp_path: Path) -> None:
    real, recipe, out = tmp_path / "table.csv", tmp_path / "r.json", tmp_path / "new.csv"
    assert synthdesk("rules", real, "--out", recipe).status == 0
    given = recipe_file.load(recipe)
    named = PreprocessPlan((("sex", ColumnPlan(names=(("f", "woman"), ("m", "man")))),))
    config = replace(given.config, synthesizer="trees", threads=1)
    recipe_file.save(replace(given, plan=named, config=config), recipe)
    again = tmp_path / "named.synthdesk"
    assert synthdesk("train", real, "--recipe", recipe, "--out", again).status == 0
    asked = ("--rows", 9, "--where", "sex=woman", "--with-original", real)
    assert synthdesk("sample", again, "--out", out, *asked).status == 0
    rows = rows_of(out)
    assert {r["sex"] for r in rows if r["origin"] == "original"} == {"woman", "man"}
    assert {r["sex"] for r in rows if r["origin"] == "synthetic"} == {"woman"}
