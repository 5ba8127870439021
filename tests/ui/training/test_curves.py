"""Curves of a run as they grow."""

from synthdesk.ui.training.curves import Curves


def test_that_a_round_told_several_times_has_one_point() -> None:
    curves = Curves("generator", "critic")
    for epoch, value in ((1, 0.1), (1, 0.2), (2, 0.3), (2, 0.5)):
        curves.append(epoch, value, -value)
    assert curves.points() == [(1, 0.2), (2, 0.5)]


def test_that_a_resumed_run_forgets_what_came_after_its_checkpoint() -> None:
    curves = Curves("similarity")
    for epoch in range(1, 8):
        curves.append(epoch, epoch / 10)
    curves.forget_after(5)
    assert [epoch for epoch, _ in curves.points()] == [1, 2, 3, 4, 5]


def test_that_many_points_are_shown_by_the_extremes_of_equal_parts() -> None:
    curves = Curves("loss")
    for epoch in range(1000):
        curves.append(epoch, 5.0 if epoch == 700 else float(epoch % 2))
    x, y = curves.shown("loss", most=20)
    assert len(x) == 20
    assert 5.0 in y
