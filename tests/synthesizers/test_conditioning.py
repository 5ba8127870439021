import numpy as np
import polars as pl
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from synthdesk.synthesizers.conditioning import (
    Conditions,
    ConditionSampler,
    RowSampler,
    tempered,
    true_shares,
)
from synthdesk.synthesizers.encoding import EncodedTable, Encoding, encode
from synthdesk.synthesizers.layout import Layout, layout_of

CPU = torch.device("cpu")


def encoded(table: pl.DataFrame, *, modes: bool = False) -> tuple[Encoding, EncodedTable, Layout]:
    encoding, coded = encode(table, np.random.default_rng(1))
    return encoding, coded, layout_of(encoding, condition_on_modes=modes)


def random() -> torch.Generator:
    return torch.Generator().manual_seed(4)


def dense(conditions: Conditions, layout: Layout) -> torch.Tensor:
    """The conditional vectors themselves; the place outside is cut off."""
    vector = torch.zeros(conditions.flat.numel(), layout.condition_width + 1)
    return vector.scatter_(1, conditions.places, 1.0)[:, :-1]


def letters() -> pl.DataFrame:
    return pl.DataFrame({"a": ["x"] * 6 + ["y"] * 3, "b": ["p", "q", "r"] * 3})


def test_that_a_condition_is_one_hot_in_the_right_place() -> None:
    encoding, _, layout = encoded(letters())
    sampler = ConditionSampler(layout, true_shares(encoding, layout), CPU)
    # Conditions 0, 1 are x, y of column a; 2, 3, 4 are p, q, r of column b.
    vector = dense(sampler.numbered(torch.tensor([1, 4])), layout)
    assert vector.tolist() == [[0, 1, 0, 0, 0], [0, 0, 0, 0, 1]]
    assert sampler.firsts.tolist() == [0, 2, 5]


def test_that_conditions_are_drawn_by_column_and_then_by_share() -> None:
    _, _, layout = encoded(letters())
    sampler = ConditionSampler(layout, [np.array([0.9, 0.1]), np.array([0.0, 0.5, 0.5])], CPU)
    counts = torch.bincount(sampler.draw(40_000, random()).flat, minlength=5) / 40_000
    assert counts.tolist() == pytest.approx([0.45, 0.05, 0.0, 0.25, 0.25], abs=0.01)


def test_that_the_rows_found_meet_their_conditions() -> None:
    _, coded, layout = encoded(letters())
    rows = RowSampler(coded, layout, CPU)
    sampler = ConditionSampler(layout, rows.training_shares(), CPU)
    conditions = sampler.draw(500, random())
    found = rows.dense(rows.rows_for(conditions, random()))[:, layout.alphas :][:, : layout.condition_width]
    assert (found * dense(conditions, layout)).sum(1).tolist() == [1.0] * 500


def test_that_every_row_of_a_condition_is_found() -> None:
    _, coded, layout = encoded(letters())
    rows = RowSampler(coded, layout, CPU)
    flat = torch.zeros(600, dtype=torch.int64)
    found = rows.rows_for(Conditions(flat[:, None], flat), random())
    assert sorted(set(found.tolist())) == [0, 1, 2, 3, 4, 5]


def test_that_dense_rows_are_places_and_one_hot_codes() -> None:
    _, coded, layout = encoded(pl.DataFrame({"x": [float(i) for i in range(50)], "c": ["u", "v"] * 25}))
    row = RowSampler(coded, layout, CPU).dense(torch.tensor([7]))[0]
    assert row[0].item() == pytest.approx(coded.alphas[7, 0])
    hot = row[1:].nonzero()[:, 0].tolist()
    assert hot == [1, 2 + coded.codes[7, 0]]


def test_that_a_table_without_discrete_columns_has_empty_conditions() -> None:
    encoding, coded, layout = encoded(pl.DataFrame({"x": np.random.default_rng(1).normal(0, 1, 60)}))
    rows = RowSampler(coded, layout, CPU)
    conditions = ConditionSampler(layout, true_shares(encoding, layout), CPU).draw(30, random())
    assert conditions.places.shape == (30, 0)
    found = rows.rows_for(conditions, random())
    assert ((found >= 0) & (found < 60)).all()


def test_that_many_categories_are_written_as_two_digits() -> None:
    values = [f"c{i:05}" for i in range(1000)]
    encoding, coded, layout = encoded(pl.DataFrame({"c": values * 2}))
    assert [digit.size for digit in layout.digits] == [32, 32]
    assert layout.width == 64
    sampler = ConditionSampler(layout, true_shares(encoding, layout), CPU)
    assert sampler.numbered(torch.tensor([999])).places.tolist() == [[999 // 32, 32 + 999 % 32]]
    assert np.array_equal(layout.codes_of(layout.digits_of(coded.codes)), coded.codes)


def test_that_one_digit_beside_two_is_filled_up_with_a_place_outside() -> None:
    table = pl.DataFrame({"few": ["u", "v"] * 300, "many": [f"c{i:03}" for i in range(300)] * 2})
    encoding, _, layout = encoded(table)
    sampler = ConditionSampler(layout, true_shares(encoding, layout), CPU)
    # u, v; then 300 codes in two digits of 17 and 18 places: code 20 is 1 * 18 + 2.
    assert sampler.numbered(torch.tensor([1, 2 + 20])).places.tolist() == [[1, 37], [2 + 1, 2 + 17 + 2]]
    assert dense(sampler.numbered(torch.tensor([1])), layout).sum() == 1.0


def test_that_no_share_in_training_exceeds_three_times_the_true_one() -> None:
    # Roots 30, 1, 1: the last two would get 1/32 each, more than 3 / 902; they get just that.
    assert tempered(np.array([900, 1, 1])).tolist() == pytest.approx([896 / 902, 3 / 902, 3 / 902])


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30).filter(lambda c: sum(c) > 0))
def test_that_tempered_shares_are_bounded_and_sum_to_one(counts: list[int]) -> None:
    found, true = tempered(np.array(counts)), np.array(counts) / sum(counts)
    assert found.sum() == pytest.approx(1.0)
    assert (found <= 3 * true + 1e-9).all()


def test_that_drawing_leaves_global_random_numbers_alone() -> None:
    encoding, _, layout = encoded(letters())
    before = torch.get_rng_state()
    ConditionSampler(layout, true_shares(encoding, layout), CPU).draw(10, random())
    assert torch.equal(before, torch.get_rng_state())
