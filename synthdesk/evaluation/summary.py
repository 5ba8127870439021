"""The result of an evaluation in plain sentences; plain Python, so that the window may use it."""

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import Outcome, worst
from synthdesk.domain.results import EvaluationResult
from synthdesk.evaluation.verdicts import Grade, grade, judge_copies

NO_SIGN = message(
    "These checks found no sign of the leaks they look for. They cannot prove that the data are anonymous. "
    "Whether you may share the file is for your data-protection officer to decide."
)
"""The fixed caution where no check raised an alarm."""

CAUTION = message(
    "These checks look for some leaks only. They cannot prove that the data are anonymous. "
    "Whether you may share the file is for your data-protection officer to decide."
)
"""The fixed caution where some check raised an alarm or could not be done."""

_SIMILARITY = {
    Grade.GOOD: message(
        "Column by column and pair by pair the synthetic table is {synthetic} % similar to real rows the model "
        "has not seen; two samples of the real rows reach {halves} %. It looks like the real data."
    ),
    Grade.LOOK_CLOSER: message(
        "Column by column and pair by pair the synthetic table is {synthetic} % similar to real rows the model "
        "has not seen; two samples of the real rows reach {halves} %. Some differences deserve a look."
    ),
    Grade.PROBLEM: message(
        "Column by column and pair by pair the synthetic table is only {synthetic} % similar to real rows the "
        "model has not seen; two samples of the real rows reach {halves} %. It differs clearly from the real data."
    ),
}
_LESS_USEFUL = message(
    "Column by column and pair by pair the synthetic table is {synthetic} % similar to real rows the model has "
    "not seen; two samples of the real rows reach {halves} %. But predictions learned from it put real rows in the "
    "right order {lost} percentage points less often than those learned from real rows: train longer."
)
MOST_LOST = 0.1
"""Loss of the area under the curve from which a table that looks alike is called less useful."""

_COPIES = {
    Outcome.NONE: message(
        "{copies:,} of {rows:,} synthetic rows equal a real row; about {expected:,} would be expected by chance."
    ),
    Outcome.REVIEW: message(
        "{copies:,} of {rows:,} synthetic rows equal a real row, {unique:,} of them a row that is there only once; "
        "about {expected:,} would be expected by chance. Look closer before you pass the table on."
    ),
    Outcome.STOP: message(
        "{copies:,} of {rows:,} synthetic rows equal a real row, far more than the {expected:,} expected by chance. "
        "The table repeats real rows: do not pass it on. Train again for fewer rounds or with fewer columns."
    ),
}


_ALARMS = {
    Outcome.REVIEW: message("Look closer before you pass the table on: {checks}"),
    Outcome.STOP: message("Evidence of a leak: do not pass the table on. Found by {checks}"),
}


def grade_of(result: EvaluationResult) -> Grade:
    """Return the grade of the whole: a table that predicts badly is not good, however alike it looks."""
    found = grade(result.synthetic, result.halves)
    return Grade.LOOK_CLOSER if found is Grade.GOOD and _lost(result) > MOST_LOST else found


def sentence(result: EvaluationResult) -> Message:
    """Return the one sentence that sums up how similar, and how useful, the synthetic table is."""
    lost, alike = _lost(result), grade(result.synthetic, result.halves) is Grade.GOOD
    told = _LESS_USEFUL if alike and lost > MOST_LOST else _SIMILARITY[grade_of(result)]
    return message(
        told.template,
        synthetic=_percent(result.synthetic.overall),
        halves=_percent(result.halves.overall),
        lost=round(100 * lost),
    )


def weakest(result: EvaluationResult) -> Message | None:
    """Return a sentence on the columns that differ most, or None when there is no column."""
    if not result.columns:
        return None
    column = result.columns[0]
    if not result.pairs:
        return message(
            "“{column}” differs most: {similar} %.", column=column.name, similar=_percent(column.similarity)
        )
    pair = result.pairs[0]
    return message(
        "“{column}” is the column that differs most ({similar} %); “{first}” with “{second}” the pair ({together} %).",
        column=column.name,
        similar=_percent(column.similarity),
        first=pair.first,
        second=pair.second,
        together=_percent(pair.similarity),
    )


