"""A child that reads a file is ended when it takes far too long or too much memory, and the user is told."""

from collections.abc import Callable

import pytest
from watching import collect

from synthdesk.domain.events import Failed, Finished
from synthdesk.jobs import limits
from synthdesk.jobs.process_run import ProcessRun


def test_that_a_reading_that_never_ends_is_ended_with_a_sentence(
    in_child: Callable[..., ProcessRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.3)
    ending = collect(in_child("spin"))[-1]
    assert isinstance(ending, Failed)
    assert "far longer" in str(ending.happened)


def test_that_a_reading_that_eats_the_memory_is_ended_with_a_sentence(
    in_child: Callable[..., ProcessRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MEMORY_SHARE", 1e-3)
    ending = collect(in_child("swell"))[-1]
    assert isinstance(ending, Failed)
    assert "free memory" in str(ending.happened)


def test_that_work_within_the_limits_is_left_alone(in_child: Callable[..., ProcessRun]) -> None:
    assert isinstance(collect(in_child("count 3"))[-1], Finished)
