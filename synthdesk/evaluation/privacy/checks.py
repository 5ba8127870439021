"""All checks for leaks on one synthetic table."""

from synthdesk.domain.privacy import PrivacyCheck
from synthdesk.evaluation.privacy import copying, extremes, guessing, identifying, membership, rarity
from synthdesk.evaluation.privacy.attacks import Targets, attack
from synthdesk.evaluation.rows import Report, Rows

_NOBODY_UNDER_ATTACK = 2


def check_all(rows: Rows, report: Report) -> tuple[PrivacyCheck, ...]:
    """Return the checks P1 to P8 in this order; the same rows and seed give the same figures.

    Patients are counted, not rows, where they are known: P2 to P5 look at one row of each.

    Args:
        rows: The synthetic table and the real rows behind it.
        report: Is told how much is done; what it raises ends the work.
    """
    report(0.0)
    copied = copying.check(rows)
    report(0.2)
    single = rows.one_of_each_patient()
    attacked = _attacked(single, lambda done: report(0.2 + 0.4 * done))
    members = (
        membership.check_all(single, attacked),
        membership.check_isolated(single, attacked),
        membership.audit(single, attacked),
    )
    guessed = guessing.check(single, lambda done: report(0.6 + 0.3 * done))
    rare = rarity.check(rows)
    report(0.95)
    found = (copied, *members, guessed, rare, extremes.check(rows), identifying.check(rows))
    report(1.0)
    return found


def _attacked(rows: Rows, report: Report) -> Targets:
    """Return the attacked rows; none where there are too few held-out rows to learn anything from them."""
    if rows.enough_held_out and rows.synthetic.height >= _NOBODY_UNDER_ATTACK:
        return attack(rows, report)
    import numpy as np

    nobody = np.zeros(0, bool)
    return Targets({}, nobody, nobody, nobody)
