import importlib

import numpy as np
import polars as pl
import pytest

from synthdesk.evaluation import coding, published

rng = np.random.default_rng(4)


def tables() -> tuple[pl.DataFrame, pl.DataFrame]:
    made = []
    for shift in (0.0, 0.4):
        x = rng.normal(shift, 1, 400)
        made.append(
            pl.DataFrame(
                {
                    "x": x,
                    "y": x * (1 - shift) + rng.normal(0, 0.5, 400),
                    "c": rng.choice(["a", "b", "c"], 400, p=[0.5, 0.3 + shift / 4, 0.2 - shift / 4]),
                    "d": np.where(x > shift, "high", "low"),
                }
            )
        )
    return made[0], made[1]


REAL, SYNTHETIC = tables()


def test_that_shapes_are_computed_by_hand() -> None:
    # shares a 3/4, b 1/4 against a 1/2, c 1/2 (the missing one left out): total variation 1/2
    real, synthetic = pl.Series(["a", "a", "a", "b"]), pl.Series(["a", "c", None])
    assert published.shape(real, synthetic) == pytest.approx(0.5)
    assert published.shape(pl.Series([1.0, 2.0, None]), pl.Series([2.0, 3.0])) == pytest.approx(0.5)


def test_that_pairs_are_computed_by_hand() -> None:
    up, down = np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])
    assert published.correlation_similarity((up, up), (up, down)) == pytest.approx(0.0)
    first, second = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert published.contingency_similarity((first, second), (first, first)) == pytest.approx(0.5)
    assert np.isnan(published.correlation_similarity((up, up * 0), (up, up)))


def test_that_association_runs_from_none_to_perfect() -> None:
    first, second = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert published.cramers_v(first, first) == pytest.approx(1.0)
    assert published.cramers_v(first, second) == pytest.approx(0.0)
    assert published.cramers_v(first, first * 0) == 0.0


def test_that_the_second_convention_takes_related_pairs_only() -> None:
    found = published.score(REAL, SYNTHETIC)
    assert (found.pairs, found.related_pairs) == (6, 3)  # x-y, x-d and y-d hang together
    assert found.trends_all_pairs != found.trends_related_pairs


def test_that_nothing_is_scored_where_nothing_is_defined() -> None:
    constant = pl.DataFrame({"x": [1.0] * 5, "y": [2.0] * 5})
    found = published.score(constant, constant)
    assert (found.trends_all_pairs, found.trends_related_pairs) == (None, None)
    assert published.score(constant.select([]), constant).shapes is None


def test_that_the_scores_equal_those_of_sdmetrics() -> None:
    pytest.importorskip("sdmetrics")
    single = importlib.import_module("sdmetrics.single_column")
    pairs = importlib.import_module("sdmetrics.column_pairs")
    frame_of = importlib.import_module("pandas").DataFrame
    real, made = frame_of(REAL.to_dict(as_series=False)), frame_of(SYNTHETIC.to_dict(as_series=False))
    for name, metric in (("x", single.KSComplement), ("c", single.TVComplement)):
        expected = metric.compute(real_data=real[name], synthetic_data=made[name])
        assert published.shape(REAL[name], SYNTHETIC[name]) == pytest.approx(expected, abs=1e-6)
    numbers = [(coding.numbers(frame["x"]), coding.numbers(frame["y"])) for frame in (REAL, SYNTHETIC)]
    expected = pairs.CorrelationSimilarity.compute(
        real_data=real[["x", "y"]], synthetic_data=made[["x", "y"]]
    )
    assert published.correlation_similarity(*numbers) == pytest.approx(expected, abs=1e-6)
    codes = [published._common_codes(REAL[name], SYNTHETIC[name]) for name in ("c", "d")]
    expected = pairs.ContingencySimilarity.compute(
        real_data=real[["c", "d"]], synthetic_data=made[["c", "d"]]
    )
    found = published.contingency_similarity((codes[0][0], codes[1][0]), (codes[0][1], codes[1][1]))
    assert found == pytest.approx(expected, abs=1e-6)


def test_that_the_mean_scores_equal_those_of_the_report_of_sdmetrics() -> None:
    pytest.importorskip("sdmetrics")
    properties = importlib.import_module("sdmetrics.reports.single_table._properties")
    kinds = {"x": "numerical", "y": "numerical", "c": "categorical", "d": "categorical"}
    metadata = {"columns": {name: {"sdtype": kind} for name, kind in kinds.items()}}
    frame_of = importlib.import_module("pandas").DataFrame
    real, made = frame_of(REAL.to_dict(as_series=False)), frame_of(SYNTHETIC.to_dict(as_series=False))
    found = published.score(REAL, SYNTHETIC)
    shapes = properties.ColumnShapes().get_score(real, made, metadata)
    assert found.shapes == pytest.approx(shapes, abs=1e-6)
    trends = properties.ColumnPairTrends().get_score(real, made, metadata)
    assert found.trends_all_pairs == pytest.approx(trends, abs=1e-6)
    related = properties.ColumnPairTrends()
    related.real_correlation_threshold, related.real_association_threshold = 0.5, 0.3
    expected = related.get_score(real, made, metadata)
    assert found.trends_related_pairs == pytest.approx(expected, abs=1e-6)
