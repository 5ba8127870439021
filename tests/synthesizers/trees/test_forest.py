from itertools import pairwise

import numpy as np
import pytest

from synthdesk.synthesizers.trees.forest import PART, TREES, Forest, forest_of, grow_forest, range_rows
from synthdesk.synthesizers.trees.scale import Scale


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def noisy(rows: int) -> np.ndarray:
    """Two columns of which the second equals the first in four of five rows. Shape: (rows, 2)."""
    first = random().integers(0, 2, rows)
    return np.stack([first, first ^ (random().random(rows) < 0.2)], axis=1).astype(np.int32)


LINE = Scale(np.array([500.0, 500.0]), -1)


def test_that_rows_ask_all_trees_alike_often() -> None:
    codes = (np.full((50, 1), code, np.int32) for code in (0, 1))
    always = (grow_forest(one, 0, (), scale=LINE, rng=random()).trees[0] for one in codes)
    drawn = Forest(tuple(always)).draw(np.zeros((100, 1), np.int32), LINE, random())
    assert drawn.tolist().count(1) == 50
    assert drawn[:50].tolist().count(1) > 10


def test_that_each_tree_is_grown_from_another_part_of_the_rows() -> None:
    codes = noisy(1000)
    forest = grow_forest(codes, 1, (0,), scale=LINE, rng=random())
    assert len(forest.trees) == TREES
    assert {float(tree.weight.sum()) for tree in forest.trees} == {PART * 1000}
    assert len({tree.weight.tobytes() for tree in forest.trees}) == TREES


def test_that_what_goes_with_what_is_kept() -> None:
    codes = noisy(1000)
    drawn = grow_forest(codes, 1, (0,), scale=LINE, rng=random()).draw(codes, LINE, random())
    agree = (codes[:, 0] == codes[:, 1]).mean()
    assert (drawn == codes[:, 0]).mean() == pytest.approx(agree, abs=0.02)


def test_that_a_column_with_nothing_before_it_has_one_tree_of_all_rows() -> None:
    (tree,) = grow_forest(noisy(1000), 0, (), scale=LINE, rng=random()).trees
    assert tree.weight.sum() == 1000


def test_that_many_rows_are_looked_at_by_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthdesk.synthesizers.trees.forest.MOST_ROWS", 200)
    forest = grow_forest(noisy(1000), 1, (0,), scale=LINE, rng=random())
    assert [float(tree.weight.sum()) for tree in forest.trees] == [200] * TREES


def test_that_what_is_certain_is_certain_in_new_rows() -> None:
    rng = random()
    codes = np.zeros((4000, 3), np.int32)
    codes[:, 0] = rng.integers(0, 4, 4000)
    codes[:, 1] = rng.integers(0, 9, 4000)
    codes[:, 2] = np.where(codes[:, 0] == 2, 0, 1 + codes[:, 1] // 3)
    line = Scale(np.bincount(codes[:, 2]).astype(float))
    forest = grow_forest(codes, 2, (0, 1), scale=line, rng=rng)
    np.testing.assert_array_equal(forest.draw(codes, line, random()), codes[:, 2])


def test_that_a_first_column_keeps_its_shares() -> None:
    codes = np.repeat(np.arange(5, dtype=np.int32), [500, 300, 100, 60, 40])[:, None]
    line = Scale(np.bincount(codes[:, 0]).astype(float))
    drawn = grow_forest(codes, 0, (), scale=line, rng=random()).draw(codes, line, random())
    np.testing.assert_allclose(np.bincount(drawn) / drawn.size, [0.5, 0.3, 0.1, 0.06, 0.04], atol=0.002)


def test_that_numbers_given_a_group_keep_their_spread() -> None:
    rng = random()
    group = rng.integers(0, 2, 6000)
    value = np.clip(np.round(rng.normal(30 + 40 * group, 8)), 0, 99)
    codes = np.stack([group, value], axis=1).astype(np.int32)
    line = Scale(np.maximum(np.bincount(codes[:, 1], minlength=100), 5).astype(float), 99)
    drawn = grow_forest(codes, 1, (0,), scale=line, rng=rng).draw(codes, line, rng)
    for g in (0, 1):
        assert drawn[group == g].mean() == pytest.approx(value[group == g].mean(), abs=0.5)
        assert drawn[group == g].std() == pytest.approx(value[group == g].std(), rel=0.05)


def test_that_what_is_chance_in_the_learned_rows_is_not_made_again() -> None:
    codes = random().integers(0, 50, (3000, 4)).astype(np.int32)
    line = Scale(np.maximum(np.bincount(codes[:, 3]), 5).astype(float), 49)
    (tree,) = grow_forest(codes, 3, (0, 1, 2), scale=line, rng=random()).trees
    assert tree.feature.tolist() == [-1]


def test_that_a_range_of_numbers_has_a_fifth_of_its_leaf_and_a_category_five_rows() -> None:
    codes = random().integers(0, 40, (4000, 2)).astype(np.int32)
    codes[:, 1] = np.where(random().random(4000) < 0.5, codes[:, 0], codes[:, 1])
    for last in (39, -1):
        line = Scale(np.bincount(codes[:, 1]).astype(float), last)
        for tree in grow_forest(codes, 1, (0,), scale=line, rng=random()).trees:
            rows = np.array([tree.weight[a:b].sum() for a, b in pairwise(tree.first)])
            at_least = np.repeat(
                range_rows(rows.astype(int)) if last > 0 else rows * 0 + 5, np.diff(tree.first)
            )
            assert tree.feature.size > 1
            assert (tree.weight >= at_least - 1).all()


def test_that_rare_categories_are_not_lost_where_nothing_is_asked() -> None:
    codes = np.repeat(np.arange(12, dtype=np.int32), [900, *[5] * 11])[:, None]
    line = Scale(np.bincount(codes[:, 0]).astype(float))
    drawn = grow_forest(codes, 0, (), scale=line, rng=random()).draw(codes, line, random())
    assert set(drawn.tolist()) == set(range(12))


def test_that_a_forest_comes_back_from_its_arrays() -> None:
    codes = noisy(300)
    forest = grow_forest(codes, 1, (0,), scale=LINE, rng=random())
    arrays = forest.arrays()
    again = forest_of(arrays)
    drawn = (f.draw(codes, LINE, random()).tolist() for f in (forest, again))
    assert next(drawn) == next(drawn)
    del arrays["0.low"]
    with pytest.raises(KeyError):
        forest_of(arrays)
