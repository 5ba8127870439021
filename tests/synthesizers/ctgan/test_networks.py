import math

import pytest
import torch
from ctgan.synthesizers.ctgan import Discriminator

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.ctgan import losses, networks
from synthdesk.synthesizers.ctgan.networks import Critic
from synthdesk.synthesizers.layout import Digit, Layout

LAYOUT = Layout(1, (Digit(1, 1, 3, 0),), (1,), 3, (1, 3))
CONFIG = TrainingConfig(pac=2, noise_width=4, generator_widths=(8,), critic_widths=(6, 5))


def random() -> torch.Generator:
    return torch.Generator().manual_seed(1)


@pytest.fixture
def without_dropout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "DROPOUT", False)


def test_that_the_critic_layer_by_layer_is_the_discriminator_of_ctgan(without_dropout: None) -> None:
    network = Discriminator(7, (6, 5), pac=2).eval()
    rows = torch.randn(8, 7, generator=random())
    critic = Critic(network, 2)
    torch.testing.assert_close(critic.rest(critic.first(rows), random()), network(rows))


def test_that_half_of_the_inner_values_are_dropped_and_the_rest_doubled() -> None:
    network = Discriminator(4, (1000,), pac=1)
    torch.nn.init.ones_(network.seq[3].weight)
    torch.nn.init.zeros_(network.seq[3].bias)
    judged = Critic(network, 1).rest(torch.ones(50, 1000), random())
    assert judged.mean().item() == pytest.approx(1000, rel=0.02)
    assert judged.std().item() == pytest.approx(math.sqrt(1000), rel=0.3)


def test_that_the_penalty_of_a_linear_critic_has_its_closed_form() -> None:
    # D(x) = w x with |w| = 5 over a pack of two rows: 10 (5 - 1)^2 wherever it is measured.
    network = Discriminator(2, (), pac=2)
    network.seq[0].weight.data = torch.tensor([[4.0, 0.0, 0.0, 3.0]])
    critic = Critic(network, 2)
    sums = critic.first(torch.randn(6, 2, generator=random()))
    # Without an inner layer the first sums are the judgement.
    judged = critic.rest(sums, random())
    gradients = critic.input_gradients(sums, judged)
    assert losses.gradient_penalty(gradients).item() == pytest.approx(160.0)


def test_that_input_gradients_and_their_gradients_equal_those_of_plain_autograd(
    without_dropout: None,
) -> None:
    network = Discriminator(7, (6, 5), pac=2).eval()
    critic = Critic(network, 2)
    rows = torch.randn(8, 7, generator=random(), requires_grad=True)
    (plain,) = torch.autograd.grad(network(rows).sum(), rows, create_graph=True)
    expected = torch.autograd.grad(
        losses.gradient_penalty(plain.view(4, 14)), network.parameters(), allow_unused=True
    )
    sums = critic.first(rows)
    ours = critic.input_gradients(sums, critic.rest(sums, random()))
    torch.testing.assert_close(ours, plain.view(4, 14))
    found = torch.autograd.grad(losses.gradient_penalty(ours), network.parameters(), allow_unused=True)
    for a, b in zip(found, expected, strict=True):
        if a is None or b is None:
            assert not (a if a is not None else torch.zeros(1) if b is None else b).any()
        else:
            torch.testing.assert_close(a, b)


def test_that_sums_between_two_packs_are_the_sums_of_the_rows_between_them() -> None:
    critic = Critic(Discriminator(7, (6,), pac=2), 2)
    real, fake = torch.randn(2, 4, 7, generator=random())
    between = 0.3 * real + 0.7 * fake
    mixed = 0.3 * critic.first(real) + 0.7 * critic.first(fake)
    torch.testing.assert_close(critic.first(between), mixed)


def test_that_building_is_seeded_and_leaves_global_random_numbers_alone() -> None:
    before = torch.get_rng_state()
    first, second = (networks.build(LAYOUT, CONFIG, 5)[0].state_dict() for _ in range(2))
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert torch.equal(before, torch.get_rng_state())


def test_that_coin_flips_are_fair_and_seeded() -> None:
    flips = networks.coin_flips(640_001, random())
    assert set(flips.unique().tolist()) == {0.0, 1.0}
    assert flips.mean().item() == pytest.approx(0.5, abs=0.003)
    assert torch.equal(flips, networks.coin_flips(640_001, random()))
    places = flips[:640_000].view(-1, 64).mean(dim=0)
    assert places.sub(0.5).abs().max().item() < 0.03
