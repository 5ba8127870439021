import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, hypergeom

from synthdesk.evaluation.privacy.exact import (
    above_by_chance,
    binomial_greater,
    clopper_pearson,
    epsilon_at_least,
    right_from,
    share_at_most,
)


@settings(deadline=None)
@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_that_the_interval_is_that_of_scipy(counts: tuple[int, int]) -> None:
    hits, trials = counts
    expected = binomtest(hits, trials).proportion_ci(0.95, "exact")
    assert clopper_pearson(hits, trials) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_that_no_trials_leave_everything_open() -> None:
    assert clopper_pearson(0, 0) == (0.0, 1.0)
    assert share_at_most(0, 0) == 1.0


def test_that_the_bound_on_epsilon_is_that_of_the_published_table() -> None:
    # privacy note: r = 100: 60 %, 70 %, 80 %, 90 %, 99 %
    found = [epsilon_at_least(right, 100) for right in (60, 70, 80, 90, 99)]
    assert found == pytest.approx([0.05, 0.47, 0.96, 1.63, 3.0], abs=0.02)


def test_that_the_bound_on_epsilon_is_where_the_tail_is_five_percent() -> None:
    epsilon = epsilon_at_least(90, 100)
    assert binom.sf(89, 100, 1 / (1 + math.exp(-epsilon))) == pytest.approx(0.05, abs=1e-9)


def test_that_guesses_that_are_never_right_bound_nothing() -> None:
    assert epsilon_at_least(0, 100) == 0.0


def test_that_the_smallest_alarming_number_of_guesses_is_found() -> None:
    least = right_from(100, 1.0)
    assert epsilon_at_least(least, 100) > 1.0 >= epsilon_at_least(least - 1, 100)
    assert right_from(3, 9.0) == 4


@settings(deadline=None)
@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_that_members_above_strangers_are_counted_as_cards_are_drawn(
    members: int, strangers: int, data
) -> None:
    allowed = data.draw(st.integers(0, strangers - 1))
    hits = data.draw(st.integers(1, members))
    drawn = hits + allowed
    expected = hypergeom.cdf(allowed, members + strangers, strangers, drawn)
    assert above_by_chance(hits, allowed, members, strangers) == pytest.approx(expected, abs=1e-9)


@settings(deadline=None)
@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.01, 0.99))
def test_that_the_binomial_tail_is_that_of_scipy(counts: tuple[int, int], share: float) -> None:
    hits, trials = counts
    assert binomial_greater(hits, trials, share) == pytest.approx(binom.sf(hits - 1, trials, share), abs=1e-9)


def test_that_a_sure_or_impossible_hit_needs_no_tail() -> None:
    assert (binomial_greater(2, 3, 0.0), binomial_greater(2, 3, 1.0), binomial_greater(0, 0, 0.5)) == (
        0,
        1,
        1,
    )
