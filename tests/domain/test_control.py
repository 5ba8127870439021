"""Work that nobody watches goes on."""

from synthdesk.domain.control import Undisturbed, Wish


def test_that_undisturbed_work_always_goes_on() -> None:
    control = Undisturbed()
    assert (control.wish(), control.wait()) == (Wish.GO_ON, Wish.GO_ON)
