"""Exact probabilities for small counts: no normal approximations where a patient may be one of three."""

from math import inf, log

from scipy.special import betainc, betaincinv

from synthdesk.evaluation.verdicts import fisher_greater

LEVEL = 0.95
"""Confidence of every interval."""


def clopper_pearson(hits: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Clopper & Pearson 1934); (0, 1) without trials.

    >>> tuple(round(end, 4) for end in clopper_pearson(5, 100))
    (0.0164, 0.1128)
    """
    if not trials:
        return 0.0, 1.0
    tail = (1 - LEVEL) / 2
    low = float(betaincinv(hits, trials - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, trials - hits, 1 - tail)) if hits < trials else 1.0
    return low, high


def epsilon_at_least(right: int, guesses: int) -> float:
    """Return the 95 % lower bound on epsilon when `right` of `guesses` about fair coins were right, >= 0.

    Steinke, Nasr & Jagielski 2023 (arXiv:2305.08846), theorem 5.2 with delta = 0: under epsilon the guesses
    are right no more often than coins with probability e^epsilon / (1 + e^epsilon).

    >>> [round(epsilon_at_least(right, 100), 2) for right in (50, 60, 80, 100)]
    [0.0, 0.05, 0.96, 3.49]
    """
    if not right:
        return 0.0
    at_least = float(betaincinv(right, guesses - right + 1, 1 - LEVEL))
    return max(0.0, log(at_least / (1 - at_least))) if at_least < 1 else inf


def right_from(guesses: int, epsilon: float) -> int:
    """Return the smallest number of right guesses whose lower bound exceeds `epsilon`, `guesses` + 1 if none.

    >>> right_from(100, 1.0), right_from(100, 3.0)
    (81, 99)
    """
    found = (
        right for right in range(guesses // 2, guesses + 1) if epsilon_at_least(right, guesses) > epsilon
    )
    return next(found, guesses + 1)


def above_by_chance(members: int, strangers_allowed: int, all_members: int, all_strangers: int) -> float:
    """Return the chance of at least `members` above all but `strangers_allowed` strangers in a random order.

    In words: among the first `members` + `strangers_allowed` of a random order of all rows, at most
    `strangers_allowed` are strangers (hypergeometric tail).

    >>> round(above_by_chance(1, 0, 1, 1), 9)
    0.5
    """
    drawn = members + strangers_allowed
    most = all_members + all_strangers - drawn
    # Few strangers inside means many outside: the same tail, seen as hits of a test of Fisher.
    return fisher_greater(all_strangers - strangers_allowed, most, strangers_allowed, drawn)


def binomial_greater(hits: int, trials: int, share: float) -> float:
    """Return the chance of at least `hits` in `trials` that each hit with chance `share`.

    >>> binomial_greater(3, 3, 0.5)
    0.125
    """
    if hits <= 0:
        return 1.0
    if share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    return float(betainc(hits, trials - hits + 1, share))


def share_at_most(hits: int, trials: int) -> float:
    """Return the 95 % upper bound of a share, 1 without trials."""
    return float(betaincinv(hits + 1, trials - hits, LEVEL)) if hits < trials else 1.0
