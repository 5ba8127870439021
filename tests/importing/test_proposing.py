"""Kinds are decided by all rows; what they cannot decide is asked."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.domain.cells import parse_datetime, parse_number
from synthdesk.domain.schema import ColumnKind, NumberStyle
from synthdesk.domain.source import ImportOptions
from synthdesk.importing.dates import to_datetimes
from synthdesk.importing.numbers import to_numbers
from synthdesk.importing.proposing import Proposal, propose

N = 60
DAYS = [date(2023, 1, 1) + timedelta(days=i) for i in range(N)]


def proposal_of(values: list[Any], name: str = "c", **options: Any) -> Proposal:
    texts = pl.DataFrame({name: [None if v is None else str(v) for v in values]}, schema={name: pl.String})
    return propose(texts, ImportOptions(**({"delimiter": ";"} | options)))


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("age", [20 + i % 45 for i in range(N)], ColumnKind.WHOLE_NUMBER),
        ("crp", [f"{i * 1.1:.1f}" for i in range(N)], ColumnKind.NUMBER),
        ("crp", [f"{i * 1.1:.1f}".replace(".", ",") for i in range(N)], ColumnKind.NUMBER),
        ("grade", [i % 4 for i in range(N)], ColumnKind.CATEGORY),
        ("died", [i % 2 for i in range(N)], ColumnKind.YES_NO),
        ("died", ["ja", "nein"] * (N // 2), ColumnKind.YES_NO),
        ("sex", ["f", "m"] * (N // 2), ColumnKind.CATEGORY),
        ("zip", [f"0{1000 + i}" for i in range(N)], ColumnKind.IDENTIFIER),
        ("row", list(range(1, N + 1)), ColumnKind.IDENTIFIER),
        ("patient_id", [7 * i % 61 for i in range(N)], ColumnKind.IDENTIFIER),
        ("big", [10**17 + i for i in range(N)], ColumnKind.IDENTIFIER),
        ("day", DAYS, ColumnKind.DATETIME),
        ("day", [d.strftime("%d.%m.%Y") for d in DAYS], ColumnKind.DATETIME),
        ("note", [f"the patient came on day {i} and left" for i in range(N)], ColumnKind.TEXT),
        ("last_name", [f"Name{i % 20}" for i in range(N)], ColumnKind.TEXT),
        ("empty", [None] * N, ColumnKind.CATEGORY),
        ("mixed", ["12", "x"] * (N // 2), ColumnKind.CATEGORY),
    ],
)
def test_that_the_kind_is_what_the_values_are(name: str, values: list[Any], kind: ColumnKind) -> None:
    assert proposal_of(values, name).schema[name].kind is kind


def test_that_a_type_that_changes_in_the_last_row_is_seen() -> None:
    values = [*range(20, 80), "A17"]
    assert proposal_of(values).schema["c"].kind is not ColumnKind.WHOLE_NUMBER


def test_that_decimals_are_those_of_the_values() -> None:
    assert proposal_of(["1.50", "2.25", "3.00"] * 20).schema["c"].number == NumberStyle(
        decimals=2, fixed=True
    )
    assert proposal_of(["1.5", "2", "3.125"] * 20).schema["c"].number == NumberStyle(decimals=3)


def test_that_a_missing_code_is_asked_and_left_out_of_the_kind() -> None:
    proposal = proposal_of([0, 1, 1, 0, -99] * 12, "smoker")
    (question,) = proposal.questions
    assert (question.key, question.proposal, question.is_open) == ("missing:smoker:-99", "missing", True)
    assert str(question.sentence).endswith("?")
    assert proposal.schema["smoker"].kind is ColumnKind.YES_NO
    assert proposal.schema["smoker"].missing == ("-99",)


def test_that_the_users_answer_goes_before_the_proposal() -> None:
    options = ImportOptions().with_answer("missing:smoker:-99", "value")
    proposal = proposal_of([0, 1, 1, 0, -99] * 12, "smoker", answers=options.answers)
    assert proposal.schema["smoker"].missing == ()
    assert not proposal.questions[0].is_open


def test_that_a_word_for_missing_is_asked_once_for_all_columns() -> None:
    texts = pl.DataFrame({"a": ["1", "NA", "3"] * 20, "b": ["NA", "x", "y"] * 20})
    proposal = propose(texts, ImportOptions())
    assert [q.key for q in proposal.questions] == ["missing:NA"]
    assert [c.missing for c in proposal.schema] == [("NA",), ("NA",)]


def test_that_a_doubtful_word_stays_a_value_until_answered() -> None:
    proposal = proposal_of(["none", "daily", "weekly"] * 20)
    assert (proposal.questions[0].proposal, proposal.schema["c"].missing) == (None, ())


def test_that_an_ordinary_extreme_is_no_code() -> None:
    assert proposal_of([*range(30, 99), 99]).questions == ()


@pytest.mark.parametrize(("value", "asked"), [(999, True), (99, True), (9, False), (1, False)])
def test_that_a_code_that_is_the_only_value_is_asked_about(value: int, *, asked: bool) -> None:
    found = proposal_of([value, value, None, value])
    assert any("no other value" in str(question.sentence) for question in found.questions) is asked


def test_that_thousands_or_decimals_are_asked_where_nothing_decides() -> None:
    proposal = proposal_of(["1.234", "2.345", "12.345"] * 20)
    (question,) = proposal.questions
    assert question.key == "number:c"
    assert {str(choice.words) for choice in question.choices} == {"1.234 (decimal sign)", "1234 (thousands)"}


def test_that_another_column_can_decide_the_decimal_sign() -> None:
    texts = pl.DataFrame({"a": ["1.234", "2.345", "3.456"] * 20, "b": ["1,5", "2,25", "0,5"] * 20})
    proposal = propose(texts, ImportOptions(delimiter=";"))
    assert proposal.decimal == ","
    assert proposal.questions[0].proposal == "thousands"


def test_that_day_or_month_is_asked_where_no_value_decides() -> None:
    proposal = proposal_of(["03/04/2023", "05/06/2023", "01/02/2023"] * 20)
    (question,) = proposal.questions
    assert {str(c.words) for c in question.choices} == {"03 April 2023", "04 March 2023"}
    answered = proposal_of(["03/04/2023"] * 20, answers=(("date:c", "%m/%d/%Y"),))
    assert answered.schema["c"].date_pattern == "%m/%d/%Y"


def test_that_a_day_above_twelve_decides_the_order() -> None:
    proposal = proposal_of(["03/04/2023", "25/06/2023"] * 20)
    assert (proposal.questions, proposal.schema["c"].date_pattern) == ((), "%d/%m/%Y")


def test_that_years_of_two_digits_are_asked() -> None:
    assert [q.key for q in proposal_of(["03.04.25", "25.06.31"] * 20).questions] == ["date:c"]


_STYLE = st.sampled_from(
    [
        NumberStyle(), NumberStyle(","), NumberStyle(",", "."), NumberStyle(thousands=","), NumberStyle(suffix=" e"),
        NumberStyle(",", negative="1-"), NumberStyle(negative="(1)"),
    ]
)  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(st.text(st.sampled_from("0123456789.,-+eE −'()"), max_size=22), min_size=1, max_size=20), _STYLE
)
def test_that_whole_columns_are_read_as_single_cells_are(texts: list[str], style: NumberStyle) -> None:
    series = pl.Series("c", texts * 100, dtype=pl.String)  # long enough to be read as a whole
    assert to_numbers(series, style).to_list()[: len(texts)] == [parse_number(text, style) for text in texts]


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("0123456789.-/ :"), max_size=12) | st.dates().map(str), max_size=20))
def test_that_columns_of_dates_are_read_as_single_cells_are(texts: list[str]) -> None:
    series = pl.Series("c", texts, dtype=pl.String)
    assert to_datetimes(series, "%Y-%m-%d").to_list() == [parse_datetime(text, "%Y-%m-%d") for text in texts]


def test_that_a_code_among_words_is_asked_about() -> None:
    proposal = proposal_of(["yes", "no", "-99"] * 20, "smoker")
    (question,) = proposal.questions
    assert (question.key, question.proposal) == ("missing:smoker:-99", "missing")
    assert proposal.schema["smoker"].missing == ("-99",)
    assert proposal.schema["smoker"].kind is ColumnKind.YES_NO


def test_that_numbers_among_words_that_are_codes_of_their_own_are_left_alone() -> None:
    assert proposal_of(["A1", "12", "99", "B7"] * 20).questions == ()
