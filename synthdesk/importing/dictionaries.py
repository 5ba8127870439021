"""Data dictionaries of REDCap: a table of the fields of a project, as its designer saves it or its API gives it."""

import csv
import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from synthdesk.importing.encodings import detect
from synthdesk.importing.text_files import decoded

LARGEST_BYTES = 50_000_000
"""No dictionary is larger; what is, is not looked at."""

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("variable / field name", "variable/field name", "field_name"),
    "form": ("form name", "form_name"),
    "kind": ("field type", "field_type"),
    "label": ("field label", "field_label"),
    "choices": (
        "choices, calculations, or slider labels",
        "choices or calculations",
        "select_choices_or_calculations",
    ),
    "validation": (
        "text validation type or show slider number",
        "text_validation_type_or_show_slider_number",
    ),
    "identifier": ("identifier?", "identifier"),
}
_NEEDED = ("name", "form", "kind", "label")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_YES_NO: Mapping[str, tuple[tuple[str, str], ...]] = {
    "yesno": (("1", "Yes"), ("0", "No")),
    "truefalse": (("1", "True"), ("0", "False")),
}
_CHOOSING = ("radio", "dropdown", "checkbox")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a REDCap project.

    Attributes:
        name: Its variable.
        form: Name of the instrument it belongs to.
        kind: "text", "notes", "radio", "dropdown", "checkbox", "yesno", "calc" ...
        label: Its words, without markup.
        choices: (code, label), in order.
        validation: What a text has to be: "date_mdy", "integer", "email" ...; "" for anything.
        identifier: Whether its maker marked it as one that points to a person.
    """

    name: str
    form: str
    kind: str
    label: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    validation: str = ""
    identifier: bool = False


def may_be_dictionary(head: bytes) -> bool:
    """Return whether a file that begins with `head` may be a data dictionary."""
    text = head[:600].replace(b"\x00", b"").lower()
    return any(all(word in text for word in words) for words in _SIGNS)


_SIGNS = ((b"field name", b"form name", b"field type"), (b"field_name", b"form_name", b"field_type"))


def fields_of(data: bytes) -> tuple[Field, ...]:
    """Return the fields in the bytes of a data dictionary, () when it is none."""
    encoding = detect(data, whole=True)
    if encoding is None or not may_be_dictionary(data):
        return ()
    text = decoded(data, encoding.name)
    for delimiter in (",", ";", "\t"):
        found = _fields(text, delimiter)
        if found:
            return found
    return ()


def _fields(text: str, delimiter: str) -> tuple[Field, ...]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return ()
    heading = [cell.strip().lower() for cell in rows[0]] if rows else []
    places = {
        key: heading.index(word) for key, words in _HEADINGS.items() for word in words if word in heading
    }
    if any(key not in places for key in _NEEDED):
        return ()
    found = (
        _field({key: row[place].strip() for key, place in places.items() if place < len(row)})
        for row in rows[1:]
    )
    return tuple(field for field in found if field.name and field.kind != "descriptive")


def _field(cells: Mapping[str, str]) -> Field:
    kind = cells.get("kind", "").lower()
    choices = _YES_NO.get(kind, ())
    if kind in _CHOOSING:
        choices = choices_of(cells.get("choices", ""))
    return Field(
        cells.get("name", ""),
        cells.get("form", ""),
        kind,
        plain(cells.get("label", "")),
        choices,
        cells.get("validation", "").lower(),
        cells.get("identifier", "").lower() in ("y", "yes", "1", "true"),
    )


def choices_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the choices (code, label) as REDCap writes them.

    >>> choices_of("1, Yes, surely | 2, No | -99, Unknown")
    (('1', 'Yes, surely'), ('2', 'No'), ('-99', 'Unknown'))
    """
    pairs = [part.partition(",") for part in re.split(r"\s*\|\s*|\n", text) if part.strip()]
    return tuple((code.strip(), plain(label)) for code, _, label in pairs)


def plain(text: str) -> str:
    """Return words without markup and line breaks.

    >>> plain("<b>Age</b> at<br>visit &amp; later (<5 y)")
    'Age at visit & later (<5 y)'
    """
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())
