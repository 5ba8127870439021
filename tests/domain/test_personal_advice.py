"""Columns with personal data come with a proposal and its reason."""

import pytest

from synthdesk.domain.personal import PersonalData
from synthdesk.domain.personal_advice import (
    Coarsening,
    advice,
    advised_role,
    coarsened,
    coarsening_of,
    is_coarsened,
    not_coarsened,
    why,
)
from synthdesk.domain.preprocessing import ColumnPlan, Role
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema


def _column(name: str, kind: ColumnKind, personal: PersonalData | None) -> Column:
    return Column(name, kind, personal=personal)


SCHEMA = Schema(
    (
        _column("mrn", ColumnKind.IDENTIFIER, PersonalData.RECORD_NUMBER),
        _column("city", ColumnKind.CATEGORY, PersonalData.PLACE),
        _column("first", ColumnKind.TEXT, PersonalData.NAME),
        _column("ward", ColumnKind.CATEGORY, None),
        _column("last", ColumnKind.TEXT, PersonalData.NAME),
    )
)


def test_that_columns_of_one_class_share_a_proposal_in_the_order_of_the_rule() -> None:
    found = [(str(one.what), one.columns, one.role) for one in advice(SCHEMA)]
    assert found == [
        ("name", ("first", "last"), Role.LEAVE_OUT),
        ("place", ("city",), Role.LEAVE_OUT),
        ("record number", ("mrn",), Role.MAKE_NEW),
    ]


def test_that_every_class_has_its_words() -> None:
    assert all("“a”, “b”" in str(why(what, ["a", "b"])) for what in PersonalData)
    assert str(advice(SCHEMA)[1].sentence).startswith("Places smaller than a state: “city”.")


def test_that_a_column_without_personal_data_gets_no_proposal() -> None:
    assert advised_role(SCHEMA["ward"]) is None


DAY = Column("seen", ColumnKind.DATETIME, date_pattern="%Y-%m-%d", personal=PersonalData.DATE)
AGE = Column("age", ColumnKind.WHOLE_NUMBER, NumberStyle(), personal=PersonalData.DATE)
ZIP = _column("home_zip", ColumnKind.TEXT, PersonalData.PLACE)


@pytest.mark.parametrize(
    ("column", "how"),
    [
        (DAY, Coarsening.YEAR),
        (AGE, Coarsening.NINETY),
        (ZIP, Coarsening.THREE_DIGITS),
        (SCHEMA["city"], None),
    ],
)
def test_that_dates_ages_and_postal_codes_may_be_made_coarser(column: Column, how: Coarsening | None) -> None:
    assert coarsening_of(column) is how


def test_that_each_way_has_a_card_of_its_own_with_its_words() -> None:
    found = advice(Schema((ZIP, AGE, DAY, SCHEMA["city"])))
    assert [(one.key, one.columns) for one in found] == [
        ("postal code", ("home_zip",)),
        ("place", ("city",)),
        ("age", ("age",)),
        ("date", ("seen",)),
    ]
    assert len({one.sentence.template for one in found}) == 4


@pytest.mark.parametrize("how", Coarsening)
def test_that_a_column_is_made_coarser_and_taken_back(how: Coarsening) -> None:
    coarse = coarsened(ColumnPlan(), how)
    assert is_coarsened(coarse, how)
    assert coarse.role is Role.LEARN
    assert not is_coarsened(not_coarsened(coarse, how), how)
    assert not_coarsened(coarse, how) == ColumnPlan(role=Role.LEARN)
