import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from synthdesk.domain.messages import Message
from synthdesk.domain.results import CopyCheck, EvaluationResult, RunRecord
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.domain.training import TrainingConfig
from synthdesk.evaluation.report import Subject, html

SUBJECT = Subject(
    date="2024-05-31",
    version="0.1.0",
    source_name="stays <1>.csv",
    source_sha256="ab" * 32,
    schema=Schema((Column("admitted", ColumnKind.DATETIME, date_pattern="%Y-%m-%d"),)),
    run=RunRecord(
        "r",
        TrainingConfig(synthesizer="ctgan"),
        1000,
        500,
        12,
        300,
        280,
        0.9,
        0.97,
        250.0,
        "processor",
        False,
    ),
)


class Nesting(HTMLParser):
    """Notes every tag that is closed without having been opened, or never closed."""

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


@pytest.fixture(scope="module")
def page(result: EvaluationResult) -> str:
    return html(result, SUBJECT)


def test_that_the_page_needs_nothing_but_itself(page: str) -> None:
    assert not re.search(r"https?:|//|src=|href=|url\(|@import|<script|<iframe|<link", page)


def test_that_every_tag_is_closed(page: str) -> None:
    parser = Nesting()
    parser.feed(page)
    assert (parser.wrong, parser.open) == ([], [])


def test_that_no_single_value_of_a_real_row_is_in_it(page: str) -> None:
    for value in ("Canary", "987654", "987,654", "987 654"):
        assert value not in page


def test_that_names_are_shown_as_text(page: str) -> None:
    assert "stays &lt;1&gt;.csv" in page
    assert "Medicine &lt;uni" in page
    assert "<unit>" not in page


def test_that_it_says_what_it_is_about_and_when(page: str) -> None:
    for said in ("2024-05-31", "ab" * 32, "0.1.0", "In short", "Rows held back", "12"):
        assert said in page


def test_that_the_fixed_caution_is_there(page: str) -> None:
    assert "cannot prove that the data are anonymous" in page
    assert "for your data-protection officer to decide" in page


def test_that_an_alarm_does_not_say_no_sign_was_found(result: EvaluationResult) -> None:
    leaking = replace(result, copies=CopyCheck(1000, 50, 500, 0, 50))
    page = html(leaking, SUBJECT)
    assert "do not pass it on" in page
    assert "found no sign" not in page
    assert "■" in page


def test_that_every_column_has_a_plot_and_dates_are_dates(page: str, result: EvaluationResult) -> None:
    for column in result.columns:
        assert f"<h3>{column.name}</h3>" in page
    assert page.count('role="img"') >= len(result.columns)
    assert re.search(r">20(18|19|20|21|22|23)</text>", page)


def test_that_the_same_values_give_the_same_bytes(page: str, result: EvaluationResult) -> None:
    assert html(result, SUBJECT) == page


def test_that_every_sentence_goes_through_the_reader_s_language(result: EvaluationResult) -> None:
    page = html(result, SUBJECT, lambda message: f"«{message}»")
    body = re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", page, flags=re.DOTALL)
    texts = [t.strip() for t in re.findall(r">([^<>]+)<", body) if re.search(r"[a-z]{4,}", t)]
    data = {c.name for c in result.columns} | {"ab" * 32, "stays &lt;1&gt;.csv", "processor"}
    untranslated = [t for t in texts if "«" not in t and t not in data and " – " not in t]
    assert untranslated == []


def test_that_a_result_without_pairs_or_run_is_a_page_too(result: EvaluationResult) -> None:
    one = replace(result, columns=result.columns[:1], pairs=(), pair_matrix=(), usefulness=())
    parser = Nesting()
    page = html(one, Subject(), str)
    parser.feed(page)
    assert (parser.wrong, parser.open) == ([], [])
    assert "Pairs of columns, the least" not in page


def test_that_notes_of_the_result_are_told(result: EvaluationResult) -> None:
    page = html(replace(result, notes=(Message("Only a part was compared."),)), SUBJECT)
    assert "Only a part was compared." in page
