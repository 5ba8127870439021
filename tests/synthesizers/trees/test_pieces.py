import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.synthesizers.trees.pieces import pieces, rounded
from synthdesk.synthesizers.trees.scale import Scale


def random() -> np.random.Generator:
    return np.random.default_rng(3)


def scale(*weights: float, ordered: bool = True) -> Scale:
    return Scale(np.array(weights, float), len(weights) - 1 if ordered else -1)


def test_that_a_piece_is_a_code_of_ten_rows_or_a_range_of_ten_rows() -> None:
    # One leaf: thirteen rows of code 0, then codes 2 to 11 once each.
    codes = np.array([0] * 13 + list(range(2, 12)), np.int32)
    line = scale(*[10.0] * 13)
    first, low, middle, high, weight = pieces(codes, np.zeros(23, np.int64), line, np.array([10]), random())
    assert first.tolist() == [0, 2]
    assert weight.tolist() == [13.0, 10.0]
    # On the line code 0 is 0 to 10; the middles of 2 and 11 are 25 and 115, half a gap of 10 beyond each.
    assert (low.tolist(), middle.tolist(), high.tolist()) == ([0.0, 20.0], [5.0, 70.0], [10.0, 120.0])


def test_that_ranges_stop_at_values_very_many_rows_share() -> None:
    line = scale(10, 10, 10, 10, 500, 10, 10, 10, 10, 10)
    codes = np.repeat(np.array([1, 2, 2, 3, 3, 5, 6, 6, 7, 8], np.int32), 2)
    _, low, _, high, weight = pieces(codes, np.zeros(20, np.int64), line, np.array([10]), random())
    assert weight.tolist() == [10.0, 10.0]
    assert high[0] <= 40
    assert low[1] >= 540


def test_that_no_piece_of_a_category_is_less_than_ten_and_means_are_kept() -> None:
    leaves = np.repeat(np.arange(400), 20)
    codes = np.tile(np.array([0] * 17 + [1, 1, 2], np.int32), 400)
    first, low, _, high, weight = pieces(
        codes, leaves, scale(40, 40, 40, ordered=False), np.full(400, 10), random()
    )
    assert weight.min() >= 10
    assert (np.diff(first) >= 1).all()
    sums = np.add.reduceat(weight, first[:-1])
    np.testing.assert_allclose(sums, 20.0)
    codes_of = (low / 40).astype(int)
    share = np.bincount(codes_of, weight) / weight.sum()
    assert share.tolist() == pytest.approx([0.85, 0.10, 0.05], abs=0.02)
    assert (high - low == 40).all()


@settings(deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=60), st.integers(1, 6))
def test_that_small_counts_are_ten_or_nothing_and_no_leaf_is_left_empty(counts, leaves) -> None:
    weight = np.array(counts, float)
    leaf = np.sort(np.arange(weight.size) % leaves)
    nodes = int(leaf.max()) + 1
    kept = rounded(weight, leaf, np.full(nodes, 10), random())
    assert ((kept == 0) | (kept >= 10)).all()
    assert (np.bincount(leaf, kept, minlength=nodes) > 0).all()


def test_that_a_rare_code_of_small_leaves_keeps_its_share_in_the_mean() -> None:
    weight, leaf = np.tile([10.0, 2.0], 6000), np.repeat(np.arange(6000), 2)
    kept = rounded(weight, leaf, np.full(6000, 10), random())
    sums = np.add.reduceat(kept, np.arange(0, kept.size, 2))
    assert (kept[1::2] / sums).mean() == pytest.approx(1 / 6, abs=0.02)


def test_that_each_leaf_has_its_own_fewest_rows() -> None:
    weight, leaf = np.array([7.0, 8.0, 60.0, 7.0, 8.0]), np.array([0, 0, 1, 1, 1])
    kept = rounded(weight, leaf, np.array([5, 20]), random())
    assert kept[:2].tolist() == [7.0, 8.0]
    assert ((kept[2:] == 0) | (kept[2:] >= 20)).all()
