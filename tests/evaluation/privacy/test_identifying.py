from datetime import datetime

import polars as pl
import pytest

from synthdesk.domain.privacy import Outcome
from synthdesk.evaluation.privacy.identifying import check, look_at


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("last_name", ["Mayer", "Huber"], "names"),
        ("Nachname", ["Mayer", "Huber"], "names"),
        ("zip code", ["12345", "54321"], "places smaller than a state"),
        ("contact", ["+43 660 1234567", "0660/7654321"], "phone numbers"),
        ("contact", ["a@b.org", "c.d@e.com"], "e-mail addresses"),
        ("code", ["123-45-6789", "987-65-4321"], "social security numbers"),
        ("MRN", ["1", "2"], "medical record numbers"),
        ("note", ["10.0.0.1", "192.168.1.7"], "network addresses"),
        ("scan", ["a.jpg", "b.dcm"], "pictures of faces"),
        ("code", [f"K{n}" for n in range(60)], "other unique numbers or codes"),
        ("case_no", list(range(60)), "medical record numbers"),
        ("sample_nr", list(range(60)), "other unique numbers or codes"),
        ("age", [40, 95], "ages over 89"),
    ],
)
def test_that_an_identifier_is_recognised(name: str, values: list, expected: str) -> None:
    assert str(look_at(pl.Series(name, values))) == expected


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("diagnosis", ["I21", "I50"] * 40),
        ("age", [40, 89]),
        ("cost", [n + 0.5 for n in range(80)]),
        ("dosage", [90, 100]),
        ("filename", ["x", "y"]),
        ("empty", [None, None]),
    ],
)
def test_that_ordinary_columns_are_left_alone(name: str, values: list) -> None:
    assert look_at(pl.Series(name, values)) is None


def test_that_exact_dates_ask_for_a_closer_look_and_names_stop(judge) -> None:
    dates = pl.DataFrame({"seen": [datetime(2020, 1, 1)] * 3})
    assert check(judge(dates, dates, dates)).outcome is Outcome.REVIEW
    names = dates.with_columns(surname=pl.lit("x"))
    found = check(judge(names, names, names))
    assert found.outcome is Outcome.STOP
    assert found.columns == ("surname", "seen")


def test_that_no_value_is_told(judge) -> None:
    mails = pl.DataFrame({"contact": ["a@b.org"] * 60})
    assert "a@b" not in str(check(judge(mails, mails, mails)))
