"""Exports of REDCap: how they are recognised, and what a data dictionary says about their columns."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.personal import PersonalData
from synthdesk.domain.questions import Choice
from synthdesk.domain.schema import ColumnKind
from synthdesk.importing.asking import Asking
from synthdesk.importing.dictionaries import Field
from synthdesk.importing.known import KnownColumn
from synthdesk.importing.missing_codes import DOUBTFUL_WORDS, WORDS, word_of
from synthdesk.importing.value_labels import ask_to_show, can_show

OWN = (
    "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_data_access_group",
    "redcap_survey_identifier", "Event Name", "Repeat Instrument", "Repeat Instance", "Data Access Group",
    "Survey Identifier", "Survey Timestamp",
)  # fmt: skip
"""Columns that REDCap itself adds, by variable or by heading."""

_COMPLETE = (("0", "Incomplete"), ("1", "Unverified"), ("2", "Complete"))
_CHECKED = (("0", "Unchecked"), ("1", "Checked"))
_CHECKBOX = re.compile(r"^[a-z][a-z0-9_]*?___[a-z0-9_]+$")
_CHOICE = re.compile(r" \(choice=.+\)$", re.DOTALL)
_COPY = re.compile(r" \(\d+\)$")
_NO_ANSWER = re.compile(
    r"\b(unknown|refused|declined|missing|not (done|known|applicable|available|reported|recorded|sure)|"
    r"prefer not|don.?t know|unbekannt|keine angabe|weiß nicht|inconnu|desconocido|onbekend)\b",
    re.IGNORECASE,
)
_KINDS = {"slider": ColumnKind.WHOLE_NUMBER, "notes": ColumnKind.TEXT, "file": ColumnKind.TEXT}
_VALIDATIONS = {
    "integer": (ColumnKind.WHOLE_NUMBER, None),
    "email": (ColumnKind.TEXT, PersonalData.EMAIL),
    "phone": (ColumnKind.TEXT, PersonalData.PHONE),
    "zipcode": (ColumnKind.CATEGORY, PersonalData.PLACE),
    "postalcode": (ColumnKind.CATEGORY, PersonalData.PLACE),
    "ssn": (ColumnKind.IDENTIFIER, PersonalData.NATIONAL_NUMBER),
    "mrn": (ColumnKind.IDENTIFIER, PersonalData.RECORD_NUMBER),
}
_RECORD = KnownColumn(
    "", kind=ColumnKind.IDENTIFIER, personal=PersonalData.RECORD_NUMBER, is_person=True
)  # fmt: skip
"""The first column of every export tells its records apart."""
_FEW, _SHARE = 2, 0.8


@dataclass(frozen=True, slots=True)
class Expected:
    """A column that an export has by its dictionary: its variable, its heading for people, and what is known."""

    name: str
    heading: str
    known: KnownColumn


def looks_like_export(frame: pl.DataFrame) -> bool:
    """Return whether the columns of a table are named as REDCap names them."""
    names = frame.columns
    if any(name.startswith("redcap_") for name in names) or {"Repeat Instrument", "Event Name"} & set(names):
        return True
    boxes = sum(bool(_CHECKBOX.match(name) or _CHOICE.search(name)) for name in names)
    forms = [name for name in names if name.endswith("_complete") or _COPY.sub("", name) == "Complete?"]
    marks = {text for pair in _COMPLETE for text in pair}
    ends = sum(set(frame[name].drop_nulls().unique()) <= marks for name in forms)
    return boxes + ends >= _FEW or (ends == 1 and names[-1] in forms)


def share_described(fields: Sequence[Field], names: Sequence[str]) -> float:
    """Return the share (0-1) of the columns of an export that a dictionary describes."""
    own = [name for name in names if name not in OWN and not name.startswith("redcap_")]
    return len(_matched(fields, own)) / max(1, len(own))


def fits(fields: Sequence[Field], names: Sequence[str]) -> bool:
    """Return whether a dictionary is surely the one of an export."""
    return share_described(fields, names) >= _SHARE


def known_by_names(frame: pl.DataFrame) -> tuple[KnownColumn, ...]:
    """Return what the names of an export say without a dictionary: labels of check boxes and of forms' states."""
    found = []
    for name in frame.columns:
        labels = _COMPLETE if name.endswith("_complete") else _CHECKED if _CHECKBOX.match(name) else ()
        if labels and set(frame[name].drop_nulls().unique()) <= {code for code, _ in labels}:
            found.append(KnownColumn(name, value_labels=labels))
    return (*found, replace(_RECORD, name=frame.columns[0]))


