"""The parts of the report on privacy, quality and the user's analyses; the officer's page; the release sheet."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import polars as pl
import pytest

from synthdesk.domain.messages import message
from synthdesk.domain.privacy import Action, Figure, Head, Outcome, PrivacyCheck, Remedy
from synthdesk.domain.results import EvaluationResult
from synthdesk.domain.wishes import Analysis, Comparison, Wishes
from synthdesk.evaluation import everything, figures, release_sheet, summary
from synthdesk.evaluation.report import Subject, html
from synthdesk.evaluation.rows import Rows

SUBJECT = Subject(version="0.1.0", synthetic_name="new.csv", synthetic_sha256="cd" * 32)


@pytest.fixture(scope="module")
def full(tables: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]) -> EvaluationResult:
    train, holdout, synthetic = tables
    real = pl.concat([train, holdout])
    learned = pl.Series([True] * train.height + [False] * holdout.height).to_numpy()
    wishes = Wishes(
        outcomes=("outcome",),
        comparisons=(
            Comparison(Analysis.MEANS, "age", ("outcome",)),
            Comparison(Analysis.SURVIVAL, "outcome", (), time="age", value="died"),
        ),
    )
    rows = Rows(train, holdout, synthetic, real, learned, synthetic, seed=1)
    return everything.evaluate(rows, wishes, lambda _: None)


class Nesting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _: object) -> None:
        """Opened and closed at once."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def checked(outcome: Outcome, *, testable: bool = True) -> PrivacyCheck:
    said = message("said")
    figure = Figure("f", message("name"), 0.123456, 0.04, is_share=True)
    action = Action(Remedy.LEAVE_OUT, ("ward",))
    return PrivacyCheck(
        "P6",
        message("Rare?"),
        (Head.SINGLING_OUT,),
        outcome,
        testable,
        said,
        said,
        said,
        (figure,),
        ("ward",),
        (action,),
    )


def test_that_the_whole_page_is_nested_and_holds_no_single_value(full: EvaluationResult) -> None:
    page = html(full, SUBJECT)
    parser = Nesting()
    parser.feed(page)
    assert (parser.wrong, parser.open) == ([], [])
    for value in ("Canary", "987654", "987,654"):
        assert value not in page


def test_that_the_page_has_every_part(full: EvaluationResult) -> None:
    page = html(full, SUBJECT)
    for heading in (
        "Whole rows, and what is lost",
        "Your own analyses",
        "What the table gives away",
        "For the data-protection officer",
        "Singling out",
        "Linkability",
        "Inference",
        "Signature",
    ):
        assert heading in page
    for key in ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"):
        assert page.count(f"{key} ") >= 2


def test_that_the_figures_hold_everything_by_key(full: EvaluationResult) -> None:
    found = figures.as_json(full)
    assert {"P1", "P8", "outcome", "attempt"} <= set(found["privacy"])
    assert found["privacy"]["P8"]["columns"] == ["admitted"]
    assert {"sdmetrics", "detection", "coverage", "details"} <= set(found["quality"])
    assert [a["formula"] for a in found["usefulness"]["analyses"]] == ["age ~ outcome", "outcome=died @ age"]


def test_that_the_release_sheet_tells_outcomes_and_no_figure(full: EvaluationResult) -> None:
    sheet = release_sheet.html(full, SUBJECT)
    body = re.sub(r"<style>.*?</style>", "", sheet, flags=re.DOTALL)
    words = re.sub(r"<[^>]*>", " ", body).replace("cd" * 32, "").replace("SHA-256", "").replace("0.1.0", "")
    assert re.findall(r"\d", words) == []
    assert "no leak found by this test" in sheet
    assert "look closer" in sheet


def test_that_alarms_lead_the_summary_and_the_caution(full: EvaluationResult) -> None:
    stopped = replace(full, privacy=(checked(Outcome.STOP),))
    assert "do not pass the table on" in str(summary.privacy_sentence(stopped))
    assert summary.privacy_outcome(stopped) is Outcome.STOP
    assert summary.caution(stopped) is summary.CAUTION
    clean = replace(full, privacy=(checked(Outcome.NONE),))
    assert summary.caution(clean) is summary.NO_SIGN
    untested = replace(full, privacy=(checked(Outcome.NONE, testable=False),))
    assert summary.caution(untested) is summary.CAUTION
    assert "0 of 1" in str(summary.privacy_sentence(untested))


def test_that_not_testable_is_no_good_sign(full: EvaluationResult) -> None:
    page = html(replace(full, privacy=(checked(Outcome.NONE, testable=False),)), SUBJECT)
    assert "not testable" in page
    assert "○" in page


def test_that_repeated_evaluations_are_told(full: EvaluationResult) -> None:
    assert summary.attempt_sentence(full) is None
    assert "evaluation number 7" in html(replace(full, attempt=7), SUBJECT)


def test_that_every_sentence_goes_through_the_reader_s_language(full: EvaluationResult) -> None:
    page = html(replace(full, attempt=2), SUBJECT, lambda said: f"«{said}»")
    body = re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", page, flags=re.DOTALL)
    texts = [t.strip() for t in re.findall(r">([^<>]+)<", body) if re.search(r"[a-z]{4,}", t)]
    data = {c.name for c in full.columns} | {"cd" * 32, "new.csv"}
    assert [t for t in texts if "«" not in t and t not in data and " – " not in t and " = " not in t] == []
