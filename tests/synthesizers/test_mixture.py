import numpy as np
import pytest

from synthdesk.synthesizers.mixture import Mixture, fit_mixture


def test_that_two_far_groups_give_their_means_spreads_and_weights() -> None:
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.normal(-10, 1, 3000), rng.normal(20, 2, 7000)])
    mixture = fit_mixture(values)
    low, high = mixture.means < 5, mixture.means > 5
    assert mixture.weights[low].sum() == pytest.approx(0.3, abs=0.01)
    assert np.average(mixture.means[low], weights=mixture.weights[low]) == pytest.approx(-10, abs=0.1)
    assert np.average(mixture.means[high], weights=mixture.weights[high]) == pytest.approx(20, abs=0.1)
    assert mixture.means.size <= 10


def test_that_the_log_density_is_the_weighted_normal_without_its_constant() -> None:
    mixture = Mixture(np.array([0.0]), np.array([2.0]), np.array([0.5]))
    assert mixture.log_densities(np.array([2.0]))[0, 0] == pytest.approx(-0.5 + np.log(0.25))


@pytest.mark.parametrize(
    "values", [[3.0], [3.0, 3.0], [1e9, 1e9 + 1e-6], [-1.0, 1.0], [0.0, 0.0, 1e300 / 1e290]]
)
def test_that_degenerate_values_give_a_finite_mixture(values: list[float]) -> None:
    mixture = fit_mixture(np.array(values))
    assert np.isfinite(mixture.means).all()
    assert (mixture.stds > 0).all()
    assert mixture.weights.sum() == pytest.approx(1.0)


def test_that_no_single_row_of_many_moves_the_modes_much() -> None:
    values = np.random.default_rng(2).normal(0, 1, 100_000)
    alone = np.append(values, 1e12)
    np.testing.assert_allclose(fit_mixture(values).means, fit_mixture(alone).means, atol=0.02)


def test_that_held_out_likelihood_matches_that_of_the_true_mixture() -> None:
    rng = np.random.default_rng(3)
    draw = lambda: np.concatenate([rng.normal(0, 1, 4000), rng.exponential(3, 4000) + 5])  # noqa: E731
    mixture, held_out = fit_mixture(draw()), draw()
    logs = mixture.log_densities(held_out) - 0.5 * np.log(2 * np.pi)
    likelihood = np.log(np.exp(logs).sum(axis=0)).mean()
    true = np.where(
        held_out < 5,
        0.5 * np.exp(-(held_out**2) / 2) / np.sqrt(2 * np.pi),
        0.5 / 3 * np.exp(-(held_out - 5) / 3),
    )
    assert likelihood > np.log(true).mean() - 0.06
