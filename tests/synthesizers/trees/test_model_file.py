import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from safetensors.numpy import load_file, save_file

from synthdesk.domain.errors import UserError
from synthdesk.synthesizers.discrete.sampling import TrainedCodes
from synthdesk.synthesizers.trees.learner import TREES


@pytest.fixture(scope="module")
def grown(tmp_path_factory, trained_folder) -> Path:
    """The folder of trees of the small table."""
    return trained_folder(tmp_path_factory.mktemp("grown"), key="trees")


@pytest.fixture
def trained(grown, tmp_path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(grown, tmp_path / "model"))


def load(folder) -> TrainedCodes:
    return TrainedCodes.load(TREES, folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["binning"].update(columns=[]),
        lambda d: d["binning"]["columns"].append(d["binning"]["columns"][0]),
        lambda d: d["binning"]["columns"][0]["curves"].pop(),
        lambda d: d["binning"]["columns"][0]["curves"].append([3.0, 1.0, 2.0]),
        lambda d: d["binning"]["columns"][0]["curves"].append([]),
        lambda d: d["binning"]["columns"][0]["grid"].update(decimals=400),
        lambda d: d["binning"]["columns"][2].update(categories=["a", "a"]),
        lambda d: d["binning"]["columns"][2].update(categories=[]),
    ],
)
def test_that_a_changed_description_is_an_error_in_words(trained, change) -> None:
    description = json.loads((trained / "model.json").read_text())
    change(description)
    (trained / "model.json").write_text(json.dumps(description))
    with pytest.raises(UserError, match="cannot be read"):
        load(trained)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("order", lambda a: a[::-1].copy()),
        ("order", np.zeros_like),
        ("weights", lambda a: a * np.nan),
        ("weights", lambda a: a[1:]),
        ("?.0.feature", lambda a: a + 4),
        ("?.0.left", np.zeros_like),
        ("?.0.right", lambda a: a + 1000),
        ("?.0.first", np.zeros_like),
        ("?.0.weight", lambda a: -a),
        ("?.0.low", lambda a: a + 1e6),
        ("?.0.high", lambda a: a.astype(np.float64)),
        ("9.0.low", np.copy),
        ("?.99.low", np.copy),
        ("?.99.feature", np.copy),
    ],
)
def test_that_changed_arrays_are_an_error_in_words(trained, name, change) -> None:
    arrays = load_file(trained / "model.safetensors")
    asking = next(
        n.partition(".")[0] for n, a in sorted(arrays.items()) if n.endswith(".left") and a.size > 1
    )
    name = name.replace("?", asking)
    arrays[name] = change(arrays.get(name, arrays[f"{asking}.0.low"]))
    save_file(arrays, trained / "model.safetensors")
    with pytest.raises(UserError, match="cannot be read"):
        load(trained)


def test_that_the_file_holds_no_value_no_small_count_and_no_row(make_task, trained_folder) -> None:
    rng = np.random.default_rng(8)
    values = np.concatenate([rng.normal(50, 10, 395), [1234.5678, -987.6543, 777.1234, 3.0, 4.0]])
    table = pl.DataFrame({"x": values, "c": ["often"] * 396 + ["seldom"] * 4, "y": rng.normal(0, 1, 400)})
    folder = trained_folder(make_task().folder, table, "trees")
    text = (folder / "model.json").read_text()
    kept = np.concatenate(
        [c for column in json.loads(text)["binning"]["columns"] for c in column.get("curves", [])]
    )
    ends = [np.sort(table[name])[[4, -5]] for name in ("x", "y")]
    assert not np.isin(kept, table["x"]).any() or set(kept[np.isin(kept, table["x"])]) <= set(ends[0])
    assert not np.isin(kept, table["y"]).any() or set(kept[np.isin(kept, table["y"])]) <= set(ends[1])
    arrays = load_file(folder / "model.safetensors")
    assert (arrays["weights"] % 5 == 0).all()
    assert all(array.min(initial=5) >= 5 for name, array in arrays.items() if name.endswith("weight"))
    assert all(array.size < table.height for array in arrays.values())
