"""What every run of long work offers, wherever it runs."""

from collections.abc import Iterator
from typing import Protocol

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Event


class Run(Protocol):
    """One piece of work under way. Exactly one ending (`Finished | Cancelled | Failed`) comes from `poll`."""

    def start(self) -> None:
        """Begin; call once."""
        ...

    def poll(self, seconds: float) -> Iterator[Event]:
        """Yield the events that arrive within `seconds` (>= 0)."""
        ...

    def send(self, wish: Wish) -> None:
        """Tell the work what is wanted. Any thread may call this; it never waits."""
        ...

    def kill(self) -> None:
        """End the work at once; `poll` then yields `Cancelled`. Any thread may call this."""
        ...
