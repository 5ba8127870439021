"""P2 to P4: whether somebody could tell that a patient was among the learned rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import Action, Figure, Head, Outcome, PrivacyCheck, Remedy
from synthdesk.evaluation.coding import Numbers
from synthdesk.evaluation.privacy.attacks import RATIO, Targets
from synthdesk.evaluation.privacy.exact import (
    above_by_chance,
    clopper_pearson,
    epsilon_at_least,
    right_from,
)
from synthdesk.evaluation.rows import Rows

RATES = (0.01, 0.001)
"""Shares of held-out rows that may be taken for learned ones."""

REVIEW_ABOVE, STOP_ABOVE = (0.02, 0.01), (0.05, 0.05)
"""Lower bounds of the share found out, at each of `RATES`, from which an alarm is raised."""

CANDIDATES_AT_MOST = 2_000
GUESSES_AT_MOST = 100
REVIEW_EPSILON, STOP_EPSILON = 1.0, 3.0
FEWEST_ISOLATED = 30
"""With fewer isolated held-out rows check P3 is not testable."""

_LEVEL = 1e-3
_FEWER_ROUNDS = (Action(Remedy.FEWER_ROUNDS),)


@dataclass(frozen=True, slots=True)
class Found:
    """How many learned rows the best attack finds while it takes few held-out rows for learned ones.

    Attributes:
        attack: Name of the attack.
        hits, rows: Learned rows found, and looked at.
        mistakes_allowed, strangers: Held-out rows that may be taken for learned ones, and looked at.
        chance: Chance of so many hits by luck, corrected for the number of attacks and rates.
    """

    attack: str
    hits: int
    rows: int
    mistakes_allowed: int
    strangers: int
    chance: float

    @property
    def share(self) -> float:
        """Share of learned rows found, 0-1: the true-positive rate."""
        return self.hits / max(self.rows, 1)

    @property
    def bounds(self) -> tuple[float, float]:
        """Its 95 % interval."""
        return clopper_pearson(self.hits, self.rows)


def best_attack(scores: dict[str, Numbers], learned: NDArray[np.bool_], rate: float, tests: int) -> Found:
    """Return the attack that finds most at the false-positive rate `rate`.

    Args:
        scores: Scores by attack.
        learned: Which rows were learned; at least one was not.
        rate: Share of held-out rows that may be taken for learned ones.
        tests: How many such tests are made, by which the chance is multiplied.
    """
    found = [_found(name, values, learned, rate, tests) for name, values in scores.items()]
    return max(found, key=lambda each: (each.hits, -each.chance))


def check_all(rows: Rows, targets: Targets) -> PrivacyCheck:
    """Return check P2."""
    return _check(
        "P2",
        message("Could someone tell that a patient was in the data?"),
        (Head.LINKABILITY, Head.INFERENCE),
        targets,
        targets.ordinary,
        testable=rows.enough_held_out,
    )


def check_isolated(rows: Rows, targets: Targets) -> PrivacyCheck:
    """Return check P3: the same for the 5 % of rows that are furthest from all others."""
    strangers = int((targets.isolated & ~targets.learned).sum())
    return _check(
        "P3",
        message("Are the most unusual patients exposed?"),
        (Head.SINGLING_OUT, Head.LINKABILITY),
        targets,
        targets.isolated,
        testable=rows.enough_held_out and strangers >= FEWEST_ISOLATED,
    )


def _check(
    key: str,
    title: Message,
    heads: tuple[Head, ...],
    targets: Targets,
    chosen: NDArray[np.bool_],
    *,
    testable: bool,
) -> PrivacyCheck:
    learned = targets.learned[chosen]
    if not testable or learned.all() or not learned.any():
        return _not_testable(key, title, heads, int((~learned).sum()))
    scores = {name: values[chosen] for name, values in targets.scores.items()}
    tests = len(scores) * len(RATES)
    found = [best_attack(scores, learned, rate, tests) for rate in RATES]
    outcome = _outcome(found)
    return PrivacyCheck(
        key=key,
        title=title,
        heads=heads,
        outcome=outcome,
        testable=True,
        sentence=_sentence(found[0]),
        power=_power(found[0]),
        method=_METHODS[key],
        figures=_figures(found),
        actions=() if outcome is Outcome.NONE else _FEWER_ROUNDS,
    )


def _outcome(found: list[Found]) -> Outcome:
    sure = [(each, at) for at, each in enumerate(found) if each.chance < _LEVEL]
    if any(each.bounds[0] > STOP_ABOVE[at] for each, at in sure):
        return Outcome.STOP
    return Outcome.REVIEW if any(each.bounds[0] > REVIEW_ABOVE[at] for each, at in sure) else Outcome.NONE


def _figures(found: list[Found]) -> tuple[Figure, ...]:
    names = (
        message("Learned rows found, one in 100 held-back rows mistaken"),
        message("Learned rows found, one in 1,000 held-back rows mistaken"),
    )
    shares = tuple(
        Figure(
            f"found_at_{100 * rate:g}_percent",
            name,
            each.share,
            each.mistakes_allowed / each.strangers,
            is_share=True,
            low=each.bounds[0],
            high=each.bounds[1],
        )
        for rate, name, each in zip(RATES, names, found, strict=True)
    )
    return (
        *shares,
        Figure("rows", message("Rows under attack"), found[0].rows, found[0].strangers),
        Figure("least_chance", message("Chance of so many hits by luck"), min(f.chance for f in found)),
    )


def _sentence(found: Found) -> Message:
    low, high = found.bounds
    return message(
        "The best attack finds {share} % of {rows:,} learned rows ({low} to {high} %) while it mistakes {control} % of "
        "{strangers:,} held-back rows for learned ones.",
        share=round(100 * found.share, 1),
        rows=found.rows,
        low=round(100 * low, 1),
        high=round(100 * high, 1),
        control=round(100 * found.mistakes_allowed / found.strangers, 1),
        strangers=found.strangers,
    )


def _power(found: Found) -> Message:
    hits = next(
        (
            hits
            for hits in range(found.rows + 1)
            if clopper_pearson(hits, found.rows)[0] > REVIEW_ABOVE[0]
            and above_by_chance(hits, found.mistakes_allowed, found.rows, found.strangers) < _LEVEL / 6
        ),
        found.rows,
    )
    return message(
        "An attack that finds {hits:,} of {rows:,} learned rows would have raised the alarm.",
        hits=hits,
        rows=found.rows,
    )


def _found(name: str, scores: Numbers, learned: NDArray[np.bool_], rate: float, tests: int) -> Found:
    strangers = np.sort(scores[~learned])[::-1]
    allowed = int(rate * len(strangers))
    hits = int((scores[learned] > strangers[allowed]).sum())
    chance = above_by_chance(hits, allowed, int(learned.sum()), len(strangers)) if hits else 1.0
    return Found(name, hits, int(learned.sum()), allowed, len(strangers), min(1.0, tests * chance))


def audit(rows: Rows, targets: Targets) -> PrivacyCheck:
    """Return check P4: guesses about fair coins, and the smallest epsilon that explains them.

    Held-out rows and as many learned ones as fair coins say are mixed; the rows that look most learned are
    guessed to be so (Steinke, Nasr & Jagielski 2023, arXiv:2305.08846, with the split before training as the
    coins).
    """
    title = message("How often would a guess about a patient be right?")
    heads = (Head.LINKABILITY,)
    members, strangers = (
        np.flatnonzero(targets.ordinary & kind) for kind in (targets.learned, ~targets.learned)
    )
    half = min(len(members), len(strangers), CANDIDATES_AT_MOST)
    if not rows.enough_held_out or half < FEWEST_ISOLATED:
        return _not_testable("P4", title, heads, len(strangers))
    right, guesses = guess(
        targets.scores[RATIO], members, strangers, np.random.default_rng([rows.seed, 0xC01])
    )
    epsilon = epsilon_at_least(right, guesses)
    outcome = _audited(epsilon)
    return PrivacyCheck(
        key="P4",
        title=title,
        heads=heads,
        outcome=outcome,
        testable=True,
        sentence=message(
            "Of the {guesses:,} guesses it was most sure of, an attacker got {right:,} right; tossing a coin gets "
            "about {coin:,}. An epsilon of at least {epsilon} explains that.",
            guesses=guesses,
            right=right,
            coin=guesses // 2,
            epsilon=round(epsilon, 2),
        ),
        power=message(
            "An attacker who is right {right:,} of {guesses:,} times would have raised the alarm.",
            right=min(right_from(guesses, REVIEW_EPSILON), guesses),
            guesses=guesses,
        ),
        method=_METHODS["P4"],
        figures=_audit_figures(right, guesses, epsilon),
        actions=() if outcome is Outcome.NONE else _FEWER_ROUNDS,
    )


def _audited(epsilon: float) -> Outcome:
    if epsilon > STOP_EPSILON:
        return Outcome.STOP
    return Outcome.REVIEW if epsilon > REVIEW_EPSILON else Outcome.NONE


def _audit_figures(right: int, guesses: int, epsilon: float) -> tuple[Figure, ...]:
    low, high = clopper_pearson(right, guesses)
    share = message("Guesses that were right")
    return (
        Figure("right", share, right / guesses, 0.5, is_share=True, low=low, high=high),
        Figure("guesses", message("Guesses"), guesses),
        Figure("epsilon_at_least", message("Epsilon, 95 % lower bound"), epsilon),
    )


def guess(
    scores: Numbers, members: NDArray[np.int64], strangers: NDArray[np.int64], rng: np.random.Generator
) -> tuple[int, int]:
    """Return how many guesses "was learned" were right, and how many were made.

    Candidates are drawn so that each is a learned row with the chance of a fair coin; a tenth of them is
    guessed, at most `GUESSES_AT_MOST`.
    """
    half = min(len(members), len(strangers), CANDIDATES_AT_MOST)
    coins = min(int(rng.binomial(half, 0.5)), half)
    drawn = np.concatenate([rng.permutation(members)[:coins], rng.permutation(strangers)[: half - coins]])
    guesses = min(GUESSES_AT_MOST, max(len(drawn) // 10, 10))
    mixed = rng.permutation(len(drawn))
    surest = mixed[np.argsort(-scores[drawn][mixed], kind="stable")[:guesses]]
    return int((surest < coins).sum()), guesses


def _not_testable(key: str, title: Message, heads: tuple[Head, ...], strangers: int) -> PrivacyCheck:
    return PrivacyCheck(
        key=key,
        title=title,
        heads=heads,
        outcome=Outcome.NONE,
        testable=False,
        sentence=message("Not testable: too few real rows were held back."),
        power=message(
            "Only {rows:,} held-back rows could be looked at: nothing can be told from chance.",
            rows=strangers,
        ),
        method=_METHODS[key],
    )


_METHODS = {
    "P2": message(
        "Three attacks (nearest synthetic row, that distance beside the one to other real rows, and how much likelier "
        "a row is among synthetic ones) rank learned and held-back rows; the best of them counts."
    ),
    "P3": message(
        "The attacks of P2 on the 5 % of real rows that are furthest from their five nearest neighbours, because "
        "unusual patients are found first."
    ),
    "P4": message(
        "The split before training was a coin toss for each row. How often an attacker guesses the toss right bounds "
        "from below how much the table tells; it never shows that it tells little."
    ),
}
