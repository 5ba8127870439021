"""A text file as a table: its encoding, its dialect and its rows, each by evidence or by a question."""

import re
from dataclasses import dataclass, replace

import polars as pl

from synthdesk.domain.messages import counted, message
from synthdesk.domain.questions import Choice
from synthdesk.domain.source import FIXED_WIDTH, ImportOptions
from synthdesk.importing import fixed_width, problems
from synthdesk.importing.asking import Asking
from synthdesk.importing.code_pages import telling_words
from synthdesk.importing.cutting import cutting_of, dialect_of
from synthdesk.importing.dialects import Dialect
from synthdesk.importing.encodings import Encoding, can_read, detect, is_mixed
from synthdesk.importing.layout import table_of
from synthdesk.importing.text_files import MIXED, SMALL_BYTES, Records, decoded, read_fast, read_records

FIRST_BYTES = 256 * 1024
_MOST_CHOICES = 6
_TWICE = re.compile(r"[ÃÂÄÅâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+")
_TWICE_BYTES = (b"\xc3\x83\xc2", b"\xc3\x82\xc2")


@dataclass(frozen=True, slots=True)
class TextRead:
    """A text file's table, how it was read, and all encodings in which it can be read."""

    frame: pl.DataFrame
    options: ImportOptions
    encodings: tuple[str, ...]


def read_text(data: bytes, asking: Asking, *, limit: int | None, whole: bool) -> TextRead:
    """Return the table in the bytes of a text file.

    Args:
        data: All bytes, or the first ones.
        asking: Holds the options; takes the questions and remarks.
        limit: Read at most about this many rows.
        whole: Whether `data` is all of the file.

    Raises:
        UserError: It is no text, or empty.
    """
    options = asking.options
    data = _without_zeros(data, asking) if whole else data
    encoding = _encoding(data, asking, whole=whole)
    big = whole and limit is None and len(data) > SMALL_BYTES and encoding.name in ("utf-8", "utf-8-sig")
    text = "" if big else decoded(data if whole else whole_lines(data, encoding.name), encoding.name)
    start = _start(data, encoding.name) if big else text
    if not start.strip():
        raise problems.empty()
    if not big or (not data.isascii() and any(twice in data for twice in _TWICE_BYTES)):
        text = _repaired(text or decoded(data, encoding.name), asking)
        big, start = False, text
    cutting, layout = cutting_of(start[:FIRST_BYTES], lambda: text or decoded(data, encoding.name), asking)
    if layout is not None:
        text = start = fixed_width.cut(text or decoded(data, encoding.name), layout)
        big = False
    dialect = dialect_of(start[:FIRST_BYTES], cutting, asking)
    read = read_fast(data, dialect) if big else None
    if read is None:
        text = text or decoded(data, encoding.name)
        read = read_records(text, dialect, limit)
        read = _with_quotes_settled(read, text, dialect, limit, asking)
    frame = table_of(read, asking)
    if frame.width == 0:
        raise problems.empty()
    found = replace(
        options,
        encoding=encoding.name,
        delimiter=FIXED_WIDTH if layout is not None else dialect.delimiter,
        heading_row=dialect.heading_row,
        sheet=None,
    )
    return TextRead(frame, found, encoding.possible)


def _start(data: bytes, encoding: str) -> str:
    return decoded(whole_lines(data[:FIRST_BYTES], encoding), encoding)


def _without_zeros(data: bytes, asking: Asking) -> bytes:
    """Return `data` without zero bytes, which text does not have; ask about those between letters."""
    if b"\x00" not in data or data[:4].count(0) or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data
    kept = data.rstrip(b"\x00\x1a")
    if len(kept) < len(data) and data.count(0) - kept.count(0):
        asking.remark(message("The file ends in zero bytes, as after a crash; its last rows may be lost."))
    inside = kept.count(0)
    if not inside or inside > len(kept) // 20:
        return kept
    sentence = counted(
        inside,
        "There is {count:,} zero byte between the letters of the file, which is damaged there. What is to be done?",
        "There are {count:,} zero bytes between the letters of the file, which is damaged there. What is to be done?",
    )
    choices = (
        Choice("drop", message("Read on without them")),
        Choice("space", message("Read them as spaces")),
    )
    sign = b" " if asking.ask("zeros", sentence, choices) == "space" else b""
    return kept.replace(b"\x00", sign)


