"""The figures of an evaluation as plain data for the command line."""

from synthdesk.domain.results import ColumnComparison, ColumnUsefulness, EvaluationResult, Similarity
from synthdesk.evaluation import summary
from synthdesk.evaluation.verdicts import judge_copies

_DIGITS = 6


def as_json(result: EvaluationResult) -> dict[str, object]:
    """Return `quality`, `usefulness` and `privacy` as dicts, lists, texts and numbers.

    All shares are 0-1. `privacy` holds the check `P1` (copies of real rows) with `outcome` "stop", "review"
    or "none", its figures, the control on held-out rows and its power.
    """
    return {
        "quality": _quality(result),
        "usefulness": _usefulness(result),
        "privacy": {"P1": _copies(result), "caution": str(summary.caution(result))},
    }


def _quality(result: EvaluationResult) -> dict[str, object]:
    return {
        "sentence": str(summary.sentence(result)),
        "synthetic": _similarity(result.synthetic),
        "halves": _similarity(result.halves),
        "columns": [_column(column) for column in result.columns],
        "pairs": [
            {"first": first, "second": second, "similarity": _rounded(similarity)}
            for first, second, similarity in sorted(result.pair_matrix, key=lambda pair: pair[2])
        ],
        "notes": [str(note) for note in result.notes],
    }


def _similarity(similarity: Similarity) -> dict[str, float]:
    return {
        "overall": _rounded(similarity.overall),
        "columns": _rounded(similarity.columns),
        "pairs": _rounded(similarity.pairs),
    }


def _column(column: ColumnComparison) -> dict[str, object]:
    return {
        "name": column.name,
        "similarity": _rounded(column.similarity),
        "real_missing": _rounded(column.real_missing),
        "synthetic_missing": _rounded(column.synthetic_missing),
        "real": column.real_words,
        "synthetic": column.synthetic_words,
    }


def _usefulness(result: EvaluationResult) -> dict[str, object]:
    if not result.usefulness:
        return {"columns": [], "reason": "No category column has enough held-out rows of two values."}
    return {"columns": [_useful(column) for column in result.usefulness]}


def _useful(column: ColumnUsefulness) -> dict[str, object]:
    return {
        "name": column.name,
        "classes": column.classes,
        "auc_learned_from_synthetic": _rounded(column.synthetic),
        "auc_learned_from_real": _rounded(column.real),
    }


def _copies(result: EvaluationResult) -> dict[str, object]:
    copies, verdict = result.copies, judge_copies(result.copies)
    return {
        "outcome": verdict.outcome.value,
        "sentence": str(summary.copies_sentence(result)),
        "figures": {
            "synthetic_rows": copies.synthetic_rows,
            "synthetic_copies": copies.synthetic_copies,
            "unique_copies": copies.unique_copies,
            "expected_by_chance": _rounded(verdict.expected),
            "p_value": _rounded(verdict.p_value),
        },
        "control": {
            "holdout_rows": copies.holdout_rows,
            "holdout_copies": copies.holdout_copies,
            "holdout_unique_copies": copies.holdout_unique_copies,
        },
        "power": {"copies_noticed_from": verdict.noticed_from, "testable": verdict.testable},
    }


def _rounded(value: float) -> float:
    return round(value, _DIGITS)
