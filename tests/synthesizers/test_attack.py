"""What the files of a model give away about the rows it learned, tried by attacking them."""

import json
import struct
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from synthdesk.synthesizers.encoding import encode
from synthdesk.synthesizers.protocol import Trained
from synthdesk.synthesizers.registry import SYNTHESIZERS
from tests.synthesizers.conftest import rows

ROWS = 300
GUESSES = 20 * ROWS
NEAR = 0.2
"""Distance, in standard deviations of each number, within which a guessed row is taken for the real one."""


def patients(seed: int, rows: int = ROWS) -> pl.DataFrame:
    """Rows of one population: a disease, and measurements that go with it, different in every row."""
    rng = np.random.default_rng(seed)
    sick = rng.random(rows) < 0.4
    age = rng.normal(55, 15, rows) + 10 * sick
    return pl.DataFrame(
        {
            "age": age,
            "pressure": 90 + 0.6 * age + rng.normal(0, 10, rows),
            "marker": rng.gamma(2, 3, rows) + 8 * sick,
            "group": np.where(sick, "sick", "well"),
            "ward": rng.choice(["north", "south", "east"], rows),
        }
    )


@pytest.fixture(scope="module")
def learned() -> pl.DataFrame:
    return patients(1)


@pytest.fixture(scope="module", params=SYNTHESIZERS)
def folder(request, tmp_path_factory, trained_folder, learned) -> Path:
    """A model of each kind; networks were trained far longer than is good for so few rows."""
    return trained_folder(
        tmp_path_factory.mktemp("attacked"),
        learned,
        request.param,
        synthesizer=request.param,
        epochs=60,
        averaging=0.0,
        pac=1,
        generator_widths=(64, 64),
        critic_widths=(64,),
    )


@pytest.fixture
def model(folder) -> Trained:
    """What was trained."""
    return SYNTHESIZERS[json.loads((folder / "model.json").read_text())["synthesizer"]].load(folder)


def rebuilt(real: pl.DataFrame, guesses: pl.DataFrame) -> int:
    """Return how many `real` rows have a guess that is near in every number and equal in every category."""
    numbers, categories = ["age", "pressure", "marker"], ["group", "ward"]
    spreads = real.select(pl.col(numbers).std()).row(0)
    found = 0
    by_category = guesses.partition_by(categories, as_dict=True)
    for row in real.iter_rows(named=True):
        alike = by_category.get(tuple(row[c] for c in categories))
        if alike is None:
            continue
        distances = [np.abs(alike[n].to_numpy() - row[n]) / s for n, s in zip(numbers, spreads, strict=True)]
        found += bool((np.max(distances, axis=0) < NEAR).any())
    return found


def test_that_guessing_rows_with_the_model_tells_no_more_than_fresh_rows_do(model, learned) -> None:
    guesses = rows(model, GUESSES, seed=5)
    fresh, strangers = patients(2, GUESSES), patients(3)
    by_model, by_fresh_rows = rebuilt(learned, guesses), rebuilt(learned, fresh)
    of_strangers = rebuilt(strangers, guesses)
    # Three standard deviations of the difference of two counts of so many rows.
    margin = 3 * np.sqrt(2 * ROWS * 0.25)
    assert by_model <= by_fresh_rows + margin
    assert by_model <= of_strangers + margin
    # The attack itself finds rows where there are any to be found.
    assert rebuilt(learned, learned) == ROWS


def test_that_no_number_of_a_row_is_in_the_files(folder, learned) -> None:
    files = [path.read_bytes() for path in folder.iterdir()]
    for name in ("age", "pressure", "marker"):
        column = learned[name].to_numpy()
        inner = set(np.sort(column)[[4, -5]])  # the fifth lowest and highest are the ends of the range
        for value in set(column) - inner:
            spellings = (repr(float(value)).encode(), struct.pack("<d", value), struct.pack("<f", value))
            assert not any(spelling in file for spelling in spellings for file in files)


def test_that_no_extreme_can_be_made(model, learned) -> None:
    made = rows(model, GUESSES, seed=6)
    for name in ("age", "pressure", "marker"):
        lowest, highest = np.sort(learned[name].to_numpy())[[4, -5]]
        assert made[name].min() >= lowest
        assert made[name].max() <= highest


def test_that_the_order_of_the_rows_leaves_no_trace_in_what_is_stored_beside_the_weights(learned) -> None:
    first = encode(learned, np.random.default_rng(1))[0]
    mixed = encode(learned.sample(fraction=1.0, shuffle=True, seed=9), np.random.default_rng(1))[0]
    for a, b in zip(first.columns, mixed.columns, strict=True):
        assert a.name == b.name
        assert (getattr(a, "means", None), getattr(a, "categories", None)) == (
            getattr(b, "means", None),
            getattr(b, "categories", None),
        )
