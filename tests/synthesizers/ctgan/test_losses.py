import math

import pytest
import torch

from synthdesk.synthesizers.ctgan import losses


def test_that_the_critic_loss_is_the_difference_of_means() -> None:
    assert losses.critic_loss(torch.tensor([3.0, 5.0]), torch.tensor([1.0, 2.0])).item() == -2.5


def test_that_the_generator_loss_is_minus_the_mean_judgement() -> None:
    assert losses.generator_loss(torch.tensor([3.0, -1.0])).item() == -1.0


def test_that_gradients_of_length_two_and_one_cost_five() -> None:
    # 10 ((2 - 1)^2 + (1 - 1)^2) / 2
    assert losses.gradient_penalty(torch.tensor([[0.0, 2.0], [1.0, 0.0]])).item() == 5.0


def test_that_a_gradient_in_parts_counts_with_its_whole_length() -> None:
    # (3, 4) has length 5: 10 (5 - 1)^2
    assert losses.gradient_penalty(torch.tensor([[3.0]]), torch.tensor([[4.0]])).item() == 160.0


def test_that_a_gradient_of_zero_length_costs_ten_and_pulls_nowhere() -> None:
    gradient = torch.zeros((1, 2), requires_grad=True)
    penalty = losses.gradient_penalty(gradient, torch.zeros((1, 0)))
    penalty.backward()
    assert penalty.item() == 10.0
    assert gradient.grad.tolist() == [[0.0, 0.0]]


def test_that_the_condition_loss_is_the_cross_entropy_of_the_conditioned_group_only() -> None:
    raw = torch.tensor([[9.0, 0.0, 0.0, 7.0, 7.0], [9.0, 5.0, 5.0, 0.0, math.log(3.0)]])
    starts, sizes = torch.tensor([1, 3]), torch.tensor([2, 2])
    found = losses.condition_loss(raw, starts, sizes, torch.tensor([0, 1]), widest=2)
    # Row 1: log 2; row 2: -log(3 / 4)
    assert found.item() == pytest.approx((math.log(2) - math.log(0.75)) / 2)


def test_that_groups_of_different_size_do_not_leak_into_each_other() -> None:
    raw = torch.tensor([[1.0, 1.0, 1.0, 50.0], [50.0, 50.0, 50.0, 0.0]])
    found = losses.condition_loss(
        raw, torch.tensor([0, 3]), torch.tensor([3, 1]), torch.tensor([2, 0]), widest=7
    )
    assert found.item() == pytest.approx(math.log(3) / 2)
