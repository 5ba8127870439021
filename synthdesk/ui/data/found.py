"""What was found about a file, in sentences that let a person check it."""

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from synthdesk.domain.cells import parse_datetime, parse_number
from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.schema import Column, Schema
from synthdesk.domain.source import ImportOptions
from synthdesk.ui.data import spellings
from synthdesk.ui.data.option_row import Reading


def found_sentence(reading: Reading, schema: Schema, facts: tuple[ColumnFacts, ...]) -> str:
    """Return how the file is read, with an example of a number and a date that could be misread."""
    parts = [_dialect_sentence(reading), number_example(schema, facts), date_example(schema, facts)]
    return " ".join(part for part in parts if part)


def proof_sentence(cells: int, same: int) -> str:
    """Return what the proof by reading back found."""
    translate = QCoreApplication.translate
    if cells == same:
        words = translate("Found", "All {cells:,} cells convert to values and back to the same text.")
        return words.format(cells=cells)
    if cells - same == 1:
        words = translate(
            "Found", "One of {cells:,} cells does not convert back to the same text; it is shaded."
        )
        return words.format(cells=cells)
    words = translate(
        "Found", "{wrong:,} of {cells:,} cells do not convert back to the same text; they are shaded."
    )
    return words.format(wrong=cells - same, cells=cells)


def number_example(schema: Schema, facts: tuple[ColumnFacts, ...]) -> str:
    """Return how a number that another country would read otherwise is read, or "" when there is none."""
    examples = {fact.name: fact.examples for fact in facts}
    for column in schema:
        for text in examples.get(column.name, ()):
            plain = _plain_number(text, column)
            if plain is not None and plain != text:
                words = QCoreApplication.translate("Found", "“{text}” is read as {plain}.")
                return words.format(text=text, plain=plain)
    return ""


def date_example(schema: Schema, facts: tuple[ColumnFacts, ...]) -> str:
    """Return how a date is read, its month as a word, or "" when there is none."""
    examples = {fact.name: fact.examples for fact in facts}
    for column in schema:
        for text in examples.get(column.name, ()):
            moment = parse_datetime(text, column.date_pattern) if column.date_pattern else None
            if moment is not None:
                day = QLocale().toString(QDate(moment.year, moment.month, moment.day), "d MMMM yyyy")
                return QCoreApplication.translate("Found", "“{text}” is {day}.").format(text=text, day=day)
    return ""


def _plain_number(text: str, column: Column) -> str | None:
    if column.number is None or (column.number.decimal == "." and not column.number.thousands):
        return None
    value = parse_number(text, column.number)
    return None if value is None else f"{value:.15g}"


def _dialect_sentence(reading: Reading) -> str:
    translate = QCoreApplication.translate
    if reading.remembered:
        parts = _parts(reading.found, ImportOptions(), reading, chosen=False)
        return translate("Found", "Read as before: {parts}.").format(parts=", ".join(parts)) if parts else ""
    found = _parts(reading.found, reading.wanted, reading, chosen=False)
    chosen = _parts(reading.found, reading.wanted, reading, chosen=True)
    sentences = []
    if found:
        words = translate("Found", "Found by itself: {parts}.")
        sentences.append(words.format(parts=", ".join(found)))
    if chosen:
        words = translate("Found", "Chosen by you: {parts}.")
        sentences.append(words.format(parts=", ".join(chosen)))
    return " ".join(sentences)


def _parts(found: ImportOptions, wanted: ImportOptions, reading: Reading, *, chosen: bool) -> list[str]:
    translate = QCoreApplication.translate
    parts = []
    if reading.file_kind == "text" and (wanted.delimiter is not None) is chosen and found.delimiter:
        parts.append(spellings.delimiter_in_sentence(found.delimiter))
    if reading.file_kind in ("workbook", "database") and (wanted.sheet is not None) is chosen and found.sheet:
        parts.append(translate("Found", "sheet “{sheet}”").format(sheet=found.sheet))
    if (
        reading.file_kind in ("text", "workbook", "html")
        and (wanted.decimal is not None) is chosen
        and found.decimal
    ):
        comma, point = translate("Found", "decimal comma"), translate("Found", "decimal point")
        parts.append(comma if found.decimal == "," else point)
    if found.heading_row is not None and (wanted.heading_row is not None) is chosen:
        none, row = translate("Found", "no headings"), translate("Found", "headings in row {row}")
        parts.append(row.format(row=found.heading_row) if found.heading_row else none)
    if reading.file_kind == "text" and (wanted.encoding is not None) is chosen and found.encoding:
        parts.append(spellings.encoding_words(found.encoding))
    return parts
