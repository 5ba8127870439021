import math
import time
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.evaluation import coding
from synthdesk.evaluation.similarity import Reference, halves, ks_distance


def slow_columns(real: pl.DataFrame, synthetic: pl.DataFrame, discrete: frozenset[str]) -> list[float]:
    """The yardstick's Shape, value by value."""
    scores = []
    for name in real.columns:
        r, s = real[name].to_list(), synthetic[name].to_list()
        if name in discrete:
            scores.append(1 - slow_variation(r, s))
            continue
        present = [v for v in r if v is not None], [v for v in s if v is not None]
        scores.append(1 - slow_ks(*present) if all(present) else float(not any(present)))
        if None in r:
            scores.append(1 - abs(r.count(None) / len(r) - s.count(None) / len(s)))
    return scores


def slow_ks(first: list[float], second: list[float]) -> float:
    return max(
        abs(sum(v <= at for v in first) / len(first) - sum(v <= at for v in second) / len(second))
        for at in first + second
    )


def slow_variation(first: list, second: list) -> float:
    values = set(first) | set(second)
    return sum(abs(first.count(v) / len(first) - second.count(v) / len(second)) for v in values) / 2


def slow_pairs(real: pl.DataFrame, synthetic: pl.DataFrame, discrete: frozenset[str]) -> list[float]:
    """The yardstick's Trend, pair by pair."""
    scores = []
    for i, a in enumerate(real.columns):
        for b in real.columns[i + 1 :]:
            if a in discrete or b in discrete:
                joint = [
                    list(zip(slow_codes(a, real, t, discrete), slow_codes(b, real, t, discrete), strict=True))
                    for t in (real, synthetic)
                ]
                scores.append(1 - slow_variation(*joint))
            else:
                r = [slow_correlation(t[a].to_list(), t[b].to_list()) for t in (real, synthetic)]
                scores.append(1 - abs(r[0] - r[1]) / 2)
    return scores


def slow_codes(name: str, real: pl.DataFrame, table: pl.DataFrame, discrete: frozenset[str]) -> list:
    if name in discrete:
        return table[name].to_list()
    cuts = np.unique(np.quantile(real[name].drop_nulls().to_numpy(), np.linspace(0, 1, 11)))[1:-1]
    return [None if v is None else sum(v >= cut for cut in cuts) for v in table[name].to_list()]


def slow_correlation(first: list, second: list) -> float:
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    if len({a for a, _ in pairs}) < 2 or len({b for _, b in pairs}) < 2:
        return 0.0
    return float(np.corrcoef(np.array(pairs).T)[0, 1])


