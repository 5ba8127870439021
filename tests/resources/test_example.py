"""The bundled example is what its script makes."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np

FOLDER = Path(__file__).parent.parent.parent / "resources" / "example"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_example", FOLDER / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows(example_file: Path) -> list[dict[str, str]]:
    with example_file.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_that_the_table_is_made_by_its_script(example_file: Path) -> None:
    script = _script()
    rng = np.random.default_rng(script.SEED)
    numbers = rng.permutation(script.ROWS)
    first = script.stay(int(numbers[0]), rng)
    assert list(_rows(example_file)[0].values()) == first


def test_that_the_rule_always_holds(example_file: Path) -> None:
    assert all(row["discharge"] >= row["admission"] for row in _rows(example_file))


def test_that_it_has_a_missing_code_a_rare_outcome_and_new_identifiers(example_file: Path) -> None:
    rows = _rows(example_file)
    assert len({row["stay_id"] for row in rows}) == len(rows) == 1000
    assert {row["smoker"] for row in rows} == {"0", "1", "-99"}
    assert 10 <= sum(row["died"] == "yes" for row in rows) <= 80
