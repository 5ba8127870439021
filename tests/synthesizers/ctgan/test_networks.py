import math

import pytest
import torch
from ctgan.synthesizers.ctgan import Discriminator
from ctgan.synthesizers.ctgan import Generator as CtganGenerator

from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.ctgan import losses, networks
from synthdesk.synthesizers.ctgan.networks import Critic, Generator, Norms, generator_shapes
from synthdesk.synthesizers.layout import Digit, Layout

LAYOUT = Layout(1, (Digit(1, 1, 3, 0),), (1,), 3, (1, 3))
CONFIG = TrainingConfig(pac=2, noise_width=4, generator_widths=(8,), critic_widths=(6, 5))
NOWHERE = torch.empty((8, 0), dtype=torch.int64)


def random() -> torch.Generator:
    return torch.Generator().manual_seed(1)


def conditions(rows: int, width: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Places of the ones, one or two per row, and the conditional vectors themselves."""
    places = torch.randint(width, (rows, 2), generator=random())
    places[places[:, 0] == places[:, 1], 1] = width
    return places, torch.zeros(rows, width + 1).scatter_(1, places, 1.0)[:, :-1]


@pytest.mark.parametrize("widths", [(8, 5), (6,), ()])
def test_that_the_generator_is_that_of_ctgan(widths: tuple[int, ...]) -> None:
    network = CtganGenerator(4 + 5, widths, 7)
    ours = Generator.of_ctgan(network, 4, 5)
    noise = torch.randn(30, 4, generator=random())
    places, vector = conditions(30, 5)
    expected = network(torch.cat([noise, vector], dim=1))
    torch.testing.assert_close(ours.raw(noise, places, Norms.OF_BATCH), expected)
    layout = Layout(0, (Digit(0, 1, 5, 0), Digit(1, 1, 2, 5)), (0,), 5, (5, 2))
    assert {n: tuple(t.shape) for n, t in ours.weights.items()} == generator_shapes(layout, 4, widths)


def test_that_the_gradients_of_the_generator_are_those_of_ctgan() -> None:
    network = CtganGenerator(4 + 5, (8, 6), 7)
    ours = Generator.of_ctgan(network, 4, 5)
    for weight in ours.learned.values():
        weight.requires_grad_()
    noise = torch.randn(30, 4, generator=random())
    places, vector = conditions(30, 5)
    network(torch.cat([noise, vector], dim=1)).square().sum().backward()
    ours.raw(noise, places, Norms.OF_BATCH).square().sum().backward()
    # The second layer sees what the first made (8), then noise (4) and condition (5).
    second = network.seq[1].fc.weight.grad.t()
    torch.testing.assert_close(ours.weights["inner.1"].grad, second[:8])
    torch.testing.assert_close(ours.weights["noise"].grad[:, 8:14], second[8:12])
    torch.testing.assert_close(ours.weights["condition"].grad[:5, 8:14], second[12:])
    assert not ours.weights["condition"].grad[5].any()


def test_that_kept_statistics_are_used_and_stay() -> None:
    ours = Generator.of_ctgan(CtganGenerator(4, (8,), 7), 4, 0)
    noise = torch.randn(500, 4, generator=random())
    of_batch = ours.raw(noise, NOWHERE, Norms.OF_BATCH_AND_KEEP)
    kept = ours.weights["norm.0.mean"].clone()
    # The kept variance is that of a sample, n - 1, the batch's own that of all, n.
    torch.testing.assert_close(ours.raw(noise, NOWHERE, Norms.KEPT), of_batch, rtol=1e-2, atol=1e-2)
    assert torch.equal(ours.weights["norm.0.mean"], kept)


def test_that_the_critic_layer_by_layer_is_the_discriminator_of_ctgan() -> None:
    network = Discriminator(7 + 3, (6, 5), pac=2).eval()
    rows = torch.randn(8, 7, generator=random())
    places, vector = conditions(8, 3)
    critic = Critic.of_ctgan(network, 2, 3, 0.0)
    expected = network(torch.cat([rows, vector], dim=1))
    torch.testing.assert_close(critic.rest(critic.first(rows, places), random()), expected)
    torch.testing.assert_close(critic.frozen().first(rows, places), critic.first(rows, places))


def test_that_half_of_the_inner_values_are_dropped_and_the_rest_doubled() -> None:
    network = Discriminator(4, (1000,), pac=1)
    torch.nn.init.ones_(network.seq[3].weight)
    torch.nn.init.zeros_(network.seq[3].bias)
    judged = Critic.of_ctgan(network, 1, 0, 0.5).rest(torch.ones(50, 1000), random())
    assert judged.mean().item() == pytest.approx(1000, rel=0.02)
    assert judged.std().item() == pytest.approx(math.sqrt(1000), rel=0.3)


def test_that_the_penalty_of_a_linear_critic_has_its_closed_form() -> None:
    # D(x) = w x with |w| = 5 over a pack of two rows: 10 (5 - 1)^2 wherever it is measured.
    network = Discriminator(2, (), pac=2)
    network.seq[0].weight.data = torch.tensor([[4.0, 0.0, 0.0, 3.0]])
    critic = Critic.of_ctgan(network, 2, 0, 0.0)
    sums = critic.first(torch.randn(6, 2, generator=random()), NOWHERE[:6]).requires_grad_()
    # Without an inner layer the first sums are the judgement.
    gradients = critic.input_gradients(sums, critic.rest(sums, random()))
    assert losses.gradient_penalty(*gradients).item() == pytest.approx(160.0)


def test_that_input_gradients_and_their_gradients_equal_those_of_plain_autograd() -> None:
    network = Discriminator(7 + 3, (6, 5), pac=2).eval()
    critic = Critic.of_ctgan(network, 2, 3, 0.0)
    for weight in critic.learned.values():
        weight.requires_grad_()
    places, vector = conditions(8, 3)
    rows = torch.cat([torch.randn(8, 7, generator=random()), vector], dim=1).requires_grad_()
    (plain,) = torch.autograd.grad(network(rows).sum(), rows, create_graph=True)
    losses.gradient_penalty(plain.view(4, 20)).backward()
    sums = critic.first(rows[:, :7].contiguous(), places)
    parts = critic.input_gradients(sums, critic.rest(sums, random()))
    by_row = torch.cat([part.view(8, -1) for part in parts], dim=1)
    torch.testing.assert_close(by_row, plain)
    losses.gradient_penalty(*parts).backward()
    first = network.seq[0].weight.grad.t().reshape(2, 10, 6)
    torch.testing.assert_close(critic.weights["rows"].grad, first[:, :7].reshape(14, 6))
    torch.testing.assert_close(critic.weights["conditions"].grad[:6], first[:, 7:].reshape(6, 6))
    torch.testing.assert_close(critic.weights["inner.1"].grad, network.seq[3].weight.grad.t())


def test_that_sums_between_two_packs_are_the_sums_of_the_rows_between_them() -> None:
    critic = Critic.of_ctgan(Discriminator(7, (6,), pac=2), 2, 0, 0.0)
    real, fake = torch.randn(2, 4, 7, generator=random())
    between = 0.3 * real + 0.7 * fake
    mixed = 0.3 * critic.first(real, NOWHERE[:4]) + 0.7 * critic.first(fake, NOWHERE[:4])
    torch.testing.assert_close(critic.first(between, NOWHERE[:4]), mixed)


def test_that_building_is_seeded_and_leaves_global_random_numbers_alone() -> None:
    before = torch.get_rng_state()
    first, second = (networks.build(LAYOUT, CONFIG, 5)[0].weights for _ in range(2))
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no graphics card")
def test_that_a_graphics_card_gives_the_same_sums_and_gradients() -> None:
    card = torch.device("cuda")
    generator = Generator.of_ctgan(CtganGenerator(4 + 5, (8, 6), 7), 4, 5)
    critic = Critic.of_ctgan(Discriminator(7 + 5, (6, 5), pac=2), 2, 5, 0.0)
    noise, (places, _) = torch.randn(8, 4, generator=random()), conditions(8, 5)
    found = []
    for device in (torch.device("cpu"), card):
        there = generator.to(device), critic.to(device)
        for weight in (*there[0].learned.values(), *there[1].learned.values()):
            weight.requires_grad_()
        raw = there[0].raw(noise.to(device), places.to(device), Norms.OF_BATCH)
        there[1].first(raw, places.to(device)).square().sum().backward()
        found.append([raw, *(w.grad for w in there[0].learned.values()), there[1].weights["rows"].grad])
    for ours, theirs in zip(*found, strict=True):
        torch.testing.assert_close(theirs.cpu(), ours, rtol=1e-3, atol=1e-4)