def described(
    frame: pl.DataFrame, fields: Sequence[Field], asking: Asking
) -> tuple[pl.DataFrame, tuple[KnownColumn, ...]]:
    """Return the table and what its dictionary says of its columns; codes become labels where wanted.

    Args:
        frame: All columns as texts.
        fields: The dictionary.
        asking: Takes the questions.
    """
    matched = _matched(fields, frame.columns)
    known = {name: replace(each.known, name=name) for name, each in matched.items()}
    known = {
        name: replace(each, label="" if each.label == name else each.label) for name, each in known.items()
    }
    has_labels = _holds_labels(frame, known.values())
    known = _with_outsiders(frame, known, asking, has_labels=has_labels)
    if not has_labels:
        frame, known = _shown(frame, known, asking)
    known = _with_no_answers(frame, known, asking)
    return frame, tuple(known.values())


def _expected(fields: Sequence[Field]) -> Iterator[Expected]:
    """Yield the columns of an export in their order."""
    for place, field in enumerate(fields):
        if field.kind == "checkbox":
            yield from _boxes(field)
        else:
            known = replace(_RECORD, label=field.label) if place == 0 else _known(field)
            yield Expected(field.name, field.label, known)
        last = place == len(fields) - 1 or fields[place + 1].form != field.form
        if last and field.form:
            state = KnownColumn("", f"{field.form}: complete?", _COMPLETE, kind=ColumnKind.CATEGORY)
            yield Expected(f"{field.form}_complete", "Complete?", state)


def _boxes(field: Field) -> Iterator[Expected]:
    personal = PersonalData.OTHER_NUMBER if field.identifier else None
    for code, label in field.choices:
        name = f"{field.name}___{re.sub('[^a-z0-9]', '_', code.lower())}"
        box = KnownColumn("", f"{field.label}: {label}", _CHECKED, kind=ColumnKind.YES_NO, personal=personal)
        yield Expected(name, f"{field.label} (choice={label})", box)


def _known(field: Field) -> KnownColumn:
    kind, personal = _VALIDATIONS.get(field.validation, (_KINDS.get(field.kind), None))
    if field.choices:
        kind = ColumnKind.YES_NO if field.kind in ("yesno", "truefalse") else ColumnKind.CATEGORY
    if field.identifier and personal is None:
        personal = PersonalData.OTHER_NUMBER
    order = re.match(r"date(?:time)?(?:_seconds)?_([dmy]{3})$", field.validation)
    return KnownColumn(
        "", field.label, field.choices, kind=kind,
        date_order=order[1] if order else "", personal=personal,
    )  # fmt: skip


def _matched(fields: Sequence[Field], names: Sequence[str]) -> dict[str, Expected]:
    """Return the expected column of each name; headings that several columns share are taken in order."""
    expected = list(_expected(fields))
    by_name = {each.name: each for each in expected}
    matched = {name: by_name[name] for name in names if name in by_name}
    left = [each for each in expected if each.name not in matched]
    for name in names:
        if name in matched:
            continue
        words = {" ".join(name.split()), _COPY.sub("", " ".join(name.split()))}
        found = next((each for each in left if each.heading and each.heading in words), None)
        if found is not None:
            matched[name] = found
            left.remove(found)
    return {name: matched[name] for name in names if name in matched}


def _holds_labels(frame: pl.DataFrame, known: Iterable[KnownColumn]) -> bool:
    """Return whether the export shows labels, not codes: more columns speak for it than against it."""
    sides: Counter[bool] = Counter()
    for column in known:
        texts = set(frame[column.name].drop_nulls().unique())
        codes, labels = (
            sum(text in dict_ for text in texts)
            for dict_ in ({c for c, _ in column.value_labels}, {w for _, w in column.value_labels})
        )
        if codes != labels:
            sides[labels > codes] += 1
    return sides[True] > sides[False]


