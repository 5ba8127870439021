"""What can be made up in place of the names and addresses of people, and from which countries."""

import re
from enum import StrEnum

from synthdesk.domain.personal import PersonalData
from synthdesk.domain.schema import Column


class MadeUp(StrEnum):
    """What the values of a column are."""

    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    FULL_NAME = "first and last name"
    LAST_FIRST = "last name, first name"
    STREET = "street"
    CITY = "city"
    POSTAL_CODE = "postal code"
    EMAIL = "e-mail address"


COUNTRIES = (
    "en_US", "de_DE", "fr_FR", "en_GB", "it_IT", "es_ES", "nl_NL", "pt_PT", "sv_SE", "cs_CZ", "hu_HU", "de_AT", "de_CH",
    "da_DK", "fi_FI", "no_NO",
)  # fmt: skip
"""Keys (language_COUNTRY) of the countries that names and addresses can come from, most people first."""

USUAL_COUNTRY = "en_US"

_FIRST = r"first|fore|given|vorname|nombre|pr[eé]nom|voornaam|^nom[e]"
_LAST = r"last|sur|family|nachname|familienname|apellido|cognome|achternaam|maiden|^nom\b"
_PLACES = (
    (r"zip|postal|postcode|\bplz\b|postleitzahl|\bcap\b", MadeUp.POSTAL_CODE),
    (r"city|stadt|\bort\b|wohnort|town|ville|ciudad|citt", MadeUp.CITY),
    (r"street|stra(ß|ss)e|address|adresse|indirizzo|domicilio|\brue\b", MadeUp.STREET),
)


def made_up_of(column: Column, examples: list[str]) -> MadeUp | None:
    """Return what is made up for `column` when it is made new, None for new signs in the same pattern.

    Args:
        column: A column that is made new.
        examples: Some of its values, which tell "Weber, Anna" from "Anna Weber".
    """
    name = column.name.replace("_", " ").lower()
    if column.kind.is_numeric or column.date_pattern is not None:
        return None
    if column.personal is PersonalData.EMAIL:
        return MadeUp.EMAIL
    if column.personal is PersonalData.NAME:
        return _kind_of_name(name, examples)
    if column.personal is PersonalData.PLACE:
        return next((kind for words, kind in _PLACES if re.search(words, name)), None)
    return None


def _kind_of_name(name: str, examples: list[str]) -> MadeUp | None:
    if "initial" in name:
        return None
    most = len(examples) / 2
    if sum("," in text for text in examples) > most:
        return MadeUp.LAST_FIRST
    if re.search(_FIRST, name):
        return MadeUp.FIRST_NAME
    if re.search(_LAST, name) or sum(" " in text.strip() for text in examples) <= most:
        return MadeUp.LAST_NAME
    return MadeUp.FULL_NAME
