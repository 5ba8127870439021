"""Personal data are told from codes of classifications."""

import pytest

from synthdesk.domain.check_digits import is_national_number
from synthdesk.domain.personal import PersonalData
from synthdesk.domain.schema import ColumnKind
from tests.importing.conftest import proposal_of


@pytest.mark.parametrize(
    "number",
    ["219-09-9999", "943 476 5919", "86095742719", "A123456780", "2 55 08 14 168 025 38", "12345678Z", "X1234567L",
     "RSSMRA85T10A562S", "111222333"],
)  # fmt: skip
def test_that_national_numbers_are_known_by_their_check_digits(number: str) -> None:
    assert is_national_number(number)


@pytest.mark.parametrize(
    "number",
    ["000-12-3457", "9434765918", "86095742710", "A123456781", "12345678A", "RSSMRA85T10A562T", "111222334"],
)
def test_that_a_wrong_check_digit_is_no_national_number(number: str) -> None:
    assert not is_national_number(number)


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("contact", [f"p{i}@example.org" for i in range(30)], PersonalData.EMAIL),
        ("call", [f"+49 30 {i:07d}" for i in range(30)], PersonalData.PHONE),
        ("Nachname", ["Weber", "Huber", "Maier"] * 10, PersonalData.NAME),
        ("PLZ", [f"0{1000 + i}" for i in range(30)], PersonalData.PLACE),
        ("age", [str(70 + i) for i in range(25)] * 2, PersonalData.DATE),
        ("alter", [str(20 + i) for i in range(60)] * 2, None),
        ("age_days", [str(70 + 9 * i) for i in range(25)] * 2, None),
        ("geburtsdatum", [f"1950-01-{i:02d}" for i in range(1, 29)], PersonalData.DATE),
        ("mrn", [f"K{i * 7919 % 9973:05d}" for i in range(30)], PersonalData.RECORD_NUMBER),
        ("ip", [f"10.0.0.{i}" for i in range(30)], PersonalData.NETWORK_ADDRESS),
        ("remark", [f"came with his son on day {i}" for i in range(30)], PersonalData.OTHER_NUMBER),
        ("mrn", [f"M{i}" for i in range(1010, 1040)], PersonalData.RECORD_NUMBER),
        ("icd", [f"E{i}.{i % 9}" for i in range(10, 40)], None),
        ("loinc", [f"{2000 + i}-{i % 9}" for i in range(30)], None),
        ("crp", [f"{i}.5" for i in range(30)], None),
    ],
)
def test_that_a_column_is_named_by_what_it_holds(
    name: str, values: list[str], kind: PersonalData | None
) -> None:
    assert proposal_of(**{name: list(values)}).schema[name].personal is kind


def test_that_rows_of_one_person_are_asked_about() -> None:
    proposal = proposal_of(patient_id=[f"p{i // 3}" for i in range(30)], v=[str(i % 7) for i in range(30)])
    (question,) = proposal.questions
    assert (question.key, question.proposal, proposal.schema.person_column) == ("rows", "visit", "patient_id")
    unique = proposal_of(patient_id=[f"p{i}" for i in range(30)])
    assert (unique.questions, str(unique.schema.row_unit)) == ((), "person")


def test_that_postal_codes_are_words_where_all_are_numbers_too() -> None:
    column = proposal_of(zip_code=[str(10100 + i % 40) for i in range(90)]).schema["zip_code"]
    assert (column.kind, column.number, column.personal) == (ColumnKind.CATEGORY, None, PersonalData.PLACE)
