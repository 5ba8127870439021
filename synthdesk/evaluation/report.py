"""The result of an evaluation as one HTML file that needs nothing else: no script, no picture, no address.

It holds no row and no single value of a real row; the figures it shows are those of `EvaluationResult`,
which are coarse already.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import Outcome
from synthdesk.domain.results import EvaluationResult, RunRecord
from synthdesk.domain.schema import Schema
from synthdesk.evaluation import report_parts, summary
from synthdesk.evaluation.officer_page import OfficerPage
from synthdesk.evaluation.page_style import CSS
from synthdesk.evaluation.report_analyses import AnalysisParts
from synthdesk.evaluation.report_privacy import PrivacyParts
from synthdesk.evaluation.report_quality import QualityParts
from synthdesk.evaluation.verdicts import Grade, grade_of_column

Words = Callable[[Message], str]
"""Puts a message into the reader's language; `str` is English."""

_SIGNS = {Grade.GOOD: ("good", "●"), Grade.LOOK_CLOSER: ("look", "▲"), Grade.PROBLEM: ("problem", "■")}
_SIGN_WORDS = {
    Grade.GOOD: message("good"),
    Grade.LOOK_CLOSER: message("look closer"),
    Grade.PROBLEM: message("problem"),
}
_GRADE_OF_OUTCOME = {
    Outcome.NONE: Grade.GOOD,
    Outcome.REVIEW: Grade.LOOK_CLOSER,
    Outcome.STOP: Grade.PROBLEM,
}
_PURPOSE = message(
    "This report compares a synthetic table with the real table it was learned from: how similar they are, what "
    "is lost, and whether real rows come back. It is an internal paper: figures measured on real data do not "
    "belong in public."
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the report is about; empty texts are left out.

    Attributes:
        date: Date of the report as it is to be shown, "2024-05-31".
        version: Version of the program.
        source_name, source_sha256: Name (no folder) and digest of the real table's file.
        synthetic_name, synthetic_sha256: The same for the synthetic table's file, when there is one.
        schema: The columns, to show dates as dates.
        run: The training run, to show its settings; None when the table came from elsewhere.
    """

    date: str = ""
    version: str = ""
    source_name: str = ""
    source_sha256: str = ""
    synthetic_name: str = ""
    synthetic_sha256: str = ""
    schema: Schema = field(default=Schema())
    run: RunRecord | None = None


def html(result: EvaluationResult, subject: Subject, words: Words = str) -> str:
    """Return the report on `result` as one HTML document.

    The same values give the same text, byte for byte.
    """
    title = words(message("Synthetic and real data compared"))
    parts = report_parts.Parts(result, subject.schema, words)
    body = (
        _head(subject, title, words),
        _short(result, words),
        _overall(parts, words),
        _section(words(message("Whole rows, and what is lost")), QualityParts(words).section(result)),
        _section(words(message("Columns, the least similar first")), parts.columns()),
        _section(words(message("Pairs of columns, the least similar first")), parts.pairs()),
        _section(words(message("What can be learned from the synthetic rows")), parts.usefulness()),
        _section(words(message("Your own analyses")), AnalysisParts(words).section(result.analyses)),
        _section(words(message("What the table gives away")), PrivacyParts(words).section(result.privacy)),
        _section(words(message("Copies of real rows")), parts.copies()),
        _section(words(message("How the synthetic rows were made")), parts.run(subject.run)),
        _section(
            words(message("For the data-protection officer")),
            OfficerPage(words).section(result, subject.run, len(result.columns)),
            "officer",
        ),
        _section(words(message("Words used here")), parts.glossary()),
        _foot(subject, words),
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _head(subject: Subject, title: str, words: Words) -> str:
    rows = [
        (message("Real table"), subject.source_name),
        (message("SHA-256 of the real table"), subject.source_sha256),
        (message("Synthetic table"), subject.synthetic_name),
        (message("SHA-256 of the synthetic table"), subject.synthetic_sha256),
        (message("Date"), subject.date),
        (message("Program"), words(message("SynthDesk {version}", version=subject.version))),
    ]
    by_hand = [words(message("Purpose of the table")), words(message("Evaluated by"))]
    return (
        f"<header><h1>{escape(title)}</h1><p>{escape(words(_PURPOSE))}</p>"
        + report_parts.definitions([(words(name), value) for name, value in rows if value])
        + report_parts.fields(by_hand)
        + "</header>"
    )


def _short(result: EvaluationResult, words: Words) -> str:
    """Return the verdict sentences, each with a sign whose shape says the same as its colour."""
    said: list[tuple[Grade, Message | None]] = [
        (summary.grade_of(result), summary.sentence(result)),
        (grade_of_column(_lowest(result)), summary.weakest(result)),
        (_grade_of_usefulness(result), summary.usefulness_sentence(result)),
        (_GRADE_OF_OUTCOME[summary.privacy_outcome(result)], summary.privacy_sentence(result)),
        (Grade.LOOK_CLOSER, summary.attempt_sentence(result)),
    ]
    items = [
        f'<li class="{_SIGNS[sign][0]}"><span class="sign" role="img" aria-label="{escape(words(_SIGN_WORDS[sign]))}">'
        f"{_SIGNS[sign][1]}</span><span>{escape(words(sentence))}</span></li>"
        for sign, sentence in said
        if sentence is not None
    ]
    caution = escape(words(summary.caution(result)))
    notes = "".join(f'<p class="small soft">{escape(words(note))}</p>' for note in result.notes)
    return (
        f"<section><h2>{escape(words(message('In short')))}</h2>"
        f'<ul class="verdicts">{"".join(items)}</ul><p class="note">{caution}</p>{notes}</section>'
    )


def _overall(parts: report_parts.Parts, words: Words) -> str:
    heading = words(message("How similar the tables are"))
    explained = words(
        message(
            "100 % would mean that the tables cannot be told apart column by column and pair by pair. Two samples "
            "of the real rows do not reach it either: they show how good a table of this size can be. The figure "
            "says nothing about privacy."
        )
    )
    return _section(heading, f"<p>{escape(explained)}</p>{parts.overall()}")


def _section(heading: str, body: str, style: str = "") -> str:
    opening = f'<h2 class="{style}">' if style else "<h2>"
    return f"<section>{opening}{escape(heading)}</h2>{body}</section>" if body else ""


def _foot(subject: Subject, words: Words) -> str:
    made = words(
        message(
            "Made by SynthDesk {version} on this computer; nothing was sent anywhere.",
            version=subject.version,
        )
    )
    caution = words(
        message(
            "P-values, confidence intervals and rare groups in a synthetic table are not those of the real one. "
            "Repeat on the real data whatever a decision rests on."
        )
    )
    return f'<footer class="small soft"><p>{escape(caution)}</p><p>{escape(made)}</p></footer>'


def _lowest(result: EvaluationResult) -> float:
    lowest = [part[0].similarity for part in (result.columns, result.pairs) if part]
    return min(lowest, default=1.0)


def _grade_of_usefulness(result: EvaluationResult) -> Grade:
    lost = max((u.real - u.synthetic for u in result.usefulness), default=0.0)
    if lost <= 0.05:
        return Grade.GOOD
    return Grade.LOOK_CLOSER if lost <= 0.15 else Grade.PROBLEM
