"""What is true of the trained models of every kind of synthesizer, and of their files."""

import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synthdesk.domain.errors import CannotMeetConditionError, UserError
from synthdesk.synthesizers.ctgan import sampling as of_networks
from synthdesk.synthesizers.discrete import sampling as of_codes
from synthdesk.synthesizers.protocol import Trained
from synthdesk.synthesizers.registry import SYNTHESIZERS
from tests.synthesizers.conftest import rows, small_table

STEP = {"generator_step": 2e-3, "critic_step": 2e-3}
LONG_ENOUGH: dict[str, dict[str, object]] = {
    "ctgan": {"epochs": 100, "averaging": 0.95, "pac": 1, **STEP},
    "tvae": {"epochs": 120, "averaging": 0.95, "generator_widths": (64,), "critic_widths": (64,), **STEP},
}
"""Settings with which the networks learn the small table well enough for `test_that_rates…`."""
EXACT = {"trees": 0.02, "fast": 0.03}
"""By how much rates may be off with these kinds, which learn 1,500 rows here; networks are less exact."""


def learned(key: str) -> pl.DataFrame:
    """The rows that a model of the kind learns."""
    return small_table(1500 if key in EXACT else 200)


@pytest.fixture(scope="module")
def folders(tmp_path_factory, trained_folder) -> dict[str, Path]:
    """The folders of models by kind, trained when first asked for."""

    class Folders(dict[str, Path]):
        def __missing__(self, key: str) -> Path:
            folder = tmp_path_factory.mktemp(key)
            self[key] = trained_folder(folder, learned(key), key, **LONG_ENOUGH.get(key, {}))
            return self[key]

    return Folders()


@pytest.fixture
def model(folders, key) -> Trained:
    """A model that must not be changed."""
    return SYNTHESIZERS[key].load(folders[key])


@pytest.fixture
def folder(folders, key, tmp_path) -> Path:
    """The folder of a model that may be changed."""
    return Path(shutil.copytree(folders[key], tmp_path / "model"))


@pytest.fixture
def refused(folder, key):
    """Asserts that the model in `folder` cannot be read, in words."""

    def check() -> None:
        with pytest.raises(UserError, match="cannot be read"):
            SYNTHESIZERS[key].load(folder)

    return check


def test_that_exactly_the_wanted_rows_come_by_their_seed(model, table) -> None:
    assert rows(model, 137).shape == (137, 4)
    assert rows(model, 5).schema == table.schema
    assert list(model.sample(0, seed=1)) == []
    assert rows(model, 50).equals(rows(model, 50))
    assert not rows(model, 50).equals(rows(model, 50, seed=2))
    assert set(model.categories("ward")) == {"north", "south", "east"}
    assert model.categories("ward")[0] == "north"
    assert model.categories("dose") == ()


def test_that_batches_are_bounded(model, monkeypatch) -> None:
    for module in (of_networks, of_codes):
        monkeypatch.setattr(module, "BATCH_ROWS", 40)
    assert [batch.height for batch in model.sample(100, seed=1)] == [40, 40, 20]
    assert [batch.height for batch in model.sample(90, where={"ward": "east"}, seed=1)] == [40, 40, 10]


def test_that_rates_are_the_true_ones_and_missing_values_and_spikes_keep_their_pattern(model, key) -> None:
    made, table = rows(model, 4000), learned(key)
    for name in ("group", "ward"):
        for value in table[name].drop_nulls().unique():
            expected = (table[name] == value).mean()
            assert (made[name] == value).mean() == pytest.approx(expected, abs=EXACT.get(key, 0.1))
    sick, well = (made.filter(pl.col("group") == g) for g in ("sick", "well"))
    assert sick["lab"].is_null().mean() > well["lab"].is_null().mean() + 0.2
    assert well["dose"].eq(0).mean() > 0.8
    assert sick.filter(pl.col("dose") > 0)["dose"].mean() == pytest.approx(50, abs=4)


def test_that_every_row_meets_all_its_conditions(model, key) -> None:
    everything = rows(model, 10_000, seed=5)
    for where in ({"ward": "east"}, {"group": "sick"}, {"group": "sick", "ward": "south"}):
        made, expected = rows(model, 1000, **where), everything
        assert made.height == 1000
        for name, value in where.items():
            assert made[name].unique().to_list() == [value]
            expected = expected.filter(pl.col(name) == value)
        if key in EXACT:
            assert made["lab"].is_null().mean() == pytest.approx(expected["lab"].is_null().mean(), abs=0.06)
            assert made["dose"].mean() == pytest.approx(expected["dose"].mean(), abs=4)