def _encoding(data: bytes, asking: Asking, *, whole: bool) -> Encoding:
    """Return the encoding chosen by the user, by the evidence, or for the time being."""
    found, wanted = detect(data, whole=whole), asking.options.encoding
    if wanted is not None:
        if wanted != MIXED and not can_read(data, wanted, whole=whole):
            raise problems.wrong_encoding(wanted)
        return Encoding(wanted, found.possible if found else (wanted,))
    if found is None:
        raise problems.not_a_table()
    if found.candidates and whole and is_mixed(data):
        return _ask_mixed(found, asking)
    if len(found.candidates) > 1:
        return replace(found, name=_ask_page(found, asking))
    if found.candidates and found.candidates[0].words:
        word = next(iter(found.candidates[0].words))
        asking.remark(message("Special letters are read as in “{word}”.", word=word[:30]))
    return found


def _ask_page(found: Encoding, asking: Asking) -> str:
    shown = telling_words(list(found.candidates[:_MOST_CHOICES]))
    choices = tuple(
        Choice(page, message("{words} ({page})", words=", ".join(words) or page, page=page))
        for page, words in shown.items()
    )
    sentence = message("The file does not say how its special letters are stored. Which words look right?")
    return asking.ask("encoding", sentence, choices)


def _ask_mixed(found: Encoding, asking: Asking) -> Encoding:
    sentence = message(
        "Some lines of the file are stored as UTF-8 and others in an older way. How are they to be read?"
    )
    choices = (
        Choice(MIXED, message("Each line in its own way")),
        *(Choice(c.page, message("All as {page}", page=c.page)) for c in found.candidates[:3]),
    )
    name = asking.ask("encoding", sentence, choices, proposal=MIXED)
    return Encoding(name, (MIXED, *found.possible), found.candidates)


def _repaired(text: str, asking: Asking) -> str:
    """Ask whether text that was stored as UTF-8 twice is to be put right; return it as the user wants it."""
    found = list(dict.fromkeys(_TWICE.findall(text[:20_000_000])))
    pairs = [(bad, good) for bad in found if (good := _read_once(bad)) is not None]
    if not pairs or len(pairs) < len(found):
        return text
    place = text.index(pairs[0][0])
    word = (
        re.split(r"[\s;,|\t\"]", text[max(0, place - 20) : place])[-1]
        + re.split(r"[\s;,|\t\"]", text[place : place + 20])[0]
    )
    good_word = _with_pairs(word, pairs)
    sentence = message(
        "Special letters look wrong, as in “{bad}”. Is “{good}” meant?", bad=word, good=good_word
    )
    choices = (Choice("repair", message("Yes, put them right")), Choice("keep", message("No, leave them")))
    if asking.ask("letters", sentence, choices, proposal="repair") == "keep":
        return text
    return _with_pairs(text, pairs)


def _with_pairs(text: str, pairs: list[tuple[str, str]]) -> str:
    for bad, good in sorted(pairs, key=lambda pair: -len(pair[0])):
        text = text.replace(bad, good)
    return text


def _read_once(text: str) -> str | None:
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        try:
            return text.encode("latin-1").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return None


def _with_quotes_settled(
    read: Records, text: str, dialect: Dialect, limit: int | None, asking: Asking
) -> Records:
    """Ask about quotation marks that are never closed or that hold many lines; return the records chosen."""
    swallowed = _swallowed(read.frame, dialect.delimiter)
    if limit is not None or not (read.cut_off or swallowed):
        return read
    sentence = message(
        "A quotation mark is not closed, so that one cell holds many lines of the file. "
        "Do quotation marks surround cells in this file?"
    )
    choices = (
        Choice("letters", message("No, they are signs like others")),
        Choice("around", message("Yes, they surround cells")),
    )
    if asking.ask("quotes", sentence, choices, proposal="letters" if read.cut_off else None) == "around":
        return read
    return read_records(text, replace(dialect, quotes=False), limit)


def _swallowed(frame: pl.DataFrame, delimiter: str) -> bool:
    """Return whether some cell holds whole lines with as many delimiters as rows have."""
    least = max(1, frame.width - 1)
    for name in frame.columns:
        texts = frame[name].drop_nulls()
        texts = texts.filter(texts.str.contains("\n", literal=True))
        if texts.is_empty():
            continue
        lines = texts.str.count_matches("\n", literal=True)
        signs = texts.str.count_matches(delimiter, literal=True)
        if ((lines >= 1) & (signs >= lines * least)).any():
            return True
    return False


def whole_lines(data: bytes, encoding: str) -> bytes:
    """Return the part of `data` up to its last line end, so that no letter is cut in two."""
    codec = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", MIXED: "utf-8"}.get(
        encoding, encoding.removesuffix("-sig")
    )
    if encoding == "utf-16" and data.startswith(b"\xfe\xff"):
        codec = "utf-16-be"
    size = len("\n".encode(codec))
    for sign in ("\n", "\r"):
        end = data.rfind(sign.encode(codec))
        while end > 0 and end % size:
            end = data.rfind(sign.encode(codec), 0, end + size - 1)
        if end > 0:
            return data[: end + size]
    return data
