"""A one-dimensional Gaussian mixture, fitted fast and without random numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MAX_MODES = 10
POINTS = 1000
SMALLEST_WEIGHT = 0.005
FEWEST_POINTS = 5
ITERATIONS = 100
TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Mixture:
    """A mixture of Gaussians. Shapes: (modes,); means rise, stds > 0, weights > 0 with sum 1."""

    means: Floats
    stds: Floats
    weights: Floats

    def log_densities(self, values: Floats) -> Floats:
        """Return log(weight_k N(x; mean_k, std_k)) without the constant. Shape: (modes, values)."""
        scaled = (values[None, :] - self.means[:, None]) / self.stds[:, None]
        return np.asarray(-0.5 * scaled**2 + np.log(self.weights / self.stds)[:, None])


NO_MODES = Mixture(np.empty(0), np.empty(0), np.empty(0))


def fit_mixture(values: Floats) -> Mixture:
    """Return a mixture of 1 to 10 modes for `values` (finite, at least one).

    Expectation maximisation over at most 1,000 equally likely quantiles, so the time does not grow with
    the rows and no single row is seen; modes are annihilated as in Figueiredo and Jain 2002, "Unsupervised
    learning of finite mixture models", eq. 17, with the two parameters of a one-dimensional Gaussian.
    """
    points = np.sort(values)
    if points.size > POINTS:
        points = np.quantile(points, (np.arange(POINTS) + 0.5) / POINTS)
    centre, scale = float(points.mean()), float(points.std())
    if scale <= 1e-12 * max(1.0, abs(centre)):
        return Mixture(np.array([centre]), np.array([max(scale, 1e-9 * max(1.0, abs(centre)))]), np.ones(1))
    fitted = _expectation_maximisation((points - centre) / scale)
    return Mixture(fitted.means * scale + centre, fitted.stds * scale, fitted.weights)


def _expectation_maximisation(points: Floats) -> Mixture:
    smallest_variance = _smallest_variance(points)
    mixture = _start(points, smallest_variance)
    squares = points**2
    last = -np.inf
    for _ in range(ITERATIONS):
        logs = mixture.log_densities(points)
        highest = logs.max(axis=0)
        np.exp(logs - highest, out=logs)
        total = logs.sum(axis=0)
        likelihood = float((np.log(total) + highest).mean())
        logs /= total
        mixture = _maximise(logs, points, squares, smallest_variance)
        if abs(likelihood - last) < TOLERANCE and mixture.weights.size == logs.shape[0]:
            break
        last = likelihood
    order = np.argsort(mixture.means, kind="stable")
    return Mixture(mixture.means[order], mixture.stds[order], mixture.weights[order])


def _start(points: Floats, smallest_variance: float) -> Mixture:
    modes = min(MAX_MODES, max(1, np.unique(points).size // 2))
    groups = np.array_split(points, modes)
    means = np.array([group.mean() for group in groups])
    spreads = np.array([group.std() for group in groups])
    return Mixture(means, np.maximum(spreads, np.sqrt(smallest_variance)), np.full(modes, 1.0 / modes))


def _smallest_variance(points: Floats) -> float:
    quarter = float(np.quantile(points, 0.75) - np.quantile(points, 0.25))
    return (1e-2 * min(1.0, quarter) if quarter > 0 else 1e-4) ** 2


def _maximise(shares: Floats, points: Floats, squares: Floats, smallest_variance: float) -> Mixture:
    counts = shares.sum(axis=1)
    weights = np.maximum(counts - 1.0, 0.0)
    weights /= weights.sum()
    # A mode of a few rows would give their values away.
    kept = (weights > SMALLEST_WEIGHT) & (counts >= min(FEWEST_POINTS, counts.max()))
    shares, counts, weights = shares[kept], counts[kept], weights[kept]
    means = shares @ points / counts
    variances = np.maximum(shares @ squares / counts - means**2, smallest_variance)
    return Mixture(means, np.sqrt(variances), weights / weights.sum())