def test_that_a_condition_that_cannot_be_met_is_an_error_in_words(model, monkeypatch, key) -> None:
    with pytest.raises(CannotMeetConditionError, match="does not know the value west"):
        rows(model, 3, ward="west")
    if key == "fast":  # it meets conditions by construction
        return
    for module in (of_networks, of_codes):
        monkeypatch.setattr(module, "TRIED_BEFORE_GIVING_UP", 50)
        monkeypatch.setattr(module, "LOWEST_ACCEPTANCE", 1.1)
    with pytest.raises(CannotMeetConditionError):
        rows(model, 3, ward="east")


def test_that_a_saved_model_makes_the_same_rows_again(model, key, folders, tmp_path) -> None:
    model.save(tmp_path)
    assert rows(SYNTHESIZERS[key].load(tmp_path), 100, seed=3).equals(rows(model, 100, seed=3))
    for name in ("model.json", "model.safetensors"):
        assert (tmp_path / name).read_bytes() == (folders[key] / name).read_bytes()


@pytest.mark.parametrize("name", ["model.json", "model.safetensors"])
def test_that_a_missing_file_is_an_error_in_words(folder, refused, name) -> None:
    (folder / name).unlink()
    refused()


def test_that_a_model_of_another_kind_is_an_error_in_words(folder, key) -> None:
    for other in SYNTHESIZERS.keys() - {key}:
        with pytest.raises(UserError, match="cannot be read"):
            SYNTHESIZERS[other].load(folder)


@pytest.mark.parametrize("change", [{"format": 2}, {"synthesizer": "magic"}, {"surprise": 1}])
def test_that_a_changed_description_is_an_error_in_words(folder, refused, change) -> None:
    path = folder / "model.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    refused()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"format": 1, "synthesizer": "ctgan", "noise_width": 8, "widths": [' + "1," * 99 + "1]}",
        '{"format": 1e999}',
        "__import__('os').system('touch was_run')",
        "\x00" * 50,
        "",
    ],
    ids=["deep", "layers", "infinite", "code", "zeros", "empty"],
)
def test_that_a_malicious_description_is_an_error_in_words(folder, refused, text) -> None:
    (folder / "model.json").write_text(text)
    refused()
    assert not list(folder.rglob("was_run"))


def test_that_arrays_are_refused_by_their_header(folder, refused) -> None:
    path = folder / "model.safetensors"
    many = {f"t{i}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for i in range(20_000)}
    outside = {"bias": {"dtype": "F32", "shape": [10**9], "data_offsets": [0, 4 * 10**9]}}
    for header in (many, outside):
        text = json.dumps(header).encode()
        path.write_bytes(len(text).to_bytes(8, "little") + text)
        refused()
    path.write_bytes((2**63).to_bytes(8, "little") + b"{}")
    refused()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_no_damage_crashes_the_reader(folder, key, data) -> None:
    path = folder / data.draw(st.sampled_from(["model.json", "model.safetensors"]))
    whole = path.read_bytes()
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 3))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged)
    try:
        next(SYNTHESIZERS[key].load(folder).sample(5, seed=1))
    except UserError:
        pass
    finally:
        path.write_bytes(whole)


def test_that_the_description_holds_no_extreme_and_no_small_count(make_task, ran, key) -> None:
    rng = np.random.default_rng(8)
    values = np.concatenate([rng.normal(50, 10, 395), [1234.5678, -987.6543, 777.1234, 3.0, 4.0]])
    table = pl.DataFrame({"x": values, "c": ["often"] * 396 + ["seldom"] * 4, "y": rng.normal(0, 1, 400)})
    text = (ran(make_task(table)).task.folder / "model.json").read_text()
    secrets = ("1234.5", "987.6", "777.1", *(["seldom"] if key in EXACT else []))
    assert not any(secret in text for secret in secrets)
    assert all(count % 5 == 0 for count in _row_counts(json.loads(text)))


def _row_counts(part: object) -> list[float]:
    """Every number of rows anywhere in a description."""
    if isinstance(part, dict):
        own = part.get("rows", [])
        found = list(own) if isinstance(own, list) else [own]
        return found + [c for name, value in part.items() if name != "rows" for c in _row_counts(value)]
    return [count for value in part for count in _row_counts(value)] if isinstance(part, list) else []
