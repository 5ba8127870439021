"""What the checks for leaks found: plain figures with their control, and what to do about an alarm."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from synthdesk.domain.messages import Message, message


class Outcome(StrEnum):
    """What a check for leaks found. There is no outcome that says there is no leak."""

    STOP = "stop"
    REVIEW = "review"
    NONE = "none"


class Head(StrEnum):
    """The three questions of the Article 29 Working Party, opinion 05/2014 (WP216), section 2.2."""

    SINGLING_OUT = "singling out"
    LINKABILITY = "linkability"
    INFERENCE = "inference"


class Remedy(StrEnum):
    """What can be done about an alarm with one click."""

    LARGER_GROUPS = "larger groups"
    LEAVE_OUT = "leave out"
    FEWER_ROUNDS = "fewer rounds"
    OTHER_METHOD = "other method"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do about an alarm.

    Attributes:
        remedy: What is done.
        columns: The columns it is done to; () where training itself is changed.
        smallest_group: New smallest group (`Remedy.LARGER_GROUPS`), else 0.
    """

    remedy: Remedy
    columns: tuple[str, ...] = ()
    smallest_group: int = 0

    @property
    def words(self) -> Message:
        """What a button says."""
        first = ", ".join(f"“{name}”" for name in self.columns[:2])
        more = len(self.columns) - 2
        if self.remedy is Remedy.FEWER_ROUNDS:
            return message("Train again with half the rounds")
        if self.remedy is Remedy.OTHER_METHOD:
            return message("Train again with CTGAN instead")
        if self.remedy is Remedy.LARGER_GROUPS:
            return message("Group values of fewer than {k} rows", k=self.smallest_group)
        if more > 0:
            return message("Leave out {names} and {more} more", names=first, more=more)
        return message("Leave out {names}", names=first)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a check, beside the same number where nothing can have leaked.

    Attributes:
        key: Its name in the JSON, "rate_at_1_percent".
        name: What it is, for people.
        value: The number measured on rows the model has learned.
        control: The same measured on held-out rows; None where there is no such thing.
        is_share: Whether the numbers are shares, 0-1.
        low, high: 95 % interval of `value`; None where none was computed.
    """

    key: str
    name: Message
    value: float
    control: float | None = None
    is_share: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class PrivacyCheck:
    """One check for leaks.

    Attributes:
        key: "P1" to "P8" (section 2.4 of the list of checks in README).
        title: The question it asks.
        heads: Under which of the three headings it stands.
        outcome: What was found; `Outcome.NONE` where it was not testable.
        testable: Whether there were enough held-out rows (or columns) to tell at all.
        sentence: What was found, with the control.
        power: What could have been noticed.
        method: How it was done, in two sentences at most.
        figures: The numbers.
        columns: Columns that the alarm is about, most concerned first.
        actions: What to do about an alarm, the best first; () without one.
    """

    key: str
    title: Message
    heads: tuple[Head, ...]
    outcome: Outcome
    testable: bool
    sentence: Message
    power: Message
    method: Message
    figures: tuple[Figure, ...] = ()
    columns: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()


def without_rounds(checks: Iterable[PrivacyCheck]) -> tuple[PrivacyCheck, ...]:
    """Return `checks` of a model that is not trained in rounds: where fewer would help, another method is offered."""
    other = {Action(Remedy.FEWER_ROUNDS): Action(Remedy.OTHER_METHOD)}
    return tuple(
        replace(check, actions=tuple(other.get(action, action) for action in check.actions))
        for check in checks
    )


def worst(checks: Iterable[PrivacyCheck]) -> Outcome:
    """Return the gravest outcome; `Outcome.NONE` for no checks."""
    found = {check.outcome for check in checks}
    return next((each for each in (Outcome.STOP, Outcome.REVIEW) if each in found), Outcome.NONE)
