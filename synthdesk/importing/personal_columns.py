"""Which columns hold personal data: by their names, by the form of their values, by check digits."""

import re

import polars as pl

from synthdesk.domain.check_digits import is_national_number
from synthdesk.domain.personal import PersonalData as P
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.importing.numbers import to_numbers

_PROBES = 200
_MOST = 0.8
_LEAST = 5

_NAMES: tuple[tuple[P, str], ...] = (
    (P.EMAIL, r"e.?mail|correo"),
    (P.FAX, r"\bfax"),
    (P.PHONE, r"phone|telefon|\btel\b|mobil|handy|téléphone|teléfono"),
    (P.NAME, r"(first|last|fore|sur|middle|maiden|family|given|full|patient)[\W_]*name|vorname|nachname|familienname"),
    (P.NAME, r"apellido|nombre|cognome|\bnom\b|prénom|prenom|achternaam|voornaam|initials|initialen"),
    (P.PLACE, r"street|stra(ß|ss)e|address|adresse|\bcity\b|\bstadt\b|wohnort|\bort\b|zip|postal|postcode|\bplz\b"),
    (P.PLACE, r"postleitzahl|code.?postal|\bcap\b|county|indirizzo|domicilio|latitude|longitude"),
    (P.DATE, r"birth|geburt|\bdob\b|naissance|nacimiento|nascita|geboorte|admission.*date|admit.*date|date.*admission|date.*admit|aufnahme"),
    (P.DATE, r"entlass|discharge|death|verstorben|todesdatum|sterbe"),
    (P.NATIONAL_NUMBER, r"\bssn\b|social.?security|\bnhs\b|\bnir\b|\bdni\b|codice.?fiscale|\bbsn\b|steuer.?id"),
    (P.INSURANCE_NUMBER, r"insurance.*(no|num|id)|versicherten|\bkvnr\b|health.?plan|policy"),
    (P.RECORD_NUMBER, r"\bmrn\b|(patient|subject|case|fall|record|person|pat)[\W_]*(id|no|nr|num|number|nummer)\b"),
    (P.RECORD_NUMBER, r"^(usubjid|subjid|pid|patid|record_id)$"),
    (P.ACCOUNT_NUMBER, r"\biban\b|account|konto"),
    (P.VEHICLE, r"licen[cs]e.?plate|kennzeichen|\bvin\b"),
    (P.LICENCE_NUMBER, r"licen[cs]e|passport|führerschein|ausweis"),
    (P.DEVICE, r"serial|device.*(id|no)|\budi\b|implant.*(no|nr|id)"),
    (P.PHOTO, r"photo|portrait|bild_?datei"),
)  # fmt: skip
"""Words in headings; the first that fits decides."""

_VALUES: tuple[tuple[P, str], ...] = (
    (P.EMAIL, r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$"),
    (P.WEB_ADDRESS, r"^(https?://|www\.)\S+$"),
    (P.NETWORK_ADDRESS, r"^(\d{1,3}\.){3}\d{1,3}$|^([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}$"),
    (P.ACCOUNT_NUMBER, r"^[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?$"),
    (P.PHONE, r"^(\+|00)\d[\d /()\-]{7,16}$|^\(\d{3}\) ?\d{3}-\d{4}$|^0\d{2,4}[ /-]\d[\d \-]{4,10}$"),
)

_AGE = re.compile(r"\b(age|alter|âge|edad|età|leeftijd)\b", re.IGNORECASE)
_LAST_AGE, _NO_AGE = 89, 130
_CODES = re.compile(r"^([A-TV-Z]\d{2}(\.\d{1,4}|\d{0,2})?[+*!†]?|[A-V]\d{2}[A-Z]{2}\d{2}|\d{1,5}-\d)$")
"""ICD-10, ATC and LOINC codes: they repeat a classification, not a person."""


def personal(column: Column, distinct: pl.Series) -> P | None:
    """Return which personal data `column` holds, None when nothing speaks for any.

    Args:
        column: The proposed column.
        distinct: Its different texts, missing ones left out.
    """
    probes = [text.strip() for text in distinct.head(_PROBES)]
    by_name = _by_name(column)
    if by_name is None and len(probes) >= _LEAST and _share(probes, _CODES) > _MOST:
        return None
    by_value = _by_value(probes)
    if by_value is not None:
        return by_value
    if by_name is not None:
        return by_name if by_name is not P.DATE or column.kind is ColumnKind.DATETIME else None
    if column.kind is ColumnKind.DATETIME or _has_great_ages(column, distinct):
        return P.DATE
    return P.OTHER_NUMBER if column.kind in (ColumnKind.IDENTIFIER, ColumnKind.TEXT) else None


def _by_name(column: Column) -> P | None:
    name = column.name.replace("_", " ")
    return next(
        (
            kind
            for kind, words in _NAMES
            if re.search(words, name, re.IGNORECASE) or re.search(words, column.name, re.IGNORECASE)
        ),
        None,
    )


def _has_great_ages(column: Column, distinct: pl.Series) -> bool:
    """Return whether the column holds ages in years, some of them over 89."""
    if column.number is None or not _AGE.search(column.name.replace("_", " ")):
        return False
    oldest = to_numbers(distinct, column.number).max()
    return isinstance(oldest, float) and _LAST_AGE < oldest < _NO_AGE


def _by_value(probes: list[str]) -> P | None:
    if len(probes) < _LEAST:
        return None
    for kind, form in _VALUES:
        if _share(probes, re.compile(form)) > _MOST:
            return kind
    if sum(map(is_national_number, probes)) > _MOST * len(probes):
        return P.NATIONAL_NUMBER
    return None


def _share(probes: list[str], form: re.Pattern[str]) -> float:
    return sum(form.match(text) is not None for text in probes) / len(probes)