def _with_outsiders(
    frame: pl.DataFrame, known: dict[str, KnownColumn], asking: Asking, *, has_labels: bool
) -> dict[str, KnownColumn]:
    """Ask about each text that is none of the choices of its column: it may be a code for "missing"."""
    where: dict[str, list[str]] = {}
    for name, column in known.items():
        choices = {pair[has_labels] for pair in column.value_labels}
        texts = frame[name].drop_nulls().unique(maintain_order=True)
        others = [
            text for text in texts if text not in choices and word_of(text) not in WORDS | DOUBTFUL_WORDS
        ]
        if choices and len(others) <= max(_FEW, (1 - _SHARE) * len(texts)):
            for text in others:
                where.setdefault(text, []).append(name)
    missing = set()
    for text, names in where.items():
        sentence = counted(
            len(names),
            "“{text}” stands in “{first}” and is none of its choices. Does it mean that the value is missing?",
            "“{text}” stands in {count:,} columns and is none of their choices. Does it mean that the value is missing?",
            text=text[:40], first=names[0],
        )  # fmt: skip
        sure = len(names) > 1 or re.fullmatch(r"-\d+", text) is not None
        if _means_missing(f"code:{text}", sentence, names, asking, sure=sure):
            missing.add(text)
    return {
        name: replace(
            column, missing=tuple(text for text in where if text in missing and name in where[text])
        )
        for name, column in known.items()
    }


def _shown(
    frame: pl.DataFrame, known: dict[str, KnownColumn], asking: Asking
) -> tuple[pl.DataFrame, dict[str, KnownColumn]]:
    """Return the table with labels in place of codes where the user wants them and nothing is lost."""
    able = {
        name: dict(column.value_labels)
        for name, column in known.items()
        if column.value_labels
        and can_show(dict(column.value_labels), _texts_but_words(frame[name]), column.missing)
    }
    telling = next(
        ((n, own) for n, own in able.items() if known[n].value_labels not in (_CHECKED, _COMPLETE)), None
    )
    if not able or not ask_to_show(*(telling or next(iter(able.items()))), asking):
        return frame, known
    shown = [frame[name].replace(list(labels), list(labels.values())) for name, labels in able.items()]
    return frame.with_columns(shown), known


def _texts_but_words(series: pl.Series) -> list[str]:
    """Return the different texts of a column, those left out that every file has for "missing"."""
    return [text for text in series.drop_nulls().unique() if word_of(text) not in WORDS]


def _with_no_answers(
    frame: pl.DataFrame, known: dict[str, KnownColumn], asking: Asking
) -> dict[str, KnownColumn]:
    """Ask about each choice whose label says that there is no answer; texts that are asked about anyway are not."""
    where: dict[str, dict[str, str]] = {}
    for name, column in known.items():
        texts = set(frame[name].drop_nulls().unique())
        for code, label in column.value_labels:
            held = next((text for text in (label, code) if text in texts), None)
            asked_anyway = held is None or word_of(held) in WORDS | DOUBTFUL_WORDS
            if _NO_ANSWER.search(label) and not asked_anyway and held is not None:
                where.setdefault(label, {})[name] = held
    for label, holders in where.items():
        sentence = counted(
            len(holders),
            "“{label}” is a choice of “{first}”. Does it mean that the value is missing?",
            "“{label}” is a choice of {count:,} columns. Does it mean that the value is missing?",
            label=label, first=next(iter(holders)),
        )  # fmt: skip
        if _means_missing(f"label:{label}", sentence, list(holders), asking, sure=False):
            known |= {
                name: replace(known[name], missing=(*known[name].missing, text))
                for name, text in holders.items()
            }
    return known


def _means_missing(key: str, sentence: Message, names: list[str], asking: Asking, *, sure: bool) -> bool:
    missing, value = Choice("missing", message("Yes, missing")), Choice("value", message("No, a real value"))
    choices, proposal = ((missing, value), "missing") if sure else ((value, missing), None)
    column = names[0] if len(names) == 1 else None
    return asking.ask(key, sentence, choices, column=column, proposal=proposal) == "missing"
