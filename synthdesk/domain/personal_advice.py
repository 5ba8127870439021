"""What is proposed for columns that hold personal data, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from synthdesk.domain.messages import Message, message
from synthdesk.domain.personal import PersonalData as P
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.schema import Column, ColumnKind, Schema

_NUMBERS = (P.RECORD_NUMBER, P.INSURANCE_NUMBER, P.OTHER_NUMBER)

_WORDS: dict[P, str] = {
    P.NAME: "Names of people: {columns}. A name says who somebody is.",
    P.PLACE: "Places smaller than a state: {columns}. Where few patients live in a place, it says who they are.",
    P.DATE: "Days in the life of one person: {columns}. Two or three of them are often enough to find somebody; "
    "years alone are not.",
    P.PHONE: "Telephone numbers: {columns}. They lead straight to one person.",
    P.FAX: "Fax numbers: {columns}. They lead straight to one person.",
    P.EMAIL: "E-mail addresses: {columns}. They lead straight to one person.",
    P.NATIONAL_NUMBER: "National numbers: {columns}. They lead straight to one person.",
    P.RECORD_NUMBER: "Record numbers: {columns}. They lead to the record of one person.",
    P.INSURANCE_NUMBER: "Insurance numbers: {columns}. They lead to the record of one person.",
    P.ACCOUNT_NUMBER: "Account numbers: {columns}. They lead straight to one person.",
    P.LICENCE_NUMBER: "Licence or passport numbers: {columns}. They lead straight to one person.",
    P.VEHICLE: "Vehicles or licence plates: {columns}. They lead straight to one person.",
    P.DEVICE: "Serial numbers of devices: {columns}. A device in a patient leads to that patient.",
    P.WEB_ADDRESS: "Web addresses: {columns}. They may lead to one person.",
    P.NETWORK_ADDRESS: "Network addresses: {columns}. They may lead to one person.",
    P.BIOMETRIC: "Measures that tell bodies apart: {columns}. They lead straight to one person.",
    P.PHOTO: "Pictures of people: {columns}. A face says who somebody is.",
    P.OTHER_NUMBER: "Codes or free words that differ in nearly every row, or that are marked as identifiers: "
    "{columns}. What few rows share may point to one person.",
}
"""A class of HIPAA Safe Harbor, the columns that hold it, and why that matters."""


@dataclass(frozen=True, slots=True)
class PersonalAdvice:
    """What is proposed for columns with the same personal data.

    Attributes:
        what: The class of personal data.
        columns: Names of the columns, in the order of the table.
        role: What is proposed for them.
    """

    what: P
    columns: tuple[str, ...]
    role: Role

    @property
    def sentence(self) -> Message:
        """What the columns hold, and why that matters."""
        return why(self.what, self.columns)


def why(what: P, columns: Sequence[str]) -> Message:
    """Return what the columns hold, and why that matters."""
    return message(_WORDS[what], columns=", ".join(f"“{name}”" for name in columns))


def advised_role(column: Column) -> Role | None:
    """Return what is proposed for `column`, None when it holds no personal data.

    Numbers that only tell rows apart are made new, everything else is left out.
    """
    if column.personal is None:
        return None
    is_number = column.personal in _NUMBERS and column.kind is ColumnKind.IDENTIFIER
    return Role.MAKE_NEW if is_number else Role.LEAVE_OUT


def advice(schema: Schema) -> tuple[PersonalAdvice, ...]:
    """Return what is proposed for a table, in the order of the classes of the rule."""
    groups: dict[tuple[P, Role], list[str]] = {}
    for column in schema:
        role = advised_role(column)
        if role is not None and column.personal is not None:
            groups.setdefault((column.personal, role), []).append(column.name)
    order = list(P)
    return tuple(
        PersonalAdvice(what, tuple(names), role)
        for (what, role), names in sorted(groups.items(), key=lambda item: order.index(item[0][0]))
    )
