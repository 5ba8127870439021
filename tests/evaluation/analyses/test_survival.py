import numpy as np
import pytest

from synthdesk.evaluation.analyses.survival import POINTS, curve, grid

# the remission times of the first group of Freireich et al. 1963 (6-mercaptopurine), "+" is censored
TIMES = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35.0])
EVENT = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], bool)


def test_that_the_published_curve_is_found() -> None:
    found = curve(TIMES, EVENT, np.array([0.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0, 40.0]))
    assert found == pytest.approx([1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448, 0.448], abs=5e-4)


def test_that_order_does_not_matter() -> None:
    mixed = np.random.default_rng(1).permutation(len(TIMES))
    at = np.linspace(0, 40, 9)
    assert curve(TIMES[mixed], EVENT[mixed], at) == pytest.approx(curve(TIMES, EVENT, at))


def test_that_nobody_has_the_event_without_rows() -> None:
    assert curve(np.zeros(0), np.zeros(0, bool), np.array([1.0])).tolist() == [1.0]


def test_that_the_grid_ends_before_the_last_patients() -> None:
    at = grid(np.arange(101.0))
    assert (len(at), at[0], at[-1]) == (POINTS, 0.0, 90.0)
    assert grid(np.zeros(0))[-1] == 1.0
