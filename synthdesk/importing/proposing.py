"""What the columns of a table of texts are, decided over all rows; what they cannot decide is asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.personal import PersonalData
from synthdesk.domain.personal_advice import is_postal
from synthdesk.domain.questions import Choice, Question
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.domain.source import ImportOptions
from synthdesk.importing import kinds, missing_codes
from synthdesk.importing.asking import Asking
from synthdesk.importing.column import Texts, mostly
from synthdesk.importing.date_columns import date_column
from synthdesk.importing.known import KnownColumn, by_name, labelled
from synthdesk.importing.number_columns import (
    Signs,
    number_column,
    signs_of_file,
    without_codes_among_words,
)
from synthdesk.importing.personal_columns import personal
from synthdesk.importing.row_units import with_row_unit
from synthdesk.importing.typing import column_values, with_kind

MISSING = Choice("missing", message("Yes, missing"))
VALUE = Choice("value", message("No, a real value"))
_FIRST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed schema, the questions (open and answered), the decimal sign of the file, and remarks."""

    schema: Schema
    questions: tuple[Question, ...]
    decimal: str
    remarks: tuple[Message, ...] = ()


def propose(texts: pl.DataFrame, options: ImportOptions, known: Iterable[KnownColumn] = ()) -> Proposal:
    """Return the proposal for a table.

    Args:
        texts: All rows (or the first ones for a preview), columns of texts.
        options: How the file is read, with the answers given so far.
        known: What the file says itself about its columns.
    """
    asking = Asking(options)
    said = by_name(known)
    columns = [Texts.of(texts[name]) for name in texts.columns]
    columns = [c.without(said[c.name].missing) if c.name in said else c for c in columns]
    words = _ask_words(columns, asking)
    cleaned = [column.without(words) for column in columns]
    signs = signs_of_file([column.distinct for column in cleaned], options.decimal)
    nothing = KnownColumn("")
    told = [said.get(column.name, nothing) for column in cleaned]
    found = (_column(column, signs, asking, own) for column, own in zip(cleaned, told, strict=True))
    marked = tuple(
        replace(labelled(_as_code(column), own), personal=_personal(column, texts_, own))
        for column, texts_, own in zip(found, cleaned, told, strict=True)
    )
    person = next((own.name for own in told if own.is_person), None)
    schema = with_row_unit(Schema(marked), texts, asking, person)
    return Proposal(schema, tuple(asking.questions), signs.decimal, tuple(asking.remarks))


def decimal_sign(texts: pl.DataFrame, options: ImportOptions) -> str:
    """Return the decimal sign of the numbers in a table of texts: as chosen, or found in its first rows."""
    if options.decimal is not None:
        return options.decimal
    columns = [Texts.of(column) for column in texts.head(_FIRST_ROWS)]
    words = {text for column in columns for text in missing_codes.missing_words(column.distinct)}
    return signs_of_file([column.without(words).distinct for column in columns], None).decimal


def _ask_words(columns: list[Texts], asking: Asking) -> set[str]:
    """Ask about each word that may mean "missing", once for the whole table; return those that do."""
    where: dict[str, list[Texts]] = {}
    for column in columns:
        for text in missing_codes.missing_words(column.distinct):
            where.setdefault(text, []).append(column)
    missing = set()
    for text, holders in where.items():
        cells = sum(int((column.series == text).sum()) for column in holders)
        sentence = counted(
            len(holders),
            "“{word}” stands in {cells:,} cells of “{first}”. Does it mean that the value is missing?",
            "“{word}” stands in {cells:,} cells of {count:,} columns. Does it mean that the value is missing?",
            word=text,
            cells=cells,
            first=holders[0].name,
        )
        clear = missing_codes.word_of(text) in missing_codes.WORDS
        proposal = "missing" if clear else None
        name = holders[0].name if len(holders) == 1 else None
        choices = (MISSING, VALUE) if clear else (VALUE, MISSING)
        if asking.ask(f"missing:{text}", sentence, choices, column=name, proposal=proposal) == "missing":
            missing.add(text)
    return missing


def _column(texts: Texts, signs: Signs, asking: Asking, said: KnownColumn) -> Column:
    if said.kind is not None and not said.kind.is_numeric:
        return Column(texts.name, said.kind, missing=texts.missing)
    if texts.distinct.is_empty():
        return Column(texts.name, ColumnKind.CATEGORY, missing=texts.missing)
    found = number_column(texts, signs, asking) or date_column(texts, asking, said.date_order)
    if found is not None:
        return _as_said(found, texts, signs, said)
    found = mostly(texts, signs.decimal, asking)
    if found is not None:
        return found
    texts = without_codes_among_words(texts, asking)
    return Column(
        texts.name, kinds.kind_of_texts(texts.name, texts.distinct, texts.known), missing=texts.missing
    )


def _as_code(column: Column) -> Column:
    """Return a column of postal codes as words, also where all of them are numbers."""
    if column.kind is ColumnKind.WHOLE_NUMBER and is_postal(column.name):
        return replace(column, kind=ColumnKind.CATEGORY, number=None)
    return column


def _as_said(column: Column, texts: Texts, signs: Signs, said: KnownColumn) -> Column:
    """Return the column as the numbers it is said to hold when all its values are such."""
    if said.kind is None or column.kind.is_numeric or column.kind is ColumnKind.DATETIME:
        return column
    numbers = with_kind(texts.distinct, column, said.kind, signs.decimal)
    values = column_values(texts.distinct.filter(~texts.distinct.is_in(list(column.missing))), numbers)
    return column if values.null_count() else numbers


def _personal(column: Column, texts: Texts, said: KnownColumn) -> PersonalData | None:
    """Return the personal data by what is said, or by name, label and values where only "some" is said."""
    if said.personal is None:
        return personal(column, texts.distinct)
    if said.personal is not PersonalData.OTHER_NUMBER:
        return said.personal
    by_label = personal(replace(column, name=said.label or column.name), texts.distinct)
    kinds_ = [kind for kind in (personal(column, texts.distinct), by_label) if kind is not None]
    return next((kind for kind in kinds_ if kind is not said.personal), said.personal)
