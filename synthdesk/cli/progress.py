"""What running work says on stderr: a bar on a terminal, one line a minute elsewhere."""

import time
from collections.abc import Callable

from synthdesk.cli.console import Console
from synthdesk.domain.events import EpochDone, Event, Noticed, Progress, SimilarityMeasured, TrainingBegun
from synthdesk.domain.messages import message

LINE_SECONDS = 60.0
BAR_WIDTH = 30
_REDRAW_SECONDS = 0.1


class ProgressLine:
    """Shows how far one job is.

    Args:
        console: Where to write.
        clock: Seconds that only rise.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._every = _REDRAW_SECONDS if console.is_terminal else LINE_SECONDS
        self._next = clock() + (0.0 if console.is_terminal else LINE_SECONDS)
        self._similarity = ""

    def show(self, event: Event) -> None:
        """Take note of `event`, and write when it is time."""
        if isinstance(event, Noticed):
            self._console.remark(event.what)
        elif isinstance(event, TrainingBegun):
            self._console.remark(begun_words(event))
        elif isinstance(event, SimilarityMeasured):
            self._similarity = f", similarity {event.similarity:.3f} (best {event.best:.3f})"
        else:
            self._show_share(event)

    def _show_share(self, event: Event) -> None:
        described = self._described(event)
        if described is None or self._clock() < self._next:
            return
        self._next = self._clock() + self._every
        share, words = described
        if self._console.is_terminal:
            self._console.status(f"{bar(share)} {words}")
        else:
            self._console.remark(f"{share:4.0%} {words}")

    def _described(self, event: Event) -> tuple[float, str] | None:
        if isinstance(event, Progress):
            return event.done / event.total if event.total else 1.0, str(event.what)
        if isinstance(event, EpochDone):
            left = f"about {duration_words(event.seconds_left)} left"
            words = f"Round {event.epoch:,} of {event.epochs:,}, {left}{self._similarity}"
            return event.epoch / max(event.epochs, 1), words
        return None


def bar(share: float) -> str:
    """Return a bar of which `share` (0-1) is filled.

    >>> bar(0.5)
    '[###############---------------]  50%'
    """
    filled = round(max(0.0, min(share, 1.0)) * BAR_WIDTH)
    return f"[{'#' * filled}{'-' * (BAR_WIDTH - filled)}] {share:4.0%}"


def duration_words(seconds: float) -> str:
    """Return seconds as people say them.

    >>> duration_words(42.3), duration_words(200), duration_words(7500)
    ('42 s', '3 min', '2 h 5 min')
    """
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def begun_words(event: TrainingBegun) -> str:
    """Return the line that says what is trained on."""
    return str(
        message(
            "Training on the {device}: {learned:,} rows to learn from, {held_out:,} held out to measure.",
            device=event.device_words,
            learned=event.rows_learned,
            held_out=event.rows_held_out,
        )
    )
