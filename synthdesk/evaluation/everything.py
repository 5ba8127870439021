"""The whole evaluation of a synthetic table: how similar, how useful, and what it gives away."""

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import Outcome, PrivacyCheck
from synthdesk.domain.results import EvaluationResult
from synthdesk.domain.wishes import Wishes
from synthdesk.evaluation import fidelity, quality, summary
from synthdesk.evaluation.analyses import comparing
from synthdesk.evaluation.privacy import checks
from synthdesk.evaluation.privacy.attacks import REAL_AT_MOST
from synthdesk.evaluation.rows import Report, Rows
from synthdesk.evaluation.verdicts import judge_copies


def evaluate(rows: Rows, wishes: Wishes, report: Report) -> EvaluationResult:
    """Return everything that is measured of `rows`; the same rows, wishes and seed give the same figures.

    Args:
        rows: The synthetic table and the real rows behind it.
        wishes: What the user wants to know beside what is always measured.
        report: Is told the share that is done, 0-1; what it raises ends the work.
    """
    found = fidelity.evaluate(
        train=rows.train,
        holdout=rows.holdout,
        synthetic=rows.released,
        seed=rows.seed,
        report=lambda done: report(0.3 * done),
        outcomes=wishes.outcomes,
    )
    real = pl.concat([rows.train, rows.holdout])
    analyses = comparing.compare_all(wishes.comparisons, real, rows.released)
    better = quality.measure(rows, lambda done: report(0.3 + 0.2 * done), wishes.outcomes)
    privacy = checks.check_all(rows, lambda done: report(0.5 + 0.5 * done))
    told = tuple(_with_copies(check, found) for check in privacy)
    return replace(
        found, quality=better, privacy=told, analyses=analyses, notes=(*found.notes, *_notes(rows))
    )


def _notes(rows: Rows) -> list[Message]:
    notes = []
    if max(rows.train.height, rows.holdout.height, rows.released.height) > REAL_AT_MOST:
        notes.append(
            message(
                "Of tables with more than {limit:,} rows random parts were taken to compare whole rows and for the "
                "attacks of P2 to P5; P1, P6 and P7 looked at all rows.",
                limit=REAL_AT_MOST,
            )
        )
    if rows.patients is not None:
        notes.append(_of_patients(rows.patients, rows.learned))
    return notes


def _of_patients(patients: NDArray[np.int64], is_learned: NDArray[np.bool_]) -> Message:
    learned, held_out = (len(np.unique(patients[chosen])) for chosen in (is_learned, ~is_learned))
    return message(
        "The table has several rows of a patient: {learned:,} patients were learned and {held:,} held back, each "
        "with all rows. The checks for leaks count patients; what they say of rows is said of patients.",
        learned=learned,
        held=held_out,
    )


def _with_copies(check: PrivacyCheck, found: EvaluationResult) -> PrivacyCheck:
    """Return check P1 with what the rows of the table itself say.

    P1 asks whether learned rows come back more often than held-out ones. Where the real table itself is passed
    off as synthetic both come back equally often, and only its copies of learned rows tell.
    """
    if check.key != "P1" or judge_copies(found.copies).outcome is not Outcome.STOP:
        return check
    return replace(check, outcome=Outcome.STOP, testable=True, sentence=summary.copies_sentence(found))
