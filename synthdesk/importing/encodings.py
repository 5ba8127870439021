"""Which encoding the bytes of a text are in: by evidence, never by how often letters occur.

A byte order mark decides; else strict UTF-8 over the whole file; else the zero bytes of UTF-16; else the
code page whose words read right, and where several do, the user chooses by looking at words.
"""

import codecs
from dataclasses import dataclass

from synthdesk.importing.code_pages import CODE_PAGES, Candidate, candidates

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 8 * 1024 * 1024
_SAMPLE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a text, and all in which its bytes can be read, likeliest first.

    `candidates` are those that the evidence leaves; more than one has to be asked about.
    """

    name: str
    possible: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()


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
        if wide:
            return Encoding(wide, (wide,))
    if _is_binary(data):
        return None
    if can_read(data, "utf-8", whole=whole):
        pages = () if data.isascii() else _readable(data[:_SAMPLE], whole=False)
        return Encoding("utf-8", ("utf-8", *pages))
    return _code_page(data, whole=whole)


def can_read(data: bytes, encoding: str, *, whole: bool) -> bool:
    """Return whether every byte of `data` is a letter in `encoding`."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        for start in range(0, len(data), _BLOCK):
            decoder.decode(data[start : start + _BLOCK], final=whole and start + _BLOCK >= len(data))
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def is_mixed(data: bytes) -> bool:
    """Return whether some lines are UTF-8 with letters beyond ASCII, and some are not UTF-8 at all."""
    good = bad = False
    for line in data.split(b"\n"):
        if not line.isascii():
            if can_read(line, "utf-8", whole=True):
                good = True
            else:
                bad = True
        if good and bad:
            return True
    return False


def _readable(data: bytes, *, whole: bool) -> tuple[str, ...]:
    likely = [page for page in CODE_PAGES if can_read(data[:_SAMPLE], page, whole=False)]
    return tuple(page for page in likely if len(data) <= _SAMPLE or can_read(data, page, whole=whole))


def _code_page(data: bytes, *, whole: bool) -> Encoding | None:
    readable = _readable(data, whole=whole)
    if not readable:
        return None
    left = candidates(data, readable)
    likely = [candidate.page for candidate in left]
    rest = [page for page in readable if page not in likely]
    return Encoding(likely[0], (*likely, *rest), tuple(left))


def _utf16_without_mark(data: bytes) -> str | None:
    """Return "utf-16-le" or "utf-16-be" when nearly every second byte is zero."""
    pairs = len(data) // 2
    if pairs == 0:
        return None
    low = data[1 : 2 * pairs : 2].count(0) / pairs
    high = data[0 : 2 * pairs : 2].count(0) / pairs
    if low > 0.5 and high < 0.1:
        return "utf-16-le"
    return "utf-16-be" if high > 0.5 and low < 0.1 else None


def _is_binary(data: bytes) -> bool:
    """Return whether control characters that no table holds are frequent."""
    sample = data.rstrip(b"\x00")[:65536]
    odd = sum(sample.count(bytes([code])) for code in (*range(9), 14, 15, 16, *range(17, 26), 27))
    return odd > len(sample) * 0.01
