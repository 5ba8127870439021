import numpy as np
import pytest

from synthdesk.synthesizers.classes.grouping import Groups
from synthdesk.synthesizers.classes.model import ClassesModel, build, none_or_five
from synthdesk.synthesizers.classes.plan import MOST_CELLS, MOST_CLASSES, Plan


def model() -> ClassesModel:
    """Two classes of 100 and 300 rows; two columns of two codes and one of three in two groups."""
    groups = Groups(
        (np.array([0, 1], np.int32), np.array([0, 1], np.int32), np.array([0, 0, 1], np.int32)),
        (np.array([200.0, 200.0]), np.array([100.0, 300.0]), np.array([100.0, 200.0, 100.0])),
    )
    counts = np.array([[90, 30], [10, 270], [80, 60], [20, 240], [100, 150], [0, 150]], np.float32)
    return ClassesModel(groups, counts, np.array([100.0, 300.0]), np.full(3, 0.1))


def test_that_several_wanted_values_are_met_exactly_and_at_the_true_rates() -> None:
    rng = np.random.default_rng(1)
    rows = model().draw(400_000, {}, rng)
    meets = rows[(rows[:, 0] == 0) & (rows[:, 1] == 0)]
    made = model().draw(50_000, {0: 0, 1: 0}, rng)
    assert made.shape == (50_000, 3)
    assert (made[:, :2] == 0).all()
    expected = np.bincount(meets[:, 2], minlength=3) / meets.shape[0]
    assert np.bincount(made[:, 2], minlength=3) / 50_000 == pytest.approx(expected, abs=0.01)


def test_that_codes_of_a_group_come_as_in_the_whole_table() -> None:
    third = model().draw(100_000, {}, np.random.default_rng(2))[:, 2]
    share = np.bincount(third, minlength=3) / third.size
    assert share[1] == pytest.approx(2 * share[0], abs=0.01)
    assert share[2] == pytest.approx(150 / 400, abs=0.01)


def test_that_no_number_of_rows_under_five_is_kept_and_none_is_lost() -> None:
    rng = np.random.default_rng(3)
    counts = rng.gamma(0.5, 4.0, (50, 200)).astype(np.float32)
    coarse = none_or_five(counts, rng)
    assert ((coarse == 0) | (coarse >= 5)).all()
    assert np.array_equal(coarse[counts >= 5], counts[counts >= 5])
    assert np.abs(coarse.sum(axis=1) - counts.sum(axis=1)).max() <= 5.01


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("groups", lambda a: a + 1),
        ("groups", lambda a: a[1:]),
        ("groups", lambda a: a.astype(np.int64)),
        ("code_rows", lambda a: a * 0),
        ("counts", lambda a: a[:, :1]),
        ("counts", lambda a: -a),
        ("counts", lambda a: a * np.nan),
        ("class_rows", lambda a: a[:0]),
        ("class_rows", lambda a: -a),
        ("strengths", lambda a: a[1:]),
        ("strengths", lambda a: a.astype(np.float64)),
    ],
)
def test_that_arrays_that_do_not_fit_are_refused(name, change) -> None:
    arrays = dict(model().arrays())
    build(arrays, (2, 2, 3))
    with pytest.raises(ValueError, match=name if name in {"groups", "counts"} else "shape|above 0|counts"):
        build(arrays | {name: change(arrays[name])}, (2, 2, 3))
    with pytest.raises(ValueError, match="arrays"):
        build(arrays | {"more": arrays["counts"]}, (2, 2, 3))


@pytest.mark.parametrize("rows", [1, 10, 500, 30_000, 1_000_000])
@pytest.mark.parametrize("width", [1, 600, 200_000])
def test_that_the_plan_is_bounded(rows, width) -> None:
    plan = Plan.of(rows, width)
    assert plan.candidates[-1] <= MOST_CLASSES
    assert plan.candidates[-1] == 1 or plan.candidates[-1] * width <= MOST_CELLS
    assert 1 <= plan.tried <= rows - plan.held_out
    assert plan.batch * plan.count_steps >= rows
    assert plan.work(rows) > 0
