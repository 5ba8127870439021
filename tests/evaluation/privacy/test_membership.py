import numpy as np
import pytest

from synthdesk.domain.privacy import Outcome
from synthdesk.evaluation.privacy import membership
from synthdesk.evaluation.privacy.attacks import Targets, attack
from synthdesk.evaluation.privacy.membership import best_attack, guess

LEARNED = np.arange(300) < 100


def targets(scores: np.ndarray, isolated: np.ndarray | None = None) -> Targets:
    everybody = np.ones(len(scores), bool)
    named = {"distance": scores, "distance_ratio": scores, "density_ratio": np.zeros(len(scores))}
    return Targets(named, LEARNED, everybody if isolated is None else isolated, everybody)


def test_that_hits_are_counted_above_the_allowed_mistakes() -> None:
    # strangers score 0 ... 199; at 1 % two may be above; 5 members are above the third
    scores = np.concatenate([np.full(95, -1.0), np.full(5, 197.5), np.arange(200.0)])
    found = best_attack({"one": scores}, LEARNED, 0.01, 1)
    assert (found.hits, found.rows, found.mistakes_allowed, found.strangers) == (5, 100, 2, 200)
    assert found.share == 0.05
    none = best_attack({"one": scores}, LEARNED, 0.001, 1)
    assert (none.hits, none.chance) == (0, 1.0)


def test_that_the_best_of_several_attacks_counts_and_pays_for_it() -> None:
    good, bad = np.where(LEARNED, 1.0, 0.0), np.zeros(300)
    found = best_attack({"bad": bad, "good": good}, LEARNED, 0.01, 4)
    assert (found.attack, found.hits) == ("good", 100)
    alone = best_attack({"good": good}, LEARNED, 0.01, 1)
    assert found.chance == pytest.approx(4 * alone.chance)


def test_that_a_perfect_attack_stops(clean) -> None:
    perfect = targets(np.where(LEARNED, 1.0, 0.0) + np.linspace(0, 0.1, 300))
    checks = (membership.check_all, membership.check_isolated, membership.audit)
    assert [check(clean, perfect).outcome for check in checks][:2] == [Outcome.STOP, Outcome.STOP]
    audit = membership.audit(clean, perfect)
    assert {f.key: f.value for f in audit.figures}["right"] == 1.0


def test_that_luck_is_no_alarm(clean) -> None:
    random = targets(np.random.default_rng(5).normal(size=300))
    for check in (membership.check_all, membership.check_isolated, membership.audit):
        assert check(clean, random).outcome is Outcome.NONE


def test_that_too_few_isolated_strangers_are_not_testable(clean) -> None:
    few = targets(np.zeros(300), isolated=np.arange(300) < 120)
    found = membership.check_isolated(clean, few)
    assert (found.testable, found.outcome) == (False, Outcome.NONE)


def test_that_the_surest_guesses_are_made() -> None:
    scores = np.concatenate([np.ones(1000), np.zeros(1000)])
    right, guesses = guess(scores, np.arange(1000), np.arange(1000, 2000), np.random.default_rng(1))
    assert (right, guesses) == (100, 100)


def test_that_half_of_blind_guesses_are_right() -> None:
    rng = np.random.default_rng(3)
    found = [guess(rng.normal(size=2000), np.arange(1000), np.arange(1000, 2000), rng)[0] for _ in range(40)]
    assert np.mean(found) == pytest.approx(50, abs=3)


def test_that_attacks_find_copied_rows_and_repeat_themselves(leaking) -> None:
    first, again = (attack(leaking, lambda _: None) for _ in range(2))
    for name in first.scores:
        assert np.array_equal(first.scores[name], again.scores[name])
    assert membership.check_all(leaking, first).outcome is Outcome.STOP
    assert not set(first.learned[first.isolated]) - {True, False}


def test_that_nothing_is_found_in_a_clean_table(clean) -> None:
    found = attack(clean, lambda _: None)
    assert membership.check_all(clean, found).outcome is Outcome.NONE
    assert 0.03 < found.isolated.mean() < 0.15
