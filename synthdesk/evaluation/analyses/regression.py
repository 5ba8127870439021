"""Linear, logistic and Cox regression with their standard errors: what a user's own model would say.

Written out here because the packages that offer them bring a table library and a plotting library each; the
figures equal those of `lifelines` and `statsmodels` (see the tests).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, stdtrit

from synthdesk.evaluation.coding import Numbers

Matrix = NDArray[np.float64]
Slope = Callable[[Numbers], tuple[Numbers, Matrix]]
"""Gradient and information of a likelihood at some coefficients."""

_STEPS_AT_MOST = 40
_CONVERGED = 1e-9
_NORMAL = 1.959963984540054
_TOO_LARGE = 300.0


class NotEstimableError(ValueError):
    """The rows do not determine the estimates: too few, a constant column, or groups told apart entirely."""


@dataclass(frozen=True)
class Fit:
    """Estimates with the half widths of their 95 % intervals. Shape of each: (coefficients,)."""

    estimates: Numbers
    half_widths: Numbers


def linear(design: Matrix, outcome: Numbers) -> Fit:
    """Return the least-squares fit of `outcome` on `design` (with a first column of ones).

    Intervals by Student's t. Raises `NotEstimableError`.
    """
    freedom = len(outcome) - design.shape[1]
    if freedom < 1:
        raise NotEstimableError
    inverse = _inverse(design.T @ design)
    estimates = inverse @ design.T @ outcome
    rest = outcome - design @ estimates
    errors = np.sqrt(np.diag(inverse) * float(rest @ rest) / freedom)
    return Fit(estimates, float(stdtrit(freedom, 0.975)) * errors)


def logistic(design: Matrix, happened: NDArray[np.bool_]) -> Fit:
    """Return the maximum-likelihood fit of log odds on `design` (with a first column of ones).

    Newton's method; Wald intervals. Raises `NotEstimableError`, also when groups are told apart entirely.
    """
    truth = happened.astype(np.float64)

    def slope(at: Numbers) -> tuple[Numbers, Matrix]:
        chance = expit(design @ at)
        weights = chance * (1 - chance)
        return design.T @ (truth - chance), (design * weights[:, None]).T @ design

    return _newton(slope, design.shape[1])


def cox(design: Matrix, times: Numbers, happened: NDArray[np.bool_]) -> Fit:
    """Return the fit of log hazard on `design` (without a column of ones), ties by Efron's method.

    Cox 1972, Efron 1977. Wald intervals. Raises `NotEstimableError`.
    """
    order = np.argsort(-times, kind="stable")
    sorted_design, sorted_times, event = design[order], times[order], happened[order]

    def slope(at: Numbers) -> tuple[Numbers, Matrix]:
        return _cox_slope(sorted_design, sorted_times, event, at)

    return _newton(slope, design.shape[1])


def _cox_slope(
    design: Matrix, times: Numbers, event: NDArray[np.bool_], at: Numbers
) -> tuple[Numbers, Matrix]:
    """Return the gradient and the information of the partial likelihood; rows from the latest time on."""
    width = design.shape[1]
    risk = np.exp(design @ at - float((design @ at).max()))
    first = np.cumsum(risk[:, None] * design, axis=0)
    whole = np.cumsum(risk)
    second = np.cumsum(risk[:, None, None] * design[:, :, None] * design[:, None, :], axis=0)
    gradient, information = np.zeros(width), np.zeros((width, width))
    # The last row of each time is where everybody still at risk has been summed up.
    ends = np.flatnonzero(np.append(times[1:] != times[:-1], True))
    start = 0
    for end in ends:
        tied = start + np.flatnonzero(event[start : end + 1])
        start = int(end) + 1
        if not len(tied):
            continue
        gradient += design[tied].sum(axis=0)
        tied_risk, tied_first = risk[tied].sum(), (risk[tied, None] * design[tied]).sum(axis=0)
        tied_second = (risk[tied, None, None] * design[tied][:, :, None] * design[tied][:, None, :]).sum(
            axis=0
        )
        for place in range(len(tied)):
            part = place / len(tied)
            total = whole[end] - part * tied_risk
            mean = (first[end] - part * tied_first) / total
            gradient -= mean
            information += (second[end] - part * tied_second) / total - np.outer(mean, mean)
    return gradient, information


def _newton(slope: Slope, width: int) -> Fit:
    at = np.zeros(width)
    for _ in range(_STEPS_AT_MOST):
        gradient, information = slope(at)
        step = _inverse(information) @ gradient
        at = at + step
        if np.abs(at).max(initial=0.0) > _TOO_LARGE:
            raise NotEstimableError
        if np.abs(step).max(initial=0.0) < _CONVERGED:
            errors = np.sqrt(np.diag(_inverse(slope(at)[1])))
            return Fit(at, _NORMAL * errors)
    raise NotEstimableError


def _inverse(matrix: Matrix) -> Matrix:
    if not matrix.size:
        raise NotEstimableError
    scale = np.sqrt(np.clip(np.diag(matrix), 1e-300, None))
    scaled = matrix / np.outer(scale, scale)
    if not np.isfinite(scaled).all() or np.linalg.matrix_rank(scaled, hermitian=True) < len(matrix):
        raise NotEstimableError
    found: Matrix = np.linalg.inv(scaled) / np.outer(scale, scale)
    return found
