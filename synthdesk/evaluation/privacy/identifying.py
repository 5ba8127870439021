"""P8: columns that look like one of the eighteen identifiers of the Safe Harbor list (45 CFR 164.514(b)(2))."""

import re
from dataclasses import dataclass

import polars as pl

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import Action, Figure, Head, Outcome, PrivacyCheck, Remedy
from synthdesk.evaluation import coding
from synthdesk.evaluation.rows import Rows

SEARCHED_AT_MOST = 2_000
SHARE_OF_VALUES = 0.5
"""A pattern counts when at least this share of the looked-at values follow it."""

OLDEST_AGE = 89
"""Ages above this are identifiers by the list."""

_UNIQUE_SHARE = 0.9
_FEWEST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of identifier: its name, and how headings and values of it look ("" for no pattern)."""

    title: Message
    heading: str
    value: str = ""


KINDS = (
    Kind(message("names"), r"((first|last|sur|family|given|full|patient|nach|vor)[ _-]?name|^name$|apellido|nombre)"),
    Kind(message("places smaller than a state"), r"(zip|postal|postcode|^plz|street|address|strasse|straße|city|town)"),
    Kind(message("social security numbers"), r"(^|[^a-z])(ssn|social.?security|nhs.?(no|number)|insurance.?no)", r"\d{3}-\d{2}-\d{4}"),
    Kind(message("phone numbers"), r"(phone|telefon|mobile|^tel$|handy)", r"\+?\d[\d ()/-]{7,}\d"),
    Kind(message("fax numbers"), r"(^|[^a-z])fax"),
    Kind(message("e-mail addresses"), r"e-?mail", r"[^@\s]+@[^@\s]+\.[a-z]{2,}"),
    Kind(message("medical record numbers"), r"(^|[^a-z])(mrn|medical.?record|patient.?(id|no|nr)|case.?(id|no))"),
    Kind(message("health plan numbers"), r"(health.?plan|beneficiary|versicherten?.?(nr|nummer))"),
    Kind(message("account numbers"), r"(account|konto|iban)", r"[A-Z]{2}\d{2}[A-Z0-9 ]{11,30}"),
    Kind(message("licence numbers"), r"(licen[cs]e.?(no|nr|number|id)|passport)"),
    Kind(message("vehicles and licence plates"), r"(vehicle|licen[cs]e.?plate|^vin$|kennzeichen)"),
    Kind(message("serial numbers of devices"), r"(serial|device.?id|implant.?id)"),
    Kind(message("web addresses"), r"(^|[^a-z])(url|website|homepage)", r"(https?:|www\.)\S+"),
    Kind(message("network addresses"), r"(^|[^a-z])(ip.?addr|ip$)", r"\d{1,3}(\.\d{1,3}){3}"),
    Kind(message("finger or voice prints"), r"(biometr|finger.?print|voice.?print|retina)"),
    Kind(message("pictures of faces"), r"(photo|picture|image.?file)", r".*\.(jpe?g|png|dcm|tiff?)"),
)  # fmt: skip
_DATES = message("dates more exact than a year")
_AGES = message("ages over 89")
_UNIQUE = message("other unique numbers or codes")
_METHOD = message(
    "Looks at headings, patterns and how many different values there are, for the eighteen kinds of identifiers of "
    "the Safe Harbor list. It can miss some: read the headings yourself."
)


def look_at(column: pl.Series) -> Message | None:
    """Return the kind of identifier `column` looks like, None for none."""
    present = column.drop_nulls()
    if column.dtype == pl.Datetime:
        return _DATES if len(present) else None
    named = next((k.title for k in KINDS if re.search(k.heading, column.name, re.IGNORECASE)), None)
    if named is not None:
        return named
    if column.dtype.is_numeric():
        return _of_numbers(column.name, present)
    texts = present[:SEARCHED_AT_MOST].cast(pl.String)
    for kind in KINDS:
        if kind.value and len(texts) and texts.str.contains(f"^(?i:{kind.value})$").mean() >= SHARE_OF_VALUES:  # type: ignore[operator]  # a share: texts are there
            return kind.title
    unique = texts.n_unique() >= _UNIQUE_SHARE * len(texts)
    return _UNIQUE if len(texts) >= _FEWEST_ROWS and unique else None


def check(rows: Rows) -> PrivacyCheck:
    """Return check P8 on the released columns."""
    looked = ((name, look_at(rows.released[name])) for name in rows.released.columns)
    found = [(name, kind) for name, kind in looked if kind is not None]
    graver = [name for name, kind in found if kind not in (_DATES, _AGES)]
    outcome = Outcome.STOP if graver else Outcome.REVIEW if found else Outcome.NONE
    names = (*graver, *(name for name, _ in found if name not in graver))
    return PrivacyCheck(
        key="P8",
        title=message("Are there columns that name people?"),
        heads=(Head.SINGLING_OUT,),
        outcome=outcome,
        testable=bool(rows.released.columns),
        sentence=_sentence(found),
        power=message("All {columns:,} columns were looked at.", columns=rows.released.width),
        method=_METHOD,
        figures=(Figure("columns", message("Columns that look like identifiers"), len(found)),),
        columns=names,
        actions=(Action(Remedy.LEAVE_OUT, names),) if names else (),
    )


def _sentence(found: list[tuple[str, Message]]) -> Message:
    if not found:
        return message("No column looks like one of the eighteen kinds of identifiers.")
    listed = "; ".join(f"“{name}” ({kind})" for name, kind in found[:5])
    if len(found) > 5:
        return message(
            "These columns look like identifiers: {listed}; and {more} more.",
            listed=listed,
            more=len(found) - 5,
        )
    return message("These columns look like identifiers: {listed}.", listed=listed)


def _of_numbers(name: str, present: pl.Series) -> Message | None:
    values = coding.numbers(present)
    if re.search(r"(^|[^a-z])(age|alter|edad)($|[^a-z])", name, re.IGNORECASE):
        return _AGES if len(values) and values.max() > OLDEST_AGE else None
    whole = len(values) >= _FEWEST_ROWS and bool((values == values.round()).all())
    looks_like_key = bool(re.search(r"(^|[^a-z])(id|nr|no|key)$", name, re.IGNORECASE))
    return (
        _UNIQUE if whole and looks_like_key and present.n_unique() >= _UNIQUE_SHARE * len(present) else None
    )
