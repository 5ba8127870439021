import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.synthesizers.trees.growing import LEAF_ROWS, grow, pieces, rounded
from synthdesk.synthesizers.trees.scale import Scale
from synthdesk.synthesizers.trees.tree import Tree


def random() -> np.random.Generator:
    return np.random.default_rng(3)


def scale(*weights: float, ordered: bool = True) -> Scale:
    return Scale(np.array(weights, float), len(weights) - 1 if ordered else -1)


def shares(tree: Tree, codes: np.ndarray, line: Scale, width: int) -> np.ndarray:
    drawn = tree.draw(codes, line, random())
    return np.bincount(drawn, minlength=width) / drawn.size


def test_that_a_piece_is_a_code_of_five_rows_or_a_range_of_five_rows() -> None:
    # One leaf: eight rows of code 0, then codes 2 to 6 once each.
    codes = np.array([0] * 8 + [2, 3, 4, 5, 6], np.int32)
    line = scale(*[10.0] * 8)
    first, low, middle, high, weight = pieces(codes, np.zeros(13, np.int64), 1, line, random())
    assert first.tolist() == [0, 2]
    assert weight.tolist() == [8.0, 5.0]
    # On the line code 0 is 0 to 10; the middles of 2 and 6 are 25 and 65, half a gap of 10 beyond each.
    assert (low.tolist(), middle.tolist(), high.tolist()) == ([0.0, 20.0], [5.0, 45.0], [10.0, 70.0])


def test_that_ranges_stop_at_values_very_many_rows_share() -> None:
    line = scale(10, 10, 10, 10, 500, 10, 10, 10, 10, 10)
    codes = np.array([1, 2, 2, 3, 3, 5, 6, 6, 7, 8], np.int32)
    _, low, _, high, weight = pieces(codes, np.zeros(10, np.int64), 1, line, random())
    assert weight.tolist() == [5.0, 5.0]
    assert high[0] <= 40
    assert low[1] >= 540


def test_that_no_piece_of_a_category_is_less_than_five_and_means_are_kept() -> None:
    leaves = np.repeat(np.arange(400), 20)
    codes = np.tile(np.array([0] * 17 + [1, 1, 2], np.int32), 400)
    first, low, _, high, weight = pieces(codes, leaves, 400, scale(40, 40, 40, ordered=False), random())
    assert weight.min() >= 5
    assert (np.diff(first) >= 1).all()
    sums = np.add.reduceat(weight, first[:-1])
    np.testing.assert_allclose(sums, 20.0)
    codes_of = (low / 40).astype(int)
    share = np.bincount(codes_of, weight) / weight.sum()
    assert share.tolist() == pytest.approx([0.85, 0.10, 0.05], abs=0.02)
    assert (high - low == 40).all()


@settings(deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=60), st.integers(1, 6))
def test_that_small_counts_are_five_or_nothing_and_no_leaf_is_left_empty(counts, leaves) -> None:
    weight = np.array(counts, float)
    leaf = np.sort(np.arange(weight.size) % leaves)
    nodes = int(leaf.max()) + 1
    kept = rounded(weight, leaf, nodes, random())
    assert set(kept[weight < 5].tolist()) <= {0.0, 5.0}
    assert (np.bincount(leaf, kept, minlength=nodes) > 0).all()


def test_that_a_tree_learns_what_goes_with_what() -> None:
    rng = random()
    codes = np.zeros((4000, 3), np.int32)
    codes[:, 0] = rng.integers(0, 4, 4000)
    codes[:, 1] = rng.integers(0, 9, 4000)
    codes[:, 2] = np.where(codes[:, 0] == 2, 0, 1 + codes[:, 1] // 3)
    line = Scale(np.bincount(codes[:, 2]).astype(float))
    tree = grow(codes, 2, (0, 1), scale=line, rng=rng)
    np.testing.assert_array_equal(tree.draw(codes, line, random()), codes[:, 2])


def test_that_a_first_column_keeps_its_shares() -> None:
    codes = np.repeat(np.arange(5, dtype=np.int32), [500, 300, 100, 60, 40])[:, None]
    line = Scale(np.bincount(codes[:, 0]).astype(float))
    found = shares(grow(codes, 0, (), scale=line, rng=random()), codes, line, 5)
    np.testing.assert_allclose(found, [0.5, 0.3, 0.1, 0.06, 0.04], atol=0.002)


def test_that_numbers_given_a_group_keep_their_spread() -> None:
    rng = random()
    group = rng.integers(0, 2, 6000)
    value = np.clip(np.round(rng.normal(30 + 40 * group, 8)), 0, 99)
    codes = np.stack([group, value], axis=1).astype(np.int32)
    line = Scale(np.maximum(np.bincount(codes[:, 1], minlength=100), 5).astype(float), 99)
    drawn = grow(codes, 1, (0,), scale=line, rng=rng).draw(codes, line, rng)
    for g in (0, 1):
        assert drawn[group == g].mean() == pytest.approx(value[group == g].mean(), abs=0.5)
        assert drawn[group == g].std() == pytest.approx(value[group == g].std(), rel=0.05)


def test_that_every_leaf_has_enough_rows() -> None:
    rng = random()
    codes = rng.integers(0, 20, (900, 4)).astype(np.int32)
    line = Scale(np.maximum(np.bincount(codes[:, 3]), 5).astype(float), 19)
    tree = grow(codes, 3, (0, 1, 2), scale=line, rng=rng)
    counts = np.bincount(tree.leaves(codes), minlength=tree.feature.size)
    assert counts[counts > 0].min() >= LEAF_ROWS
    assert (tree.feature[counts > 0] == -1).all()


def test_that_many_rows_are_looked_at_by_a_part(monkeypatch) -> None:
    monkeypatch.setattr("synthdesk.synthesizers.trees.growing.MOST_ROWS", 200)
    codes = np.repeat(np.arange(2, dtype=np.int32), 2000)[:, None]
    line = Scale(np.array([2000.0, 2000.0]))
    tree = grow(codes, 0, (), scale=line, rng=random())
    assert tree.weight.sum() == 200


def test_that_a_question_looks_at_a_bounded_number_of_columns(monkeypatch) -> None:
    rng = random()
    codes = rng.integers(0, 20, (900, 6)).astype(np.int32)
    codes[:, 5] = codes[:, 2] // 2
    line = Scale(np.bincount(codes[:, 5]).astype(float), 9)
    trees = [grow(codes, 5, (0, 1, 2, 3, 4), scale=line, rng=random())]
    monkeypatch.setattr("synthdesk.synthesizers.trees.growing.MOST_ASKED", 1)
    trees.append(grow(codes, 5, (0, 1, 2, 3, 4), scale=line, rng=random()))
    assert [int(tree.feature[0]) == 2 for tree in trees] == [True, False]
