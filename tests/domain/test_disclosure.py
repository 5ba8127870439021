import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthdesk.domain.disclosure import coarse, grouped, rounded_out
from synthdesk.domain.facts import Bars, ColumnFacts, Histogram


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (18.3, 97.1, (10, 100)),
        (0.21, 0.87, (0.2, 0.9)),
        (-13, 7, (-20, 10)),
        (0, 0, (-1, 1)),
        (37.2, 37.2, (20, 40)),
        (1234, 1299, (1230, 1300)),
    ],
)
def test_that_ends_are_rounded_outwards(low: float, high: float, expected: tuple[float, float]) -> None:
    assert rounded_out(low, high) == pytest.approx(expected)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_that_the_range_only_grows(first: float, second: float) -> None:
    low, high = sorted((first, second))
    wide = rounded_out(low, high)
    assert all(map(math.isfinite, wide))
    if 1e-200 < high - low < 1e15 and max(abs(low), abs(high)) < 1e12:
        noise = 1e-9 * max(abs(low), abs(high), 1)
        assert wide[0] <= low + noise
        assert wide[1] >= high - noise


def test_that_rare_values_are_counted_among_the_others() -> None:
    assert grouped(Bars(("a", "b", "c"), (50, 5, 4), 2)) == Bars(("a", "b"), (50, 5), 6)


def test_that_facts_lose_what_belongs_to_single_rows() -> None:
    facts = ColumnFacts(
        "age", 60, 1, 40, ("18.3",), Histogram((18.3, 57.7, 97.1), (30, 29)), "18.3", "30", "45", "60", "97.1",
        misfits=1, misfit_examples=("x",), rare=(("x", 1),),
    )  # fmt: skip
    found = coarse(facts)
    assert (found.examples, found.misfit_examples, found.rare, found.lowest, found.highest) == (
        (),
        (),
        (),
        None,
        None,
    )
    assert (found.lower_quarter, found.middle, found.misfits) == ("30", "45", 1)
    assert isinstance(found.drawing, Histogram)
    assert found.drawing.edges == pytest.approx((10, 55, 100))
    assert sum(found.drawing.counts) == 59


def test_that_quarters_of_few_rows_go_too() -> None:
    found = coarse(ColumnFacts("a", 12, 0, 3, lower_quarter="1", middle="2", upper_quarter="3"))
    assert (found.lower_quarter, found.middle, found.upper_quarter) == (None, None, None)


def test_that_an_empty_drawing_stays_empty() -> None:
    facts = ColumnFacts("a", 0, 0, 0, drawing=Histogram((0.0, 1.0), (0,)))
    assert coarse(facts).drawing == Histogram((), ())


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
def test_that_a_redrawn_histogram_keeps_its_rows(counts: list[int], low: float, width: float) -> None:
    edges = tuple(low + width * i for i in range(len(counts) + 1))
    drawing = coarse(ColumnFacts("a", 99, 0, 9, drawing=Histogram(edges, tuple(counts)))).drawing
    assert isinstance(drawing, Histogram)
    assert sum(drawing.counts) == sum(counts)
    assert all(count >= 0 for count in drawing.counts)
