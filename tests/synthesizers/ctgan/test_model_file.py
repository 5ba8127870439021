import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
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


def _with(folder: Path, change) -> None:
    description = json.loads((folder / "model.json").read_text())
    change(description)
    (folder / "model.json").write_text(json.dumps(description))


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(noise_width=9),
        lambda d: d.update(noise_width=10**9),
        lambda d: d.update(widths=[16]),
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


def test_that_the_description_holds_no_small_count(make_task) -> None:
    rng = np.random.default_rng(8)
    values = np.concatenate([rng.normal(50, 10, 395), [1234.5678, -987.6543, 777.1234, 3.0, 4.0]])
    table = pl.DataFrame({"x": values, "c": ["often"] * 396 + ["seldom"] * 4})
    task = make_task(table)
    list(train(task, Undisturbed()))
    text = (task.folder / "model.json").read_text()
    description = json.loads(text)
    for column in description["encoding"]["columns"]:
        assert all(rows == 0 or rows >= 5 for rows in column["frequencies"]["rows"])
        assert all(rows % 5 == 0 for rows in column["frequencies"]["rows"])
