import polars as pl
import pytest

from synthdesk.domain.privacy import Action, Head, Outcome, Remedy, without_rounds, worst
from synthdesk.evaluation.privacy.checks import check_all


def told(_: float) -> None:
    """Nobody listens."""


KEYS = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"]


def test_that_all_checks_are_made_in_order_and_repeat_themselves(clean) -> None:
    first, again = (check_all(clean, told) for _ in range(2))
    assert [check.key for check in first] == KEYS
    assert first == again
    assert worst(first) is Outcome.NONE


def test_that_every_check_stands_under_a_heading_and_says_its_power(clean) -> None:
    for check in check_all(clean, told):
        assert check.heads
        assert str(check.power)
        assert str(check.method)
    assert {head for check in check_all(clean, told) for head in check.heads} == set(Head)


def test_that_a_leaking_table_is_stopped(leaking) -> None:
    found = {check.key: check.outcome for check in check_all(leaking, told)}
    assert found["P1"] is found["P2"] is Outcome.STOP
    assert worst(check_all(leaking, told)) is Outcome.STOP


def test_that_progress_rises_to_one(clean) -> None:
    shares: list[float] = []
    check_all(clean, shares.append)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_that_the_work_ends_when_it_is_not_wanted_any_more(clean) -> None:
    def unwanted(done: float) -> None:
        if done > 0.3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        check_all(clean, unwanted)


def test_that_identical_data_are_stopped(make_patients, judge) -> None:
    train = make_patients(400, 1)
    assert worst(check_all(judge(train, make_patients(250, 2), train), told)) is Outcome.STOP


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"n": [1.5] * 30, "c": ["a"] * 30}),
        pl.DataFrame({"n": [None] * 30, "c": [None] * 30}, schema={"n": pl.Float64, "c": pl.String}),
        pl.DataFrame({"n": [float(n) for n in range(30)], "c": ["a"] * 30}),
        pl.DataFrame({"n": [None] * 300, "c": ["a", "b"] * 150}, schema={"n": pl.Float64, "c": pl.String}),
        pl.DataFrame({"c": ["a", "b"] * 150}),
    ],
    ids=["one class", "all missing", "thirty rows", "an empty column", "one column"],
)
def test_that_odd_tables_are_no_error(frame: pl.DataFrame, judge) -> None:
    found = check_all(judge(frame, frame, frame), told)
    assert [check.key for check in found] == KEYS
    assert check_all(judge(frame, frame, frame[:0]), told)


def test_that_actions_name_two_columns_at_most() -> None:
    assert str(Action(Remedy.LEAVE_OUT, ("a", "b", "c")).words) == "Leave out “a”, “b” and 1 more"
    assert str(Action(Remedy.LEAVE_OUT, ("a",)).words) == "Leave out “a”"
    assert str(Action(Remedy.LARGER_GROUPS, ("a",), 10).words) == "Group values of fewer than 10 rows"
    assert "rounds" in str(Action(Remedy.FEWER_ROUNDS).words)
    assert "CTGAN" in str(Action(Remedy.OTHER_METHOD).words)


def test_that_a_model_without_rounds_is_not_told_to_train_fewer(leaking) -> None:
    found = check_all(leaking, told)
    offered = {action.remedy for check in without_rounds(found) for action in check.actions}
    assert Remedy.FEWER_ROUNDS in {action.remedy for check in found for action in check.actions}
    assert Remedy.OTHER_METHOD in offered
    assert Remedy.FEWER_ROUNDS not in offered
