"""Which code pages make words of a text's bytes: the evidence where a file says nothing of its encoding.

A word reads right when it is of one script, holds nothing but letters, and its capitals stand where
capitals stand. How often letters occur is no evidence (frequency guessers read Western hospital files as
Czech or Korean).
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

CODE_PAGES = (
    "cp1252", "iso8859_15", "cp850", "cp437", "mac_roman", "cp1250", "iso8859_2", "cp852", "cp1251", "koi8_r",
    "cp866", "cp1253", "iso8859_7", "cp1254", "cp1257", "cp932", "gb18030", "cp949", "big5",
)  # fmt: skip
"""Code pages of hospitals' programs, Western ones first; several bytes per letter last."""

WIDE = ("cp932", "gb18030", "cp949", "big5")
_MOST_WORDS = 5000
_SAMPLE_BYTES = 1_000_000
_TOKEN = re.compile(rb"[0-9A-Za-z\x80-\xff]*[\x80-\xff][0-9A-Za-z\x80-\xff]*")
_TEXT_TOKEN = re.compile(r"[0-9A-Za-z\u0080-\U0010ffff]*[\u0080-\U0010ffff][0-9A-Za-z\u0080-\U0010ffff]*")
_BETWEEN_DIGITS = re.compile(r"[0-9][^\W\d_a-zA-Z]+[0-9]")
_BLANKS = "\u00a0\u202f"
_BEFORE = _BLANKS + "°§€£$„“”»«‘’–—¡¿•·±×†µ©®"
_AFTER = _BLANKS + "°²³¹€£„“”»«‘’´–—…‰½¼¾·±×™®©ºª†"
_EAST = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "KATAKANA-HIRAGANA"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code page, the words that tell it from others, and the pages that read the file alike."""

    page: str
    words: tuple[str, ...]
    alike: tuple[str, ...]


def candidates(data: bytes, readable: tuple[str, ...]) -> list[Candidate]:
    """Return the pages of `readable` in which the words of `data` read right, those that read alike merged.

    When no page makes words of everything, all readable ones come back.
    """
    tokens = list(dict.fromkeys(_TOKEN.findall(data)))[:_MOST_WORDS]
    decoded = {page: _words(data, tokens, page) for page in readable}
    right = [page for page in readable if decoded[page] and all(map(reads_right, decoded[page]))]
    pages = right or list(readable)
    merged: list[Candidate] = []
    for page in pages:
        words = tuple(decoded[page])
        same = next((i for i, known in enumerate(merged) if known.words == words), None)
        if same is None:
            merged.append(Candidate(page, words, (page,)))
        else:
            merged[same] = Candidate(merged[same].page, words, (*merged[same].alike, page))
    return merged


def telling_words(candidates_: list[Candidate]) -> dict[str, tuple[str, ...]]:
    """Return for each page up to three words that it reads otherwise than the others."""
    if not candidates_:
        return {}
    shortest = min(len(candidate.words) for candidate in candidates_)
    telling = [i for i in range(shortest) if len({c.words[i] for c in candidates_}) > 1] or list(
        range(min(3, shortest))
    )
    chosen = sorted(telling, key=lambda i: -len({c.words[i] for c in candidates_}))[:3]
    return {c.page: tuple(c.words[i] for i in chosen if i < len(c.words)) for c in candidates_}


def reads_right(word: str) -> bool:
    """Return whether a word of letters beyond ASCII looks like a word of some language.

    >>> [reads_right(word) for word in ("Müller", "M³ller", "Mдller", "šBER", "m²", "GROßE")]
    [True, False, False, False, True, True]
    """
    if any(unicodedata.category(sign).startswith("C") for sign in word) or _BETWEEN_DIGITS.search(word):
        return False
    return all(_piece_reads_right(piece) for piece in re.split(rf"[0-9{_BLANKS}]+", word))


def _piece_reads_right(piece: str) -> bool:
    core = piece.lstrip(_BEFORE).rstrip(_AFTER)
    if not core or core.isascii():
        return True
    return all(_is_letter(sign) for sign in core) and _one_script(core) and _capitals_stand_right(core)


def _is_letter(sign: str) -> bool:
    return sign.isalpha() or sign in "’'·-°/" or unicodedata.category(sign) in ("Mn", "Mc")


def _one_script(word: str) -> bool:
    scripts = {
        unicodedata.name(s, "?").split(" ")[0].split("-")[0] for s in word if s.isalpha() and s not in "µªº"
    }
    return len(scripts) <= 1 or scripts <= _EAST


def _capitals_stand_right(word: str) -> bool:
    letters = [sign for sign in word if sign.isalpha() and sign not in "ßµªº"]
    if any(sign.isupper() and not sign.isascii() for sign in letters[1:]):
        return all(not sign.islower() for sign in letters)
    return not any(a.islower() and not a.isascii() and b.isupper() for a, b in pairwise(letters))


def _words(data: bytes, tokens: list[bytes], page: str) -> list[str]:
    """Return the words beyond ASCII in the order of the file, each once."""
    if page not in WIDE:
        return [token.decode(page) for token in tokens]
    text = codecs.getincrementaldecoder(page)("strict").decode(data[:_SAMPLE_BYTES], final=False)
    return list(dict.fromkeys(_TEXT_TOKEN.findall(text)))[:_MOST_WORDS]
