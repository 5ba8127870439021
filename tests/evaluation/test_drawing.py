from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.evaluation import coding, drawing, words
from synthdesk.evaluation.similarity import Reference


def bars_of(values: list) -> Bars:
    column = pl.Series("c", values)
    drawn = drawing.Picture(column, coding.categories(column)).beside(
        column, (coding.categories(column).codes(column), None), coding.categories(column).codes(column)
    )[0]
    assert isinstance(drawn, Bars)
    return drawn


def test_that_values_of_fewer_than_five_rows_are_counted_among_the_others() -> None:
    drawn = bars_of(["a"] * 9 + ["b"] * 5 + ["rare"] * 4)
    assert drawn == Bars(("a", "b"), (9, 5), 4)


def test_that_few_whole_numbers_stand_in_their_order() -> None:
    drawn = bars_of([2.0] * 9 + [0.0] * 5 + [1.0] * 6)
    assert drawn.labels == ("0", "1", "2")


def test_that_at_most_twelve_values_are_named() -> None:
    drawn = bars_of([f"v{i:02}" for i in range(20)] * 6)
    assert len(drawn.labels) == 12
    assert drawn.others == 8 * 6


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=60))
def test_that_edges_rise_and_hold_the_bulk(values: list[float]) -> None:
    edges = drawing.edges(np.array(values), dates=False)
    assert all(a < b for a, b in pairwise(edges))
    assert 2 <= len(edges) <= 2 * drawing.BARS + 3
    low, high = np.quantile(values, (0.005, 0.995))
    assert edges[0] <= low + 1e-6
    assert edges[-1] >= high - 1e-6


def test_that_a_far_extreme_is_no_edge() -> None:
    values = np.concatenate([np.linspace(0, 100, 1000), [54_321.5]])
    edges = drawing.edges(values, dates=False)
    assert edges[-1] <= 110
    drawn = Reference(pl.DataFrame({"x": values})).compare(pl.DataFrame({"x": values}))[1][0].real
    assert isinstance(drawn, Histogram)
    assert sum(drawn.counts) == 1001


def test_that_bars_of_whole_numbers_are_as_wide_as_whole_numbers() -> None:
    edges = drawing.edges(np.arange(20.0).repeat(10), dates=False)
    assert edges == tuple(float(i) for i in range(21))


def test_that_dates_are_cut_at_days() -> None:
    start = datetime(2020, 1, 1)
    column = pl.Series("d", [start + timedelta(days=i) for i in range(100)], dtype=pl.Datetime("us"))
    edges = drawing.edges(coding.numbers(column), dates=True)
    assert all(edge % words.DAY == 0 for edge in edges)


def test_that_few_values_have_no_drawing() -> None:
    assert drawing.edges(np.array([1.0, 2.0]), dates=False) == ()


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pl.Series("x", np.arange(101.0)), "50 ± 29"),
        (pl.Series("x", np.arange(101.0) / 100), "0.50 ± 0.29"),
        (pl.Series("d", [datetime(2020, 3, 5)] * 9, dtype=pl.Datetime("us")), "2020-03"),
        (pl.Series("x", [1.0, 2.0]), ""),
    ],
)
def test_that_one_plain_fact_is_told(column: pl.Series, said: str) -> None:
    assert drawing.Picture(column, None).words == said


def test_that_the_most_frequent_value_is_told_with_its_share() -> None:
    column = pl.Series("c", ["f"] * 13 + ["m"] * 12 + [None] * 5)
    assert drawing.Picture(column, coding.categories(column)).words == "f 52 %"


@given(st.floats(-1e7, 1e7), st.floats(1e-3, 1e7))
def test_that_ticks_lie_on_the_axis(low: float, width: float) -> None:
    found = words.ticks(low, low + width, dates=False)
    assert 2 <= len(found) <= 9
    assert all(low - width / 100 <= at <= low + width * 1.01 for at, _ in found)


def test_that_dates_outside_the_calendar_have_no_words() -> None:
    assert words.date_words(1e20, 1.0) == ""


def test_that_values_of_32_bit_floats_are_shown_with_the_digits_that_tell_them_apart() -> None:
    doses = pl.Series("dose", [0.7, 1.1, 1.25] * 5, dtype=pl.Float32).cast(pl.Float64)
    coder = coding.categories(doses)
    assert [drawing.level_words(coder, level) for level in range(3)] == ["0.7", "1.1", "1.2"]
    exact = coding.categories(pl.Series("dose", [0.125, 0.25]))
    assert [drawing.level_words(exact, level) for level in range(2)] == ["0.125", "0.250"]
