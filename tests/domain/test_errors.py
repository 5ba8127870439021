"""User errors say three things and survive the way between processes."""

import copy

from synthdesk.domain.errors import NotEnoughMemoryError, UserError
from synthdesk.domain.messages import message


def test_that_an_error_prints_as_three_sentences() -> None:
    error = UserError(message("The file is empty"), message("It has 0 bytes."), message("Choose another."))
    assert str(error) == "The file is empty. It has 0 bytes. Choose another."


def test_that_an_error_keeps_its_kind_and_sentences_when_copied() -> None:
    error = NotEnoughMemoryError(message("t"), message("h {n}", n=3), message("r"))
    again = copy.copy(error)  # copies through the same protocol that carries it between processes
    assert type(again) is NotEnoughMemoryError
    assert (again.title, again.happened, again.remedy) == (error.title, error.happened, error.remedy)
