"""Columns with personal data come with a proposal and its reason."""

from synthdesk.domain.personal import PersonalData
from synthdesk.domain.personal_advice import advice, advised_role, why
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.schema import Column, ColumnKind, Schema


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
