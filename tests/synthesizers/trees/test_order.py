import numpy as np
import polars as pl
import pytest

from synthdesk.synthesizers.discrete.binning import BinnedTable, bin_table
from synthdesk.synthesizers.trees.learner import TreesLearner
from synthdesk.synthesizers.trees.order import MOST_ROWS, order_of


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def often(codes: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """The same codes in about `share` of the rows, others by chance."""
    return np.where(rng.random(codes.size) < share, codes, rng.permutation(codes))


def star(rows: int, inner: np.ndarray, *, place: int = 2) -> np.ndarray:
    """Four columns that go with each other only by `inner`, which stands at `place`. Shape: (rows, 5)."""
    rng = random()
    outer = [often(inner, 0.7, rng) for _ in range(4)]
    return np.stack([*outer[:place], inner, *outer[place:]], axis=1).astype(np.int32)[:rows]


def test_that_the_column_on_which_the_others_hang_is_drawn_first() -> None:
    for place in range(5):
        codes = star(2000, random().integers(0, 3, 2000), place=place)
        assert order_of(codes, random())[0] == place


def test_that_a_number_of_many_codes_can_be_the_first() -> None:
    inner = random().integers(0, 150, 3000)
    assert order_of(star(3000, inner), random())[0] == 2


def test_that_what_a_column_tells_counts_by_what_it_has_itself() -> None:
    rng = random()
    outcome = rng.integers(0, 2, 4000)
    others = [often(outcome, 0.8, rng) for _ in range(3)]
    numbered = outcome * 50 + rng.integers(0, 50, 4000)
    codes = np.stack([numbered, *others, outcome], axis=1).astype(np.int32)
    assert order_of(codes, random())[0] == 4


def test_that_columns_of_one_value_are_last_and_equal_ones_keep_their_order() -> None:
    pair = np.repeat([0, 1], 50)
    codes = np.stack([np.zeros(100), pair, np.zeros(100), pair], axis=1).astype(np.int32)
    assert order_of(codes, random()) == (1, 3, 0, 2)


def test_that_many_rows_are_judged_by_some_of_them() -> None:
    codes = star(3 * MOST_ROWS, random().integers(0, 3, 3 * MOST_ROWS), place=4)
    assert order_of(codes, random())[0] == 4


@pytest.fixture
def binned() -> BinnedTable:
    columns = {str(i): pl.Series([f"v{v}" for v in c]) for i, c in enumerate(star(400, np.arange(400) % 3).T)}
    return bin_table(pl.DataFrame(columns), random())


def test_that_a_state_brings_its_order_along(binned) -> None:
    learner, other = TreesLearner(binned, 1), TreesLearner(binned, 1)
    learner.advance()
    state = learner.state()
    state["order"] = state["order"][[0, 2, 1, 4, 3]]
    other.restore(1, state)
    assert other.model().arrays()["order"].tolist() == state["order"].tolist()


@pytest.mark.parametrize("order", [[], [0, 0, 1, 2, 3], [0, 1, 2, 3, 9]])
def test_that_a_state_with_a_damaged_order_is_refused(binned, order) -> None:
    learner = TreesLearner(binned, 1)
    with pytest.raises(ValueError, match="order"):
        learner.restore(0, learner.state() | {"order": np.array(order, np.int32)})
