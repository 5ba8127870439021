from dataclasses import replace

import numpy as np
import polars as pl
import psutil
import pytest
import torch

from synthdesk.domain.errors import NotEnoughMemoryError
from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers import memory
from synthdesk.synthesizers.conditioning import RowSampler
from synthdesk.synthesizers.encoding import encode
from synthdesk.synthesizers.layout import Layout, layout_of

CPU = torch.device("cpu")


def layout(table: pl.DataFrame) -> Layout:
    return layout_of(encode(table, np.random.default_rng(1))[0], condition_on_modes=True)


@pytest.fixture
def small() -> Layout:
    return layout(pl.DataFrame({"c": ["a", "b", "b"] * 10}))


def test_that_a_table_that_fits_is_let_through(small) -> None:
    memory.check(1000, small, TrainingConfig(), CPU)


def test_that_too_many_rows_are_refused_with_a_number_that_fits(small, monkeypatch) -> None:
    rows = 10**12
    with pytest.raises(NotEnoughMemoryError, match=r"at most [0-9,]+ rows") as error:
        memory.check(rows, small, TrainingConfig(), CPU)
    fitting = dict(error.value.remedy.values)["rows"]
    memory.check(int(fitting), small, TrainingConfig(), CPU)
    assert fitting > 1000


def test_that_networks_that_do_not_fit_are_answered_by_fewer_columns(small) -> None:
    config = replace(TrainingConfig(), noise_width=4096, generator_widths=(4096,) * 30)
    free = psutil.virtual_memory().available
    if memory.network_bytes(small, config) < free:
        config = replace(config, generator_widths=(4096,) * 200)
    with pytest.raises(NotEnoughMemoryError, match="Leave columns out"):
        memory.check(1000, small, config, CPU)


def test_that_ten_thousand_categories_need_networks_of_two_hundred_outputs_only() -> None:
    wide = layout(pl.DataFrame({"c": [f"c{i}" for i in range(10_000)]}))
    assert wide.width == 200
    assert memory.network_bytes(wide, TrainingConfig()) < 100 * 2**20


def test_that_the_rows_in_memory_take_at_most_what_was_estimated() -> None:
    rng = np.random.default_rng(2)
    table = pl.DataFrame(
        {f"x{i}": rng.normal(0, 1, 5000) for i in range(5)}
        | {f"c{i}": rng.choice(["a", "b", "c"], 5000) for i in range(5)}
    )
    encoding, encoded = encode(table, rng)
    columns = layout_of(encoding, condition_on_modes=True)
    rows = RowSampler(encoded, columns, CPU)
    held = sum(t.numel() * t.element_size() for t in vars(rows).values() if isinstance(t, torch.Tensor))
    compact = encoded.codes.nbytes + encoded.alphas.nbytes
    assert held + compact <= memory.table_bytes(5000, columns)
    assert held + compact <= 3 * compact