def random_table(rows: int, seed: int, *, shift: float = 0.0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    age = rng.normal(60 + 10 * shift, 12, rows).round(1)
    dose = age * (1 - shift) + rng.normal(0, 8, rows)
    hidden = rng.random(rows) < 0.2 + shift / 5
    return pl.DataFrame(
        {
            "age": age,
            "dose": [None if h else float(d) for h, d in zip(hidden, dose, strict=True)],
            "ward": [
                str(w) for w in rng.choice(["A", "B", "C"], rows, p=[0.5 - shift / 4, 0.3, 0.2 + shift / 4])
            ],
            "stage": rng.integers(0, 4, rows).astype(float),
            "seen": [None if r < 0.1 else "yes" if r < 0.6 else "no" for r in rng.random(rows)],
        }
    )


def test_that_hand_computed_columns_come_out() -> None:
    real = pl.DataFrame({"x": [1.0, 2.0, 3.0, 4.0], "c": ["a", "a", "b", None]})
    synthetic = pl.DataFrame({"x": [1.0, 2.0, 3.0, 9.0], "c": ["a", "b", "b", "z"]})
    similarity, columns = Reference(real).compare(synthetic)
    assert [c.name for c in columns] == ["x", "c"]
    assert columns[0].similarity == pytest.approx(0.75)  # a quarter of the rows lies beyond 4
    # |2/4 - 1/4| + |1/4 - 2/4| + |1/4 - 0| (missing) + |0 - 1/4| (z) = 1, half of it is 1/2
    assert columns[1].similarity == pytest.approx(0.5)
    assert similarity.columns == pytest.approx(0.625)
    assert (columns[1].real_missing, columns[1].synthetic_missing) == (0.25, 0.0)


def test_that_a_hand_computed_pair_of_numbers_comes_out() -> None:
    real = pl.DataFrame({"x": [1.0, 2.0, 3.0, 4.0], "y": [2.0, 4.0, 6.0, 8.0]})
    synthetic = pl.DataFrame({"x": [1.0, 2.0, 3.0, 4.0], "y": [8.0, 6.0, 4.0, 2.0]})
    similarity, _ = Reference(real).compare(synthetic)
    assert similarity.pairs == pytest.approx(0.0)  # correlations 1 and -1
    assert similarity.columns == pytest.approx(1.0)
    assert similarity.overall == pytest.approx(0.5)


def test_that_a_hand_computed_pair_of_categories_comes_out() -> None:
    real = pl.DataFrame({"a": ["x", "x", "y", "y"], "b": ["u", "u", "v", "v"]})
    synthetic = pl.DataFrame({"a": ["x", "x", "y", "y"], "b": ["u", "v", "u", "v"]})
    similarity, _ = Reference(real).compare(synthetic)
    # shares xu 1/2, yv 1/2 against four times 1/4: half of 1/4 + 1/4 + 1/4 + 1/4
    assert similarity.pairs == pytest.approx(0.5)


@pytest.mark.parametrize("shift", [0.0, 0.5])
def test_that_the_figures_equal_the_definitions_computed_slowly(shift: float) -> None:
    real, synthetic = random_table(300, 1), random_table(250, 2, shift=shift)
    reference = Reference(real)
    assert reference.discrete == {"ward", "stage", "seen"}
    similarity, _ = reference.compare(synthetic)
    assert similarity.columns == pytest.approx(np.mean(slow_columns(real, synthetic, reference.discrete)))
    assert similarity.pairs == pytest.approx(np.mean(slow_pairs(real, synthetic, reference.discrete)))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_that_any_small_table_equals_the_definitions(data: st.DataObject) -> None:
    def table(rows: int) -> pl.DataFrame:
        number = st.none() | st.integers(-3, 30).map(float)
        text = st.none() | st.sampled_from("abc")
        return pl.DataFrame(
            {
                name: data.draw(st.lists(values, min_size=rows, max_size=rows))
                for name, values in (("x", number), ("y", number), ("c", text), ("d", text))
            },
            schema={"x": pl.Float64, "y": pl.Float64, "c": pl.String, "d": pl.String},
        )

    discrete = frozenset("cd")
    real, synthetic = table(data.draw(st.integers(1, 30))), table(data.draw(st.integers(1, 30)))
    similarity, columns = Reference(real, discrete=discrete).compare(synthetic)
    assert similarity.columns == pytest.approx(np.mean(slow_columns(real, synthetic, discrete)))
    if real["x"].null_count() < real.height > real["y"].null_count():
        assert similarity.pairs == pytest.approx(np.mean(slow_pairs(real, synthetic, discrete)))
    assert all(0 <= c.similarity <= 1 for c in columns)
    assert Reference(real, discrete=discrete).compare(real)[0].overall == pytest.approx(1.0)


@given(
    st.lists(st.floats(-5, 5), min_size=1, max_size=30), st.lists(st.floats(-5, 5), min_size=1, max_size=30)
)
def test_that_the_distance_is_that_of_kolmogorov_and_smirnov(first: list[float], second: list[float]) -> None:
    assert ks_distance(np.array(first), np.array(second)) == pytest.approx(slow_ks(first, second))


def test_that_an_empty_side_is_told_from_two_empty_sides() -> None:
    empty, one = np.empty(0), np.ones(1)
    assert (ks_distance(empty, empty), ks_distance(empty, one), ks_distance(one, empty)) == (0.0, 1.0, 1.0)


def test_that_one_column_alone_has_its_own_score_as_that_of_pairs() -> None:
    similarity, _ = Reference(pl.DataFrame({"c": ["a", "b"]})).compare(pl.DataFrame({"c": ["a", "a"]}))
    assert similarity.pairs == similarity.columns == similarity.overall == pytest.approx(0.5)


def test_that_unrounded_numbers_are_compared_with_few_whole_ones_after_rounding() -> None:
    real = pl.DataFrame({"n": [0.0, 1.0, 2.0, 3.0] * 10})
    synthetic = pl.DataFrame({"n": [0.2, 1.1, 1.8, 3.4] * 10})
    similarity, _ = Reference(real).compare(synthetic)
    assert similarity.columns == pytest.approx(1.0)


def test_that_values_of_one_kind_in_either_form_give_the_same_score() -> None:
    start = datetime(2020, 1, 1)
    dates = [start + timedelta(days=i * 7) for i in range(60)]
    values = pl.DataFrame({"d": dates, "n": range(60)}, schema={"d": pl.Datetime("us"), "n": pl.Int64})
    prepared = pl.DataFrame(
        {"d": [(d - datetime(1970, 1, 1)).total_seconds() for d in dates], "n": [float(n) for n in range(60)]}
    )
    by_values = Reference(values[:30]).compare(values[20:])[0]
    by_prepared = Reference(prepared[:30]).compare(prepared[20:])[0]
    assert by_values == by_prepared


def test_that_missing_everywhere_equals_missing_everywhere() -> None:
    table = pl.DataFrame(
        {"x": [None] * 30, "c": [None] * 30, "d": [None] * 30},
        schema={"x": pl.Float64, "c": pl.String, "d": pl.Datetime("us")},
    )
    similarity, columns = Reference(table).compare(table)
    assert similarity.overall == pytest.approx(1.0)
    assert all(c.real_missing == 1.0 for c in columns)


def test_that_a_constant_column_is_no_trouble() -> None:
    table = pl.DataFrame({"x": [5.0] * 30, "y": [float(i) for i in range(30)], "c": ["a"] * 30})
    assert Reference(table).compare(table)[0].overall == pytest.approx(1.0)


def test_that_many_values_in_both_columns_are_counted_exactly() -> None:
    real = pl.DataFrame({"a": [f"a{i}" for i in range(600)], "b": [f"b{i}" for i in range(600)]})
    synthetic = pl.DataFrame({"a": real["a"], "b": real["b"].reverse()})
    assert Reference(real).compare(synthetic)[0].pairs == pytest.approx(0.0)
    assert Reference(real).compare(real)[0].pairs == pytest.approx(1.0)


def test_that_drawings_of_both_sides_share_edges_and_labels() -> None:
    _, columns = Reference(random_table(300, 1)).compare(random_table(200, 2, shift=0.5))
    for column in columns:
        real, synthetic = column.real, column.synthetic
        if isinstance(real, Histogram):
            assert isinstance(synthetic, Histogram)
            assert real.edges == synthetic.edges
            assert sum(real.counts) == round(300 * (1 - column.real_missing))
            assert sum(synthetic.counts) == round(200 * (1 - column.synthetic_missing))
        else:
            assert isinstance(synthetic, Bars)
            assert real.labels == synthetic.labels
            assert sum(real.counts) + real.others == round(300 * (1 - column.real_missing))


def test_that_halves_of_a_table_are_nearly_alike_and_shorter_parts_less_so() -> None:
    table = random_table(4000, 3)
    whole, short = halves(table, 1), halves(table, 1, rows=100)
    assert 0.93 < whole.overall < 1.0
    assert short.overall < whole.overall
    assert halves(table, 1) == whole


def test_that_two_rows_have_halves() -> None:
    assert 0.0 <= halves(pl.DataFrame({"x": [1.0, 2.0], "c": ["a", "b"]}), 1).overall <= 1.0


def test_that_fifteen_columns_and_six_thousand_rows_take_less_than_half_a_second() -> None:
    rng = np.random.default_rng(0)
    columns = {f"x{i}": rng.normal(size=12_000) for i in range(8)}
    columns |= {f"c{i}": rng.choice([f"v{k}" for k in range(3 + 8 * i)], 12_000) for i in range(7)}
    table = pl.DataFrame(columns)
    reference = Reference(table[:6000])
    reference.compare(table[6000:])
    begun = time.process_time()
    reference.compare(table[6000:])
    assert time.process_time() - begun < 0.5


def test_that_a_very_wide_table_is_compared_by_a_part_of_its_pairs() -> None:
    rng = np.random.default_rng(0)
    table = pl.DataFrame({f"x{i}": rng.normal(size=60) for i in range(500)})
    reference = Reference(table[:30], pairs_at_most=50)
    similarity, columns, pairs = reference.compare_all(table[30:])
    assert (len(columns), len(pairs)) == (500, 50)
    assert 0 < similarity.pairs < 1


def test_that_a_long_table_is_compared_by_a_part_of_its_rows() -> None:
    table = random_table(500, 1)
    similarity, columns = Reference(table, rows_at_most=100).compare(table)
    assert sum(columns[0].real.counts) == 100
    assert similarity.overall < 1.0 or math.isclose(similarity.overall, 1.0)


def test_that_few_numbers_count_as_categories_only_when_rows_are_many() -> None:
    short = pl.DataFrame({"x": [float(i) for i in range(10)]})
    long = pl.DataFrame({"x": [float(i % 10) for i in range(60)]})
    assert coding.discrete_columns(short) == frozenset()
    assert coding.discrete_columns(long) == {"x"}
