"""What is proposed for columns that hold personal data, and why, in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from synthdesk.domain.messages import Message, message
from synthdesk.domain.personal import PersonalData as P
from synthdesk.domain.preprocessing import ColumnPlan, DatePrecision, Role
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


class Coarsening(StrEnum):
    """How values are made coarse enough that HIPAA Safe Harbor lets them stay; the value is the command line's word."""

    YEAR = "only the year"
    NINETY = "90 and older together"
    THREE_DIGITS = "first three digits"


_COARSE_WORDS = {
    Coarsening.YEAR: _WORDS[P.DATE],
    Coarsening.NINETY: "Ages over 89: {columns}. So few people are that old that an age may point to one of them; the rule "
    "puts all of them together as 90.",
    Coarsening.THREE_DIGITS: "Postal codes: {columns}. Where few patients live in a place, it says who they are; three "
    "digits stand for a larger area.",
}
_KEYS = {Coarsening.NINETY: "age", Coarsening.THREE_DIGITS: "postal code"}
_POSTAL = re.compile(r"\bzip|postal|postcode|\bplz\b|postleitzahl|\bcap\b", re.IGNORECASE)
_OLDEST = "90"
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class PersonalAdvice:
    """What is proposed for columns with the same personal data.

    Attributes:
        what: The class of personal data.
        columns: Names of the columns, in the order of the table.
        role: What is proposed for them where they are not made coarser.
        coarsening: How they may be made coarser, which is then proposed; None where that does not help.
    """

    what: P
    columns: tuple[str, ...]
    role: Role
    coarsening: Coarsening | None = None

    @property
    def key(self) -> str:
        """A word that tells this advice from others of the same table."""
        return _KEYS.get(self.coarsening, str(self.what)) if self.coarsening is not None else str(self.what)

    @property
    def sentence(self) -> Message:
        """What the columns hold, and why that matters."""
        return why(self.what, self.columns, self.coarsening)


def why(what: P, columns: Sequence[str], coarsening: Coarsening | None = None) -> Message:
    """Return what the columns hold, and why that matters."""
    words = _WORDS[what] if coarsening is None else _COARSE_WORDS[coarsening]
    return message(words, columns=", ".join(f"“{name}”" for name in columns))


def is_postal(name: str) -> bool:
    """Return whether a heading says that the column holds postal codes."""
    return _POSTAL.search(name.replace("_", " ")) is not None


def coarsening_of(column: Column) -> Coarsening | None:
    """Return how the personal data in `column` may be made coarser, None where there is no such way."""
    if column.personal is P.DATE and column.kind is ColumnKind.DATETIME:
        return Coarsening.YEAR
    if column.personal is P.DATE and column.kind.is_numeric:
        return Coarsening.NINETY
    words = column.number is None and column.date_pattern is None
    return (
        Coarsening.THREE_DIGITS if column.personal is P.PLACE and words and is_postal(column.name) else None
    )


def coarsened(plan: ColumnPlan, how: Coarsening) -> ColumnPlan:
    """Return `plan` in which the column is learned, made coarser."""
    plan = replace(plan, role=Role.LEARN)
    if how is Coarsening.YEAR:
        return replace(plan, precision=DatePrecision.YEAR, since=None)
    return replace(plan, maximum=_OLDEST) if how is Coarsening.NINETY else replace(plan, letters=_DIGITS)


def not_coarsened(plan: ColumnPlan, how: Coarsening) -> ColumnPlan:
    """Return `plan` without what `coarsened` does to values."""
    if how is Coarsening.YEAR:
        return replace(plan, precision=None)
    return replace(plan, maximum=None) if how is Coarsening.NINETY else replace(plan, letters=None)


def is_coarsened(plan: ColumnPlan, how: Coarsening) -> bool:
    """Return whether `plan` makes a column that is learned coarser in this way."""
    return replace(coarsened(plan, how), role=plan.role) == plan


def advised_role(column: Column) -> Role | None:
    """Return what is proposed for `column` as it stands, None when it holds no personal data.

    Numbers that only tell rows apart are made new, everything else is left out.
    """
    if column.personal is None:
        return None
    is_number = column.personal in _NUMBERS and column.kind is ColumnKind.IDENTIFIER
    return Role.MAKE_NEW if is_number else Role.LEAVE_OUT


def advice(schema: Schema) -> tuple[PersonalAdvice, ...]:
    """Return what is proposed for a table, in the order of the classes of the rule."""
    groups: dict[tuple[P, Role, Coarsening | None], list[str]] = {}
    for column in schema:
        role = advised_role(column)
        if role is not None and column.personal is not None:
            key = (column.personal, role, coarsening_of(column))
            groups.setdefault(key, []).append(column.name)
    order = list(P)
    return tuple(
        PersonalAdvice(what, tuple(names), role, how)
        for (what, role, how), names in sorted(groups.items(), key=lambda item: order.index(item[0][0]))
    )
