"""One page to hand out with a synthetic table: what was checked and with what outcome, and no figure at all.

Figures measured on real rows help an attacker (Ganev & De Cristofaro 2023, arXiv:2312.05114): they stay in the
internal report. This sheet tells outcomes only.
"""

from collections.abc import Callable
from html import escape

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import PrivacyCheck
from synthdesk.domain.results import EvaluationResult
from synthdesk.evaluation import summary
from synthdesk.evaluation.page_style import CSS
from synthdesk.evaluation.report import Subject
from synthdesk.evaluation.report_analyses import CAUTION
from synthdesk.evaluation.report_privacy import HEADINGS, sign_of, under_headings, words_of
from synthdesk.evaluation.verdicts import Grade, grade

_GRADES = {
    Grade.GOOD: message("close to the real table, column by column and pair by pair"),
    Grade.LOOK_CLOSER: message("near the real table, with some differences"),
    Grade.PROBLEM: message("clearly different from the real table"),
}


def html(result: EvaluationResult, subject: Subject, words: Callable[[Message], str] = str) -> str:
    """Return the release sheet as one HTML document; it holds no figure that was measured on real rows."""
    title = words(message("About this synthetic table"))
    purpose = words(
        message(
            "The rows of this table were made by a model. None of them was copied on purpose, and values, rare groups "
            "and tests of significance are not those of the real data."
        )
    )
    facts = [
        (message("Synthetic table"), subject.synthetic_name),
        (message("SHA-256 of the synthetic table"), subject.synthetic_sha256),
        (message("Date"), subject.date),
        (message("Made with"), f"SynthDesk {subject.version}".strip()),
        (message("Similarity"), words(_GRADES[grade(result.synthetic, result.halves)])),
    ]
    listed = "".join(f"<dt>{escape(words(n))}</dt><dd>{escape(v)}</dd>" for n, v in facts if v)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n"
        f"<header><h1>{escape(title)}</h1><p>{escape(purpose)}</p><dl>{listed}</dl></header>\n"
        f"{_outcomes(result, words)}\n"
        f'<p class="note">{escape(words(summary.caution(result)))}</p><p class="soft">{escape(words(CAUTION))}</p>\n'
        "</main>\n</body>\n</html>\n"
    )


def _outcomes(result: EvaluationResult, words: Callable[[Message], str]) -> str:
    lines = []
    for head, found in under_headings(result.privacy):
        lines.append(f"<tr><th colspan=2>{escape(words(HEADINGS[head]))}</th></tr>")
        lines += [_outcome(check, words) for check in found]
    heading = escape(words(message("What was looked for")))
    return f"<section><h2>{heading}</h2><table>{''.join(lines)}</table></section>" if result.privacy else ""


def _outcome(check: PrivacyCheck, words: Callable[[Message], str]) -> str:
    style, shape = sign_of(check)
    return (
        f'<tr class="{style}"><td>{escape(words(check.title))}</td>'
        f'<td><span class="sign" aria-hidden="true">{shape}</span> {escape(words(words_of(check)))}</td></tr>'
    )