def copies_sentence(result: EvaluationResult) -> Message:
    """Return what was found about copies of real rows."""
    verdict = judge_copies(result.copies)
    return message(
        _COPIES[verdict.outcome].template,
        copies=result.copies.synthetic_copies,
        rows=result.copies.synthetic_rows,
        unique=result.copies.unique_copies,
        expected=round(verdict.expected),
    )


def power_sentence(result: EvaluationResult) -> Message:
    """Return from how many copies on the check would have raised the alarm, or that it could not tell."""
    verdict = judge_copies(result.copies)
    if not verdict.testable:
        return message(
            "Only {rows:,} real rows were held back: too few to tell copying from chance with confidence.",
            rows=result.copies.holdout_rows,
        )
    return message(
        "With {rows:,} held-back rows to compare with, {copies:,} copies or more would have raised the alarm.",
        rows=result.copies.holdout_rows,
        copies=verdict.noticed_from,
    )


def copies_outcome(result: EvaluationResult) -> Outcome:
    """Return the outcome of the check for copies: that of P1 where the checks were made."""
    made = next((check.outcome for check in result.privacy if check.key == "P1"), None)
    return judge_copies(result.copies).outcome if made is None else made


def privacy_outcome(result: EvaluationResult) -> Outcome:
    """Return the gravest outcome of the checks for leaks, or of the check for copies alone."""
    return worst(result.privacy) if result.privacy else judge_copies(result.copies).outcome


def privacy_sentence(result: EvaluationResult) -> Message:
    """Return which checks for leaks raised an alarm, and how many could not be made."""
    if not result.privacy:
        return copies_sentence(result)
    outcome = privacy_outcome(result)
    alarmed = [f"{check.key} “{check.title}”" for check in result.privacy if check.outcome is outcome]
    tested = sum(check.testable for check in result.privacy)
    if outcome is Outcome.NONE:
        return message(
            "No leak was found by the {tested} of {all} checks that could be made.",
            tested=tested,
            all=len(result.privacy),
        )
    return message(_ALARMS[outcome].template, checks=", ".join(alarmed))


def attempt_sentence(result: EvaluationResult) -> Message | None:
    """Return how often the project was evaluated, or None the first time."""
    if result.attempt <= 1:
        return None
    return message(
        "This is evaluation number {attempt} of this project. Whoever repeats it until no check rings has shown "
        "less than these figures seem to say.",
        attempt=result.attempt,
    )


def usefulness_sentence(result: EvaluationResult) -> Message | None:
    """Return how much what synthetic rows teach is worth on real rows, or None when it was not measured."""
    if not result.usefulness:
        return None
    worst = result.usefulness[0]
    return message(
        "Predictions learned from synthetic rows put real rows in the right order {lost} percentage points less "
        "often, on average, than those learned from real rows; most is lost for “{column}” ({synthetic} % "
        "instead of {real} %).",
        lost=round(100 * _lost(result), 1),
        column=worst.name,
        synthetic=_percent(worst.synthetic),
        real=_percent(worst.real),
    )


def caution(result: EvaluationResult) -> Message:
    """Return the fixed sentences that stand under every result."""
    all_made = all(check.testable for check in result.privacy)
    return NO_SIGN if privacy_outcome(result) is Outcome.NONE and all_made else CAUTION


def sentences(result: EvaluationResult) -> tuple[Message, ...]:
    """Return the whole summary, the most important first."""
    found = (sentence(result), weakest(result), usefulness_sentence(result), privacy_sentence(result))
    return tuple(said for said in found if said is not None)


def _lost(result: EvaluationResult) -> float:
    """Return how much worse synthetic rows teach to predict than real ones, mean over columns, 0-1."""
    losses = [max(0.0, u.real - u.synthetic) for u in result.usefulness]
    return sum(losses) / len(losses) if losses else 0.0


def _percent(share: float) -> int:
    """Return a share as whole percent; only 1.0 itself is 100."""
    return 100 if share >= 1.0 else min(99, round(100 * share))
