"""The sentences about a file."""

from PySide6.QtCore import QLocale

from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.source import ImportOptions
from synthdesk.ui.data.found import date_example, found_sentence, number_example, proof_sentence
from synthdesk.ui.data.option_row import Reading

FOUND = ImportOptions("utf-8", ";", ",", 1)
CRP = Column("crp", ColumnKind.NUMBER, number=NumberStyle(decimal=",", decimals=3))
SCHEMA = Schema((CRP,))
FACTS = (ColumnFacts("crp", 2, 0, 2, examples=("0,435", "12,1")),)


def test_that_a_decimal_comma_is_proved_by_an_example() -> None:
    sentence = found_sentence(Reading(FOUND, ImportOptions(), "text"), SCHEMA, FACTS)
    assert sentence == (
        "Found by itself: semicolon, decimal comma, headings in row 1, UTF-8. “0,435” is read as 0.435."
    )


def test_that_what_the_user_chose_is_told_apart() -> None:
    sentence = found_sentence(Reading(FOUND, ImportOptions(delimiter=";"), "text"), Schema(), ())
    assert sentence == "Found by itself: decimal comma, headings in row 1, UTF-8. Chosen by you: semicolon."


def test_that_options_of_an_opened_project_are_not_called_chosen() -> None:
    sentence = found_sentence(Reading(FOUND, FOUND, "text", remembered=True), Schema(), ())
    assert sentence == "Read as before: semicolon, decimal comma, headings in row 1, UTF-8."


def test_that_a_number_everybody_reads_alike_needs_no_example() -> None:
    plain = Schema((Column("crp", ColumnKind.NUMBER, number=NumberStyle(decimals=1)),))
    assert number_example(plain, (ColumnFacts("crp", 1, 0, 1, examples=("12.5",)),)) == ""


def test_that_a_date_is_shown_with_its_month_as_a_word() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    try:
        schema = Schema((Column("day", ColumnKind.DATETIME, date_pattern="%d.%m.%Y"),))
        sentence = date_example(schema, (ColumnFacts("day", 1, 0, 1, examples=("03.04.2024",)),))
    finally:
        QLocale.setDefault(before)
    assert sentence == "“03.04.2024” is 3 April 2024."


def test_that_the_proof_says_how_many_cells_do_not_come_back() -> None:
    assert proof_sentence(16_000, 16_000) == "All 16,000 cells convert to values and back to the same text."
    assert proof_sentence(10, 9) == "One of 10 cells does not convert back to the same text; it is shaded."
    assert proof_sentence(1000, 959).startswith("41 of 1,000 cells")
