import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.synthesizers.encoding import (
    CategoryColumn,
    EncodedTable,
    Encoding,
    Frequencies,
    NumberColumn,
    assign_modes,
    code_count,
    decode,
    encode,
    frequencies_of,
)
from synthdesk.synthesizers.mixture import Mixture


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def number(name: str = "x", **changes: object) -> NumberColumn:
    values = {
        "means": (0.0, 10.0),
        "stds": (1.0, 2.0),
        "spikes": (99.0,),
        "missing": True,
        "low": -3.0,
        "high": 99.0,
        "frequencies": Frequencies((0.25,) * 4, (5,) * 4),
    }
    return NumberColumn(name, **(values | changes))


def test_that_decoding_gives_mean_plus_four_spreads_times_place_the_spike_and_missing() -> None:
    codes = np.array([[0], [1], [1], [2], [3], [0]], np.int32)
    places = np.array([[0.5], [0.25], [-1.0], [0.7], [0.7], [-1.0]], np.float32)
    table = decode(Encoding((number(),)), EncodedTable(codes, places))
    # 0 + 4 1 0.5; 10 + 4 2 0.25; 10 - 4 2; the spike; missing; 0 - 4 clipped at -3
    assert table["x"].to_list() == [2.0, 12.0, 2.0, 99.0, None, -3.0]


def test_that_categories_decode_by_frequency_with_missing_last() -> None:
    table = pl.DataFrame({"c": ["b", None, "a", "b", "c", "a", "b"]})
    encoding, encoded = encode(table, rng())
    column = encoding.columns[0]
    assert isinstance(column, CategoryColumn)
    assert column.categories == ("b", "a", "c")
    assert encoded.codes[:, 0].tolist() == [0, 3, 1, 0, 2, 1, 0]
    assert decode(encoding, encoded).equals(table)


def test_that_a_value_belongs_to_the_only_mode_that_reaches_it() -> None:
    mixture = Mixture(np.array([0.0, 100.0]), np.array([1.0, 5.0]), np.array([0.5, 0.5]))
    modes, places = assign_modes(np.array([2.0, 95.0, -50.0]), mixture, rng())
    assert modes.tolist() == [0, 1, 1]
    assert places.tolist() == [0.5, -0.25, -1.0]


def test_that_modes_are_drawn_with_the_probability_that_they_made_the_value() -> None:
    mixture = Mixture(np.array([0.0, 0.0]), np.array([1.0, 1.0]), np.array([0.2, 0.8]))
    modes, _ = assign_modes(np.zeros(20_000), mixture, rng())
    assert modes.mean() == pytest.approx(0.8, abs=0.01)


def test_that_a_frequent_value_is_a_mode_of_its_own() -> None:
    values = np.concatenate([np.zeros(300), rng().normal(50, 10, 700)])
    encoding, encoded = encode(pl.DataFrame({"x": values}), rng())
    column = encoding.columns[0]
    assert isinstance(column, NumberColumn)
    assert column.spikes == (0.0,)
    spike = len(column.means)
    assert (encoded.codes[:300, 0] == spike).all()
    assert (encoded.codes[300:, 0] < spike).all()
    assert (decode(encoding, encoded)["x"][:300] == 0).all()


def test_that_few_different_numbers_are_kept_exactly() -> None:
    values = [float(i % 7) for i in range(100)]
    table = pl.DataFrame({"x": values})
    encoding, encoded = encode(table, rng())
    assert encoded.alphas.shape == (100, 0)
    assert decode(encoding, encoded).equals(table)


