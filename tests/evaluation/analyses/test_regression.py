import importlib
import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from synthdesk.evaluation.analyses.regression import NotEstimableError, cox, linear, logistic

rng = np.random.default_rng(8)
X = rng.normal(size=(300, 2))
ONES = np.column_stack([np.ones(300), X])
TIMES = rng.exponential(np.exp(-X[:, 0] / 2)).round(1) + 0.1  # rounded, so that many are tied
EVENTS = rng.random(300) < 0.7


def test_that_a_line_is_fitted_by_hand() -> None:
    # y = 1, 3, 4 at x = 0, 1, 2: slope 1.5, rest sum of squares 1/6, error sqrt(1/6 / 2), t(1, 0.975) = 12.706
    fit = linear(np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.array([1.0, 3.0, 4.0]))
    assert fit.estimates == pytest.approx([7 / 6, 1.5])
    assert fit.half_widths[1] == pytest.approx(12.7062 * math.sqrt(1 / 12), rel=1e-5)


def test_that_odds_of_a_two_by_two_table_are_computed_by_hand() -> None:
    # 30 of 40 with, 10 of 40 without: odds ratio 9
    group = np.repeat([1.0, 0.0], 40)
    happened = np.concatenate([np.arange(40) < 30, np.arange(40) < 10])
    fit = logistic(np.column_stack([np.ones(80), group]), happened)
    assert fit.estimates == pytest.approx([math.log(1 / 3), math.log(9)])
    assert fit.half_widths[1] == pytest.approx(
        1.959964 * math.sqrt(1 / 30 + 1 / 10 + 1 / 10 + 1 / 30), rel=1e-6
    )


def test_that_a_hazard_ratio_is_where_the_partial_likelihood_with_ties_is_largest() -> None:
    times = np.array([1.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0])
    event = np.array([True, True, False, True, True, True, False])
    group = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0])

    def minus_log_likelihood(b: float) -> float:
        total = 0.0
        for moment in (1.0, 3.0, 4.0):
            tied = (times == moment) & event
            risk, own = np.exp(b * group[times >= moment]).sum(), np.exp(b * group[tied]).sum()
            total += b * group[tied].sum()
            total -= sum(math.log(risk - k / tied.sum() * own) for k in range(tied.sum()))
        return -total

    best = minimize_scalar(minus_log_likelihood, bounds=(-5, 5), method="bounded", options={"xatol": 1e-10})
    fit = cox(group[:, None], times, event)
    assert fit.estimates[0] == pytest.approx(best.x, abs=1e-5)
    step = 1e-4
    curvature = (
        minus_log_likelihood(best.x + step) - 2 * best.fun + minus_log_likelihood(best.x - step)
    ) / step**2
    assert fit.half_widths[0] == pytest.approx(1.959964 / math.sqrt(curvature), rel=1e-3)


def test_that_the_fits_equal_those_of_lifelines_and_statsmodels() -> None:
    lifelines, api = pytest.importorskip("lifelines"), pytest.importorskip("statsmodels.api")
    frame = importlib.import_module("pandas").DataFrame({"a": X[:, 0], "b": X[:, 1], "t": TIMES, "e": EVENTS})
    expected = lifelines.CoxPHFitter().fit(frame, "t", "e")
    fit = cox(X, TIMES, EVENTS)
    assert fit.estimates == pytest.approx(expected.params_.to_numpy(), abs=1e-6)
    assert fit.half_widths == pytest.approx(1.959964 * expected.standard_errors_.to_numpy(), abs=1e-6)
    happened = X[:, 0] + rng.normal(size=300) > 0
    logit = api.Logit(happened.astype(float), ONES).fit(disp=0, tol=1e-12)
    assert logistic(ONES, happened).estimates == pytest.approx(logit.params, abs=1e-6)
    ordinary = api.OLS(TIMES, ONES).fit()
    low, high = ordinary.conf_int().T
    assert linear(ONES, TIMES).half_widths == pytest.approx((high - low) / 2, abs=1e-9)


@pytest.mark.parametrize("second", [np.ones(20), np.arange(20.0)], ids=["constant", "told apart"])
def test_that_what_rows_do_not_determine_is_not_estimated(second: np.ndarray) -> None:
    with pytest.raises(NotEstimableError):
        logistic(np.column_stack([np.ones(20), second]), np.arange(20) >= 10)


def test_that_as_many_rows_as_coefficients_are_too_few() -> None:
    with pytest.raises(NotEstimableError):
        linear(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([1.0, 2.0]))


def test_that_nothing_is_estimated_without_events() -> None:
    with pytest.raises(NotEstimableError):
        cox(X, TIMES, np.zeros(300, bool))
