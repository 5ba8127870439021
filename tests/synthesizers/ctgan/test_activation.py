import pytest
import torch

from synthdesk.synthesizers.ctgan.activation import Activation, Groups, gumbel
from synthdesk.synthesizers.layout import Digit, Layout

CPU = torch.device("cpu")
SIZES = [3, 1, 300, 2, 7]


def layout() -> Layout:
    digits, start = [], 0
    for column, size in enumerate(SIZES):
        digits.append(Digit(column, 1, size, start))
        start += size
    return Layout(2, tuple(digits), (), 0, tuple(SIZES))


def random() -> torch.Generator:
    return torch.Generator().manual_seed(6)


def test_that_totals_are_given_back_at_every_place_of_the_group() -> None:
    values = torch.tensor([[1.0, 2.0, 3.0, 4.0, 5.0]])
    assert Groups([2, 3], CPU).totals(values).tolist() == [[3.0, 3.0, 12.0, 12.0, 12.0]]


@pytest.mark.parametrize("scale", [0.1, 3.0, 30.0])
def test_that_the_group_softmax_equals_one_softmax_per_group(scale: float) -> None:
    values = torch.randn(40, sum(SIZES), generator=random()) * scale
    expected = torch.cat([part.div(0.2).softmax(1) for part in values.split(SIZES, dim=1)], dim=1)
    torch.testing.assert_close(Groups(SIZES, CPU).softmax(values, 0.2), expected, atol=1e-5, rtol=1e-3)


def test_that_gradients_through_the_activation_equal_those_of_torch() -> None:
    raw = torch.randn(8, 2 + sum(SIZES), generator=random(), requires_grad=True)
    weights = torch.randn(8, 2 + sum(SIZES), generator=random())
    (Activation(layout(), CPU).soft(raw, random()) * weights).sum().backward()
    ours, raw.grad = raw.grad, None
    noisy = raw[:, 2:] + gumbel(8, sum(SIZES), random())
    groups = [part.div(0.2).softmax(1) for part in noisy.split(SIZES, dim=1)]
    (torch.cat([torch.tanh(raw[:, :2]), *groups], dim=1) * weights).sum().backward()
    torch.testing.assert_close(ours, raw.grad, atol=1e-5, rtol=1e-3)


def test_that_hard_outputs_are_drawn_from_the_softmax_of_the_raw_ones() -> None:
    raw = torch.zeros(20_000, 2 + sum(SIZES))
    raw[:, 2:5] = torch.log(torch.tensor([0.5, 0.2, 0.3]))
    digits, alphas = Activation(layout(), CPU).hard(raw, random())
    shares = torch.bincount(digits[:, 0].long(), minlength=3) / 20_000
    assert shares.tolist() == pytest.approx([0.5, 0.2, 0.3], abs=0.015)
    assert digits[:, 1].unique().tolist() == [0]
    assert alphas.shape == (20_000, 2)


def test_that_gumbel_noise_has_its_known_mean_and_variance() -> None:
    noise = gumbel(2000, 200, random())
    assert noise.mean().item() == pytest.approx(0.5772, abs=0.01)
    assert noise.var().item() == pytest.approx(1.6449, abs=0.02)
