import numpy as np
import pytest

from synthdesk.synthesizers.trees.forest import PART, TREES, Forest, forest_of, grow_forest
from synthdesk.synthesizers.trees.growing import grow
from synthdesk.synthesizers.trees.scale import Scale


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def noisy(rows: int) -> np.ndarray:
    """Two columns of which the second equals the first in four of five rows. Shape: (rows, 2)."""
    first = random().integers(0, 2, rows)
    return np.stack([first, first ^ (random().random(rows) < 0.2)], axis=1).astype(np.int32)


LINE = Scale(np.array([500.0, 500.0]), -1)


def test_that_rows_ask_all_trees_alike_often() -> None:
    always = [grow(np.full((50, 1), code, np.int32), 0, (), scale=LINE, rng=random()) for code in (0, 1)]
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
