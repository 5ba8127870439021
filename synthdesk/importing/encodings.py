"""Which encoding the bytes of a text are in: by evidence, never by how often letters occur.

A byte order mark decides; else strict UTF-8 over the whole file; else the zero bytes of UTF-16; else a code
page of one byte per letter, which cannot be told from the others by bytes alone: cp1252 is taken, and the
others are offered (`interface.md` of the design: guessers read Western hospital files wrongly).
"""

import codecs
from dataclasses import dataclass

CODE_PAGES = ("cp1252", "iso8859_15", "cp850", "cp437", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a text, and all in which its bytes can be read, likeliest first."""

    name: str
    possible: tuple[str, ...]


def detect(data: bytes, *, whole: bool) -> Encoding | None:
    """Return the encoding of `data`, or None when it is not text.

    Args:
        data: The file's bytes, or its first bytes.
        whole: Whether `data` is all of it; if not, a letter cut in two at the end is no evidence.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Encoding(name, (name,))
    if b"\x00" in data:
        wide = _utf16_without_mark(data)
        return Encoding(wide, (wide,)) if wide else None
    if _is_binary(data):
        return None
    readable = tuple(page for page in CODE_PAGES if can_read(data, page, whole=whole))
    if can_read(data, "utf-8", whole=whole):
        return Encoding("utf-8", ("utf-8", *(() if data.isascii() else readable)))
    return Encoding(readable[0], readable) if readable else None


def can_read(data: bytes, encoding: str, *, whole: bool) -> bool:
    """Return whether every byte of `data` is a letter in `encoding`."""
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(data: bytes) -> str | None:
    """Return "utf-16-le" or "utf-16-be" when nearly every second byte is zero."""
    pairs = len(data) // 2
    if pairs == 0:
        return None
    low = data[1 : 2 * pairs : 2].count(0) / pairs
    high = data[0 : 2 * pairs : 2].count(0) / pairs
    if low > 0.7 and high < 0.1:
        return "utf-16-le"
    return "utf-16-be" if high > 0.7 and low < 0.1 else None


def _is_binary(data: bytes) -> bool:
    """Return whether control characters that no table holds are frequent."""
    sample = data[:65536]
    odd = sum(sample.count(bytes([code])) for code in (*range(1, 9), 14, 15, 16, *range(17, 26), 27))
    return odd > len(sample) * 0.01
