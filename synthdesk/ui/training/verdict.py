"""What the similarity measured so far means: one sentence, worked out from the history alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from synthdesk.domain.messages import Message, message

FEWEST_MEASUREMENTS = 4
"""With fewer measurements nothing can be said."""

STUCK_BELOW = 0.5
POINT = 0.01
FALLING_POINTS = 2 * POINT
REACHED_POINTS = POINT

_WINDOW_SHARE = 0.25
_STUCK_SHARE = 0.3


class Course(StrEnum):
    """Where the similarity is going."""

    EARLY = "early"
    RISING = "rising"
    FLAT = "flat"
    FALLING = "falling"
    STUCK = "stuck"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the similarity is going, and the sentence that says so."""

    course: Course
    words: Message


def verdict(history: Sequence[tuple[int, float]], *, epochs: int, halves: float | None = None) -> Verdict:
    """Return what (round, similarity) so far means, with `epochs` rounds planned.

    `halves` is the similarity of two halves of the real data; None when it is not known. Single outliers
    do not count: a median of three neighbours is looked at. The window is the last quarter of the
    measurements, at least `FEWEST_MEASUREMENTS - 1` of them.
    """
    if len(history) < FEWEST_MEASUREMENTS:
        return Verdict(Course.EARLY, message("The first figures come in. Leave it running."))
    rounds = [epoch for epoch, _ in history]
    smooth = _smoothed([similarity for _, similarity in history])
    best_round, best = max(history, key=lambda point: point[1])
    if best < STUCK_BELOW and rounds[-1] >= _STUCK_SHARE * epochs:
        return Verdict(Course.STUCK, _STUCK)
    window = max(FEWEST_MEASUREMENTS - 1, round(_WINDOW_SHARE * len(history)))
    gain = smooth[-1] - smooth[-1 - window]
    if max(smooth) - smooth[-1] >= FALLING_POINTS and best_round < rounds[-2]:
        return _falling(history, best_round, best)
    if gain >= POINT:
        return _rising(gain, rounds[-1] - rounds[-1 - window])
    if halves is not None and best >= halves - REACHED_POINTS:
        return Verdict(Course.REACHED, _REACHED)
    return _flat(rounds, smooth)


_STUCK = message(
    "The model does not learn well. Common causes: too few rows, or too many rare groups. "
    "Group rare categories or leave columns out in Prepare, then train again."
)
_REACHED = message("As similar as two halves of the real data are. You can stop and keep the best.")


def _rising(gain: float, rounds: int) -> Verdict:
    points = max(1, round(100 * gain))
    template = (
        "Still rising: +{points} point in the last {rounds:,} rounds. Leave it running."
        if points == 1
        else "Still rising: +{points} points in the last {rounds:,} rounds. Leave it running."
    )
    return Verdict(Course.RISING, message(template, points=points, rounds=rounds))


def _falling(history: Sequence[tuple[int, float]], best_round: int, best: float) -> Verdict:
    since = next(epoch for epoch, _ in history if epoch > best_round)
    return Verdict(
        Course.FALLING,
        message(
            "Getting worse since round {since:,}. The best state (round {best_round:,}, {percent} %) is kept.",
            since=since,
            best_round=best_round,
            percent=round(100 * best),
        ),
    )


def _flat(rounds: Sequence[int], smooth: Sequence[float]) -> Verdict:
    moving = [i for i, value in enumerate(smooth) if abs(value - smooth[-1]) >= POINT]
    since = rounds[moving[-1] + 1] if moving else rounds[0]
    words = message(
        "Hardly changes any more since round {since:,}. You can stop and keep the best.", since=since
    )
    return Verdict(Course.FLAT, words)


def _smoothed(values: Sequence[float]) -> list[float]:
    """Return medians of three neighbours; the ends take two of them."""
    return [median(values[max(0, i - 1) : i + 2]) for i in range(len(values))]
