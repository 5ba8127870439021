import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from synthdesk.domain.control import Undisturbed
from synthdesk.domain.errors import UserError
from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan
from synthdesk.synthesizers.ctgan.trainer import train


@pytest.fixture(scope="module")
def trained(tmp_path_factory, trained_folder) -> Path:
    return trained_folder(tmp_path_factory.mktemp("trained"), epochs=1)


@pytest.fixture
def folder(trained, tmp_path) -> Path:
    return Path(shutil.copytree(trained, tmp_path / "model"))


def test_that_a_saved_model_makes_the_same_rows_again(folder, tmp_path) -> None:
    model = TrainedCtgan.load(folder)
    copy = tmp_path / "copy"
    copy.mkdir()
    model.save(copy)
    first, second = (pl.concat(m.sample(100, seed=3)) for m in (model, TrainedCtgan.load(copy)))
    assert first.equals(second)
    assert (copy / "model.safetensors").read_bytes() == (folder / "model.safetensors").read_bytes()


def _with(folder: Path, change) -> None:
    description = json.loads((folder / "model.json").read_text())
    change(description)
    (folder / "model.json").write_text(json.dumps(description))


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(format=2),
        lambda d: d.update(noise_width=9),
        lambda d: d.update(noise_width=10**9),
        lambda d: d.update(widths=[16]),
        lambda d: d.update(surprise=1),
        lambda d: d["encoding"].update(columns=[]),
        lambda d: d["encoding"]["columns"].append(d["encoding"]["columns"][0]),
        lambda d: d["encoding"]["columns"][0].update(stds=[]),
        lambda d: d["encoding"]["columns"][0].update(low=5.0, high=1.0),
        lambda d: d["encoding"]["columns"][2]["frequencies"].update(shares=[1.0, 1.0]),
        lambda d: d["encoding"]["columns"][2]["frequencies"].update(shares=[]),
        lambda d: d["encoding"]["columns"][2].update(categories=["a", "a"]),
    ],
)
def test_that_a_changed_description_is_an_error_in_words(folder, change) -> None:
    _with(folder, change)
    with pytest.raises(UserError, match="cannot be read"):
        TrainedCtgan.load(folder)


def test_that_changed_weights_are_an_error_in_words(folder) -> None:
    path = folder / "model.safetensors"
    weights = load_file(path)
    for change in (
        {"bias": weights["bias"] * np.nan},
        {"bias": weights["bias"][1:].clone()},
        {"bias": weights["bias"].double()},
        {"norm.0.variance": -weights["norm.0.variance"]},
        {"more": weights["bias"].clone()},
    ):
        save_file(weights | change, path)
        with pytest.raises(UserError, match="cannot be read"):
            TrainedCtgan.load(folder)


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
def test_that_a_malicious_description_is_an_error_in_words(folder, text) -> None:
    (folder / "model.json").write_text(text)
    with pytest.raises(UserError, match="cannot be read"):
        TrainedCtgan.load(folder)
    assert not list(folder.rglob("was_run"))


def test_that_weights_are_refused_by_their_header(folder) -> None:
    path = folder / "model.safetensors"
    many = {f"t{i}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for i in range(20_000)}
    outside = {"bias": {"dtype": "F32", "shape": [10**9], "data_offsets": [0, 4 * 10**9]}}
    for header in (many, outside):
        text = json.dumps(header).encode()
        path.write_bytes(len(text).to_bytes(8, "little") + text)
        with pytest.raises(UserError, match="cannot be read"):
            TrainedCtgan.load(folder)
    path.write_bytes((2**63).to_bytes(8, "little") + b"{}")
    with pytest.raises(UserError, match="cannot be read"):
        TrainedCtgan.load(folder)


@pytest.mark.parametrize("name", ["model.json", "model.safetensors"])
def test_that_a_missing_file_is_an_error_in_words(folder, name) -> None:
    (folder / name).unlink()
    with pytest.raises(UserError, match="cannot be read"):
        TrainedCtgan.load(folder)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_no_damage_crashes_the_reader(folder, data) -> None:
    name = data.draw(st.sampled_from(["model.json", "model.safetensors"]))
    path = folder / name
    whole = path.read_bytes()
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 3))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged)
    try:
        next(TrainedCtgan.load(folder).sample(5, seed=1))
    except UserError:
        pass
    finally:
        path.write_bytes(whole)


def test_that_the_file_holds_no_extreme_no_small_count_and_no_row_number(make_task) -> None:
    rng = np.random.default_rng(8)
    values = np.concatenate([rng.normal(50, 10, 395), [1234.5678, -987.6543, 777.1234, 3.0, 4.0]])
    table = pl.DataFrame({"x": values, "c": ["often"] * 396 + ["seldom"] * 4})
    task = make_task(table)
    list(train(task, Undisturbed()))
    text = (task.folder / "model.json").read_text()
    for extreme in ("1234.5", "987.6", "777.1"):
        assert extreme not in text
    description = json.loads(text)
    for column in description["encoding"]["columns"]:
        assert all(rows == 0 or rows >= 5 for rows in column["frequencies"]["rows"])
        assert all(rows % 5 == 0 for rows in column["frequencies"]["rows"])
    assert sorted(p.name for p in task.folder.iterdir()) == ["model.json", "model.safetensors"]
