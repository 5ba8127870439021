"""What the user wants to know of a synthetic table beyond what is always measured."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from synthdesk.domain.preprocessing import RARE_BELOW


class Analysis(StrEnum):
    """A comparison that is made twice, on real and on synthetic rows."""

    MEANS = "means"
    LINEAR = "linear"
    LOGISTIC = "logistic"
    COX = "cox"
    SURVIVAL = "survival"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One analysis of the user's own.

    Attributes:
        analysis: What is computed.
        outcome: The compared or explained column; the event (happened or not) of `COX` and `SURVIVAL`.
        by: Explaining columns of a regression; the one grouping column of `MEANS` and `SURVIVAL`.
        time: Column with the time to the event (`COX`, `SURVIVAL`), else "".
        value: Value of `outcome` that counts as the event (`LOGISTIC`, `COX`, `SURVIVAL`); "" takes the rarer of
            two values.
    """

    analysis: Analysis
    outcome: str
    by: tuple[str, ...] = ()
    time: str = ""
    value: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it needs."""
        return tuple(name for name in (self.outcome, self.time, *self.by) if name)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be looked at.

    Attributes:
        outcomes: Columns that are predicted, learned from synthetic and from real rows.
        comparisons: The user's own analyses.
        sensitive: Columns nobody may guess; () takes every column.
        known: Columns an outsider may know; () takes those whose names say so.
        smallest_group: Groups of fewer real rows than this are rare, >= 2.
    """

    outcomes: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    sensitive: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    smallest_group: int = RARE_BELOW

    def only(self, names: Iterable[str]) -> "Wishes":
        """Return the wishes without those about columns that are not in `names`."""
        wanted = set(names)
        lists = (
            tuple(n for n in each if n in wanted) for each in (self.outcomes, self.sensitive, self.known)
        )
        outcomes, sensitive, known = lists
        comparisons = tuple(c for c in self.comparisons if wanted.issuperset(c.columns))
        return Wishes(outcomes, comparisons, sensitive, known, self.smallest_group)