def test_that_the_range_ends_at_the_fifth_value_and_holds_no_extreme() -> None:
    values = [float(v) for v in range(1000)]
    encoding, encoded = encode(pl.DataFrame({"x": values}), rng())
    column = encoding.columns[0]
    assert isinstance(column, NumberColumn)
    assert (column.low, column.high) == (4.0, 995.0)
    decoded = decode(encoding, encoded)["x"]
    assert decoded.min() >= 4.0
    assert decoded.max() <= 995.0


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ([None] * 6, 1),
        ([7.0] * 6, 1),
        ([7.0] * 5 + [None], 2),
        ([1e300, -1e300] * 5, 2),
    ],
)
def test_that_constant_missing_and_extreme_columns_are_encoded(
    values: list[float | None], codes: int
) -> None:
    table = pl.DataFrame({"x": pl.Series(values, dtype=pl.Float64)})
    encoding, encoded = encode(table, rng())
    assert code_count(encoding.columns[0]) == codes
    assert decode(encoding, encoded).equals(table)


def test_that_numbers_of_fewer_than_five_rows_are_not_learned() -> None:
    encoding, encoded = encode(pl.DataFrame({"x": [1.0, 2.0, 3.0, 4.0, None, None]}), rng())
    assert decode(encoding, encoded)["x"].to_list() == [None] * 6


def test_that_no_mode_stands_for_fewer_than_five_rows() -> None:
    values = [*[100.0] * 4, *np.linspace(0, 1, 200)]
    encoding, _ = encode(pl.DataFrame({"x": values}), rng())
    column = encoding.columns[0]
    assert isinstance(column, NumberColumn)
    assert column.high <= 1.0
    assert 100.0 not in column.means


def test_that_counts_under_five_are_pooled_and_never_stored() -> None:
    found = frequencies_of(np.repeat([0, 1, 2, 3], [23, 4, 2, 0]), 5)
    assert found.rows == (20, 0, 0, 0, 0)
    assert found.shares == pytest.approx((23 / 29, 3 / 29, 3 / 29, 0.0, 0.0))


def test_that_ten_thousand_categories_take_four_bytes_a_cell() -> None:
    table = pl.DataFrame({"c": [str(i % 10_000) for i in range(30_000)]})
    _, encoded = encode(table, rng())
    assert encoded.codes.nbytes == 4 * 30_000


def test_that_the_same_generator_gives_the_same_codes() -> None:
    table = pl.DataFrame({"x": rng().normal(0, 1, 500)})
    first, second = encode(table, rng()), encode(table, rng())
    assert first[0] == second[0]
    assert np.array_equal(first[1].codes, second[1].codes)
    assert np.array_equal(first[1].alphas, second[1].alphas)


numbers = st.one_of(st.none(), st.floats(-1e9, 1e9, allow_nan=False).map(lambda v: round(v, 3)))
texts = st.one_of(st.none(), st.text(st.characters(blacklist_categories=("Cs",)), max_size=3))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(numbers, texts), min_size=1, max_size=60))
def test_that_any_table_comes_back(rows: list[tuple[float | None, str | None]]) -> None:
    table = pl.DataFrame(rows, schema={"x": pl.Float64, "c": pl.String}, orient="row")
    encoding, encoded = encode(table, rng())
    decoded = decode(encoding, encoded)
    assert decoded["c"].equals(table["c"])
    present, back = table["x"].drop_nulls(), decoded["x"].drop_nulls()
    if present.len() < 5:
        assert back.len() == 0
        return
    assert decoded["x"].is_null().equals(table["x"].is_null())
    assert ((back >= present.min()) & (back <= present.max())).all()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 1e6))
def test_that_numbers_within_four_spreads_of_their_mode_come_back_closely(seed: int, scale: float) -> None:
    values = np.random.default_rng(seed).normal(0, scale, 400)
    encoding, encoded = encode(pl.DataFrame({"x": values}), rng())
    column = encoding.columns[0]
    assert isinstance(column, NumberColumn)
    inside = (np.abs(encoded.alphas[:, 0]) < 1) & (values >= column.low) & (values <= column.high)
    assert inside.mean() > 0.95
    np.testing.assert_allclose(
        decode(encoding, encoded)["x"].to_numpy()[inside], values[inside], atol=1e-5 * scale
    )
