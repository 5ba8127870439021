"""Dates with names of months: by rule over all values, there and back."""

import pytest

from synthdesk.domain.cells import format_datetime, parse_datetime
from synthdesk.importing.dates import named_patterns
from tests.importing.conftest import proposal_of


@pytest.mark.parametrize(
    "texts",
    [
        ["12. März 2021", "3. Mai 2020"],
        ["1. Jänner 2020", "31. Dezember 2020"],
        ["03 mai 2020", "14 févr. 2021", "30 août 2021"],
        ["5-okt-2019", "12-mrt-2020"],
        ["1 de enero de 2020", "12 de mayo de 2021"],
        ["14 MAGGIO 2020 13:45", "02 APRILE 2021 07:00"],
        ["March 12, 2021", "May 3, 2020"],
        ["05-jan-2020", "05-sep-2020"],
    ],
)
def test_that_names_of_months_convert_there_and_back(texts: list[str]) -> None:
    pattern = named_patterns(texts)[0]
    moments = [parse_datetime(text, pattern) for text in texts]
    assert [moment and format_datetime(moment, pattern) for moment in moments] == texts


@pytest.mark.parametrize("texts", [["3 Herren 2020"], ["12 Mai 2020", "12 Foo 2020"], ["31 April 2020"], []])
def test_that_other_words_are_no_months(texts: list[str]) -> None:
    assert named_patterns(texts) == []


def test_that_years_of_two_digits_are_asked_with_every_reading() -> None:
    question = proposal_of(day=["05-Okt-19", "07-Mrz-20", "12-Dez-18"]).questions[0]
    days = {str(choice.words) for choice in question.choices}
    assert {"05 October 2019", "19 October 2005"} <= days


def test_that_a_word_among_dates_is_asked_about() -> None:
    days = [f"{n}. Mai 2020" for n in range(1, 21)] + ["unklar"]
    proposal = proposal_of(day=days)
    assert [question.key for question in proposal.questions] == ["misfits:day"]
