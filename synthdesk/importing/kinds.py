"""Which kind a column is, from its name and its different texts."""

import re

import polars as pl

from synthdesk.domain.schema import ColumnKind

_ID_NAME = re.compile(
    r"(^|[\W_])(id|ids|uuid|mrn|key|no|nr|num|number|index|rownames|rowid|seqn|subjid|usubjid)($|[\W_\d])|id$|^unnamed",
    re.IGNORECASE,
)
_PERSON_NAME = re.compile(
    r"(first|last|fore|sur|middle|maiden|family|given|full)[\W_]*name|vorname|nachname|e-?mail|phone|telefon|fax"
    r"|address|adresse|street|strasse|straße|ssn|passport|driver",
    re.IGNORECASE,
)
_YES_NO = (
    {"yes", "no"},
    {"y", "n"},
    {"true", "false"},
    {"t", "f"},
    {"ja", "nein"},
    {"j", "n"},
    {"wahr", "falsch"},
    {"oui", "non"},
    {"si", "no"},
    {"sí", "no"},
    {"0", "1"},
)
FEW = 10
MANY = 20


def looks_like_identifier_name(name: str) -> bool:
    """Return whether a heading says that the column numbers or names its rows.

    >>> [looks_like_identifier_name(n) for n in ("patient_id", "SubjectID", "rownames")]
    [True, True, True]
    >>> looks_like_identifier_name("age")
    False
    """
    return _ID_NAME.search(name) is not None


def kind_of_whole_numbers(name: str, values: pl.Series, rows: int) -> ColumnKind:
    """Return the kind of a column of whole numbers (`values`: its different numbers, `rows`: all)."""
    distinct = len(values)
    if set(values.to_list()) <= {0, 1}:
        return ColumnKind.YES_NO if distinct == 2 else ColumnKind.CATEGORY
    if rows >= MANY and _numbers_rows(name, values, distinct / rows):
        return ColumnKind.IDENTIFIER
    if distinct <= FEW and rows >= 3 * distinct:
        return ColumnKind.CATEGORY
    return ColumnKind.WHOLE_NUMBER


def _numbers_rows(name: str, values: pl.Series, share: float) -> bool:
    named = looks_like_identifier_name(name)
    if share > 0.95:
        steps = values.sort().diff().drop_nulls()
        return named or bool(steps.n_unique() == 1)
    return named and share > 0.5


def kind_of_texts(name: str, distinct: pl.Series, rows: int) -> ColumnKind:
    """Return the kind of a column of words (`distinct`: its different texts, `rows`: all that are there)."""
    words = {text.strip().casefold() for text in distinct.head(3)}
    if len(distinct) == 2 and any(words == pair for pair in _YES_NO):
        return ColumnKind.YES_NO
    if len(distinct) > FEW and _PERSON_NAME.search(name):
        return ColumnKind.TEXT
    share = len(distinct) / max(1, rows)
    lengths = distinct.str.len_chars().to_list()
    longest = max(lengths, default=0)
    spaced = sum(" " in text.strip() for text in distinct) / max(1, len(distinct))
    if rows >= MANY and share > 0.95:
        return ColumnKind.TEXT if spaced > 0.5 or longest > 60 else ColumnKind.IDENTIFIER
    if share > 0.5 and len(distinct) > MANY:
        return ColumnKind.IDENTIFIER if looks_like_identifier_name(name) else ColumnKind.TEXT
    return ColumnKind.TEXT if longest > 200 else ColumnKind.CATEGORY
