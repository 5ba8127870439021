"""How the one who started a piece of work tells it to pause, stop or give up."""

from enum import StrEnum
from typing import Protocol


class Wish(StrEnum):
    """What is wanted of running work."""

    GO_ON = "go on"
    PAUSE = "pause"
    STOP_AND_KEEP = "stop and keep"
    CANCEL = "cancel"


class Control(Protocol):
    """The working side's view: ask often (it costs microseconds), obey within a second."""

    def wish(self) -> Wish:
        """Return what is wanted now, without waiting."""
        ...

    def wait(self) -> Wish:
        """Block while the wish is `PAUSE`; return the next wish, which is never `PAUSE`."""
        ...


class Undisturbed:
    """A control that always wants the work to go on."""

    def wish(self) -> Wish:
        """Return `Wish.GO_ON`."""
        return Wish.GO_ON

    def wait(self) -> Wish:
        """Return `Wish.GO_ON` at once."""
        return Wish.GO_ON
