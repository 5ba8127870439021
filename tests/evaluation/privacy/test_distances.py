import numpy as np
import polars as pl
import pytest

from synthdesk.evaluation.privacy.distances import LEVELS_AT_MOST, Space, isolation, nearest

REAL = pl.DataFrame({"n": [float(n) for n in range(101)], "c": ["a", "b"] * 50 + [None]})


def test_that_distances_are_those_computed_by_hand() -> None:
    # the middle 90 % of 0 ... 100 span 90, another category (or a missing one) counts 1
    space = Space(REAL)
    rows = space.points(pl.DataFrame({"n": [50.0, 50.0, 50.0], "c": ["a", "b", None]}))
    target = space.points(pl.DataFrame({"n": [95.0], "c": ["a"]}))
    assert nearest(rows, target) == pytest.approx([0.5, np.sqrt(1.25), np.sqrt(1.25)], abs=1e-4)


def test_that_far_numbers_count_by_their_logarithm() -> None:
    space = Space(REAL)
    rows = space.points(pl.DataFrame({"n": [50.0 + 900.0], "c": ["a"]}))
    assert nearest(rows, space.points(pl.DataFrame({"n": [50.0], "c": ["a"]}))) == pytest.approx(
        [1 + np.log(10)], abs=1e-4
    )


def test_that_equal_rows_have_no_distance() -> None:
    points = Space(REAL).points(REAL)
    assert nearest(points, points).tolist() == [0.0] * 101


def test_that_a_missing_number_is_one_away() -> None:
    space = Space(REAL)
    two = space.points(pl.DataFrame({"n": [None, 50.0], "c": ["a", "a"]}, schema_overrides={"n": pl.Float64}))
    assert nearest(two[:1], two[1:]) == pytest.approx([1.0], abs=1e-4)
    assert nearest(two[:1], two[:1]) == pytest.approx([0.0])


def test_that_isolation_leaves_a_row_itself_out() -> None:
    points = np.array([[0.0], [1.0], [2.0], [10.0]], np.float32)
    found = isolation(points, points, np.arange(4), 2)
    assert found == pytest.approx([1.5, 1.0, 1.5, 8.5], abs=1e-4)


def test_that_long_lists_of_values_share_places() -> None:
    names = pl.DataFrame({"c": [f"v{n}" for n in range(500)]})
    space = Space(names)
    assert space.width == LEVELS_AT_MOST
    assert nearest(space.points(names), space.points(names)).max() == 0.0


def test_that_nothing_is_infinitely_far_from_nothing() -> None:
    points = Space(REAL).points(REAL[:2])
    assert np.isinf(nearest(points, points[:0])).all()
