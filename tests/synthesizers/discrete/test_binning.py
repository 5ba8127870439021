import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.synthesizers.discrete.binning import (
    SMALLEST_COUNT,
    BinnedTable,
    CategoryBins,
    NumberBins,
    bin_table,
    code_count,
    unbin,
)
from synthdesk.synthesizers.discrete.rounding import Grid, grid_of


def binned(table: pl.DataFrame, most_bins: int = 200) -> BinnedTable:
    return bin_table(table, np.random.default_rng(1), most_bins=most_bins)


def back(table: BinnedTable) -> pl.DataFrame:
    return unbin(table.binning, table.codes, np.random.default_rng(2))


def numbers(*values: float | None) -> pl.DataFrame:
    return pl.DataFrame({"x": pl.Series(values, dtype=pl.Float64)})


def test_that_values_many_rows_share_come_back_exactly() -> None:
    table = numbers(*[0.0] * 30, *[7.25] * 20, *[None] * 6)
    assert back(binned(table)).equals(table)


def test_that_numbers_are_cut_into_bins_of_about_equal_size() -> None:
    found = binned(numbers(*map(float, range(100))), most_bins=10)
    assert np.bincount(found.codes[:, 0]).tolist() == [10] * 10
    column = found.binning.columns[0]
    assert isinstance(column, NumberBins)
    # The second bin holds 10 to 19: edges halfway to its neighbours, in the middle the mean of 13 to 17.
    assert column.curves[1] == (9.5, 15.0, 19.5)
    # The fifth lowest value is where the table begins.
    assert column.curves[0] == (4.0, 5.2, 9.5)


def test_that_each_of_few_numbers_has_a_bin_of_its_own() -> None:
    months = numbers(*[0.0] * 5000, *[1.0] * 2000, *[7.0] * 9, *[8.0] * 5)
    assert back(binned(months)).equals(months)


def test_that_places_within_a_bin_follow_its_curve() -> None:
    values = np.random.default_rng(3).exponential(1.0, 20_000)
    fresh = back(binned(numbers(*values), most_bins=200))["x"].to_numpy()
    levels = np.linspace(0.02, 0.98, 49)
    np.testing.assert_allclose(np.quantile(fresh, levels), np.quantile(values, levels), rtol=0.03, atol=0.003)
    assert fresh.mean() == pytest.approx(values.mean(), rel=0.01)
    assert fresh.std() == pytest.approx(values.std(), rel=0.03)


def test_that_codes_of_fewer_than_five_rows_do_not_exist() -> None:
    rng = np.random.default_rng(4)
    table = pl.DataFrame(
        {
            "x": pl.Series(rng.choice([1.0, 2.0, 3.0, 50.0, 60.0], 80, p=[0.5, 0.4, 0.06, 0.02, 0.02])),
            "c": rng.choice(["a", "b", "c", "d"], 80, p=[0.6, 0.36, 0.02, 0.02]),
        }
    )
    found = binned(table)
    for place, column in enumerate(found.binning.columns):
        counts = np.bincount(found.codes[:, place], minlength=code_count(column))
        assert counts.min() >= SMALLEST_COUNT


def test_that_rare_categories_and_a_few_missing_values_are_spread_over_the_others() -> None:
    found = binned(pl.DataFrame({"c": ["a"] * 50 + ["b"] * 40 + ["x", "y", None, None]}))
    assert found.binning.columns[0] == CategoryBins("c", ("a", "b"), missing=False)
    assert set(back(found)["c"]) == {"a", "b"}


def test_that_a_column_nobody_shares_a_value_of_is_not_learned() -> None:
    found = binned(pl.DataFrame({"c": [f"k{i}" for i in range(30)], "x": pl.Series([None] * 26 + [1.0] * 4)}))
    assert [column.missing for column in found.binning.columns] == [True, True]
    assert back(found).null_count().row(0) == (30, 30)


def test_that_no_extreme_and_no_value_of_one_row_is_kept() -> None:
    rng = np.random.default_rng(5)
    values = np.concatenate([rng.normal(50, 10, 400), [123456.75, -98765.5]])
    found = binned(numbers(*values))
    column = found.binning.columns[0]
    assert isinstance(column, NumberBins)
    kept = np.concatenate(column.curves)
    assert kept.min() >= np.sort(values)[4]
    assert kept.max() <= np.sort(values)[-5]
    inner = np.sort(values)[5:-5]
    assert not np.isin(inner, kept).any()


@pytest.mark.parametrize(
    ("values", "grid"),
    [
        ([1.0, 2.0, -3.0], Grid(0, single=False)),
        ([0.1, 0.25], Grid(2, single=False)),
        (np.array([0.1, 0.25], np.float32).astype(float), Grid(2, single=True)),
        (np.array([1 / 3, 2 / 7], np.float32).astype(float), Grid(None, single=True)),
        ([1 / 3, 1e300], Grid(None, single=False)),
    ],
)
def test_that_the_rounding_of_the_values_is_found(values, grid) -> None:
    found = grid_of(np.asarray(values))
    assert found == grid
    np.testing.assert_array_equal(found.rounded(np.asarray(values)), values)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.integers(-4, 4).map(float), st.floats(-1e9, 1e9)), min_size=10, max_size=120
    ),
    st.integers(1, 40),
)
def test_that_numbers_come_back_in_their_range_and_missing_stays_missing(values, most_bins) -> None:
    table = numbers(*values)
    found = binned(table, most_bins)
    fresh = back(found)
    present = table["x"].drop_nulls()
    assert found.codes.min() >= 0
    assert found.codes.max() < code_count(found.binning.columns[0])
    if fresh["x"].drop_nulls().len():
        assert fresh["x"].drop_nulls().min() >= present.min() - 0.5
        assert fresh["x"].drop_nulls().max() <= present.max() + 0.5
    if SMALLEST_COUNT <= table["x"].null_count() <= len(values) - SMALLEST_COUNT:
        assert fresh["x"].is_null().equals(table["x"].is_null())
