"""What the figures mean: grades of similarity, and the outcome of the check for copies of real rows.

Plain Python, so that the window may ask too.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma

from synthdesk.domain.privacy import Outcome
from synthdesk.domain.results import CopyCheck, Similarity

CLOSE = 0.03
NEAR = 0.10
"""How far (in similarity) below two halves of the real data a table may be to count as close, or as near."""

COMPARABLE = 0.5
"""Similarity two halves of the real data need for a comparison to mean anything."""

COLUMN_CLOSE = 0.90
COLUMN_NEAR = 0.75
"""Similarity from which a single column or pair counts as close, or as near."""

FEWEST_HELD_OUT = 200
"""With fewer held-out rows a check for leaks is not testable (privacy note, section 2.4)."""

_LEVEL = 0.01
_ODD_LEVEL = 0.05
_NEGLIGIBLE = 1e-12


class Grade(StrEnum):
    """What one figure of quality calls for."""

    GOOD = "good"
    LOOK_CLOSER = "look closer"
    PROBLEM = "problem"


def grade(synthetic: Similarity, halves: Similarity) -> Grade:
    """Return how the table compares with two halves of the real data.

    Where not even those are alike (nearly every value is different) nothing can be called good.
    """
    behind = halves.overall - synthetic.overall
    if behind <= CLOSE and halves.overall >= COMPARABLE:
        return Grade.GOOD
    return Grade.LOOK_CLOSER if behind <= NEAR else Grade.PROBLEM


def grade_of_column(similarity: float) -> Grade:
    """Return how one column or one pair compares with the real one."""
    if similarity >= COLUMN_CLOSE:
        return Grade.GOOD
    return Grade.LOOK_CLOSER if similarity >= COLUMN_NEAR else Grade.PROBLEM


@dataclass(frozen=True, slots=True)
class CopyVerdict:
    """What the check for copies found.

    Attributes:
        outcome: Stop when copies are more frequent than chance explains (one-sided exact test of Fisher,
            p < 0.01). Review when there are fewer, but copies of rows that are there only once are more
            frequent than chance explains (p < 0.05) or held-out rows show none at all, or when there are
            too few held-out rows to compare with. Else none.
        p_value: Chance of so many copies if synthetic rows were copies as often as held-out rows are.
        expected: Copies expected by chance among the synthetic rows.
        noticed_from: Smallest number of copies that would have led to stop: the power of the check.
        testable: Whether there were at least `FEWEST_HELD_OUT` held-out rows.
    """

    outcome: Outcome
    p_value: float
    expected: float
    noticed_from: int
    testable: bool


def judge_copies(copies: CopyCheck) -> CopyVerdict:
    """Return the verdict on `copies` (check P1 of the privacy note)."""
    testable = copies.holdout_rows >= FEWEST_HELD_OUT
    p_value = _p_value(copies, copies.synthetic_copies)
    if p_value < _LEVEL:
        outcome = Outcome.STOP
    elif _has_odd_copies(copies) or (copies.synthetic_copies and not testable):
        outcome = Outcome.REVIEW
    else:
        outcome = Outcome.NONE
    expected = copies.synthetic_rows * copies.holdout_copies / max(copies.holdout_rows, 1)
    return CopyVerdict(outcome, p_value, expected, _noticed_from(copies), testable)


def fisher_greater(hits: int, rows: int, other_hits: int, other_rows: int) -> float:
    """Return the p-value of Fisher's exact test, one-sided: is `hits` of `rows` too many?

    The chance of `hits` or more among `rows` when all hits are dealt at random to both groups.

    >>> round(fisher_greater(3, 4, 1, 4), 4)
    0.2429
    """
    total = hits + other_hits
    whole = _log_choose(rows + other_rows, total)
    summed = 0.0
    for k in range(max(hits, total - other_rows), min(total, rows) + 1):
        term = exp(_log_choose(rows, k) + _log_choose(other_rows, total - k) - whole)
        summed += term
        if k * (rows + other_rows) > total * rows and term < summed * _NEGLIGIBLE:
            break
    return min(1.0, summed)


def _p_value(copies: CopyCheck, count: int) -> float:
    return fisher_greater(count, copies.synthetic_rows, copies.holdout_copies, copies.holdout_rows)


def _has_odd_copies(copies: CopyCheck) -> bool:
    """Return whether rows that are there only once were copied where chance hardly does that."""
    if not copies.unique_copies or not copies.holdout_unique_copies:
        return bool(copies.unique_copies)
    p_value = fisher_greater(
        copies.unique_copies, copies.synthetic_rows, copies.holdout_unique_copies, copies.holdout_rows
    )
    return p_value < _ODD_LEVEL


def _noticed_from(copies: CopyCheck) -> int:
    """Return the smallest number of copies with p below the level, all rows when even that is not enough."""
    low, high = 0, copies.synthetic_rows
    while low < high:
        middle = (low + high) // 2
        if _p_value(copies, middle) < _LEVEL:
            high = middle
        else:
            low = middle + 1
    return low


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
