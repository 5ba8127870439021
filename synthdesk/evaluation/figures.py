"""The figures of an evaluation as plain data for the command line."""

from synthdesk.domain.privacy import PrivacyCheck
from synthdesk.domain.results import ColumnComparison, ColumnUsefulness, EvaluationResult, Quality, Similarity
from synthdesk.domain.whole_rows import Closeness, Detection
from synthdesk.evaluation import summary
from synthdesk.evaluation.report_analyses import formula
from synthdesk.evaluation.verdicts import judge_copies

_DIGITS = 6


def as_json(result: EvaluationResult) -> dict[str, object]:
    """Return `quality`, `usefulness` and `privacy` as dicts, lists, texts and numbers.

    All shares are 0-1. `privacy` holds the checks `P1` to `P8`, each with `outcome` "stop", "review" or "none",
    whether it was `testable`, its figures, the control on held-out rows and its power; `attempt` counts the
    evaluations of the project.
    """
    return {
        "quality": _quality(result),
        "usefulness": _usefulness(result),
        "privacy": _privacy(result),
    }


def _privacy(result: EvaluationResult) -> dict[str, object]:
    checks = {check.key: _check(check) for check in result.privacy}
    if not checks:
        checks = {"P1": _copies(result)}
    return {
        **checks,
        "outcome": summary.privacy_outcome(result).value,
        "sentence": str(summary.privacy_sentence(result)),
        "copied_rows": _copies(result),
        "attempt": result.attempt,
        "caution": str(summary.caution(result)),
    }


def _check(check: PrivacyCheck) -> dict[str, object]:
    return {
        "outcome": check.outcome.value,
        "testable": check.testable,
        "title": str(check.title),
        "headings": [head.value for head in check.heads],
        "sentence": str(check.sentence),
        "figures": {figure.key: _rounded(figure.value) for figure in check.figures},
        "control": {f.key: _rounded(f.control) for f in check.figures if f.control is not None},
        "intervals": {
            f.key: [_rounded(f.low), _rounded(f.high)]
            for f in check.figures
            if f.low is not None and f.high is not None
        },
        "power": str(check.power),
        "method": str(check.method),
        "columns": list(check.columns),
        "actions": [str(action.words) for action in check.actions],
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
        **(_more(result.quality) if result.quality else {}),
    }


def _more(quality: Quality) -> dict[str, object]:
    published = quality.published
    return {
        "independent_columns": _similarity(quality.independent),
        "sdmetrics": {
            "column_shapes": _maybe(published.shapes),
            "column_pair_trends_all_pairs": _maybe(published.trends_all_pairs),
            "column_pair_trends_related_pairs": _maybe(published.trends_related_pairs),
            "related_pairs": published.related_pairs,
            "pairs": published.pairs,
        },
        "missing_patterns": {
            "synthetic": _rounded(quality.missing_patterns),
            "real": _rounded(quality.missing_of_real),
            "independent_columns": _rounded(quality.missing_of_independent),
        },
        "groups": [
            {
                "group": each.group,
                "share": {"real": _rounded(each.real_share), "synthetic": _rounded(each.synthetic_share)},
                "similarity": {"synthetic": _rounded(each.similarity), "real": _rounded(each.within_reach)},
                "worst_column": each.worst_column,
                "real": each.real_words,
                "synthetic": each.synthetic_words,
            }
            for each in quality.groups
        ],
        "similarity_of_rows": _closeness(quality.closeness),
        "coverage": {"synthetic": _maybe(quality.coverage), "real": _maybe(quality.coverage_of_real)},
        "detection": {
            "synthetic": _detection(quality.detection),
            "real": _detection(quality.detection_of_real),
            "independent_columns": _detection(quality.detection_of_independent),
        },
        "details": [
            {
                "name": detail.name,
                "values": detail.values,
                "lost": detail.lost,
                "invented": detail.invented,
                "rows_invented": _rounded(detail.rows_invented),
                "range_reached": _maybe(detail.range_reached),
            }
            for detail in quality.details
        ],
    }


def _detection(detection: Detection | None) -> dict[str, object] | None:
    if detection is None:
        return None
    return {
        "auc": _rounded(detection.area),
        "given_away_by": [
            {"name": name, "auc_lost": _rounded(lost)} for name, lost in detection.given_away_by
        ],
    }


def _closeness(found: Closeness | None) -> dict[str, object] | None:
    """Return distances to learned rows; the name says that they are no measure of privacy."""
    if found is None:
        return None
    return {
        "dcr_median": {"synthetic": _rounded(found.middle), "real": _rounded(found.middle_of_real)},
        "dcr_5_percent": {"synthetic": _rounded(found.low), "real": _rounded(found.low_of_real)},
        "nndr_median": {"synthetic": _rounded(found.ratio), "real": _rounded(found.ratio_of_real)},
    }


def _maybe(value: float | None) -> float | None:
    return None if value is None else _rounded(value)


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
        return {
            "columns": [],
            "reason": "No column has enough held-out rows of two values.",
            "analyses": _analyses(result),
        }
    return {"columns": [_useful(column) for column in result.usefulness], "analyses": _analyses(result)}


def _analyses(result: EvaluationResult) -> list[dict[str, object]]:
    return [
        {
            "analysis": found.comparison.analysis.value,
            "formula": formula(found.comparison),
            "unit": found.unit,
            "rows": {"real": found.real_rows, "synthetic": found.synthetic_rows},
            "problem": None if found.problem is None else str(found.problem),
            "estimates": [
                {
                    "name": e.name,
                    "real": [_rounded(e.real), _rounded(e.real_low), _rounded(e.real_high)],
                    "synthetic": [
                        _rounded(e.synthetic),
                        _rounded(e.synthetic_low),
                        _rounded(e.synthetic_high),
                    ],
                    "overlap": _rounded(e.overlap),
                }
                for e in found.estimates
            ],
            "curves": [
                {
                    "group": c.group,
                    "times": [_rounded(t) for t in c.times],
                    "real": [_rounded(v) for v in c.real],
                    "synthetic": [_rounded(v) for v in c.synthetic],
                }
                for c in found.curves
            ],
        }
        for found in result.analyses
    ]


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
