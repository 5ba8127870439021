"""New identifiers that look like the real ones and are none of them."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits

import numpy as np

from synthdesk.domain.check_digits import check_places, scheme_of, with_check_digits

SHARED_BY = 5
"""A character is kept as it is only where at least so many rows, and 95 % of them, share it."""

_SHARE = 0.95
_LETTERS = {"9": digits, "A": ascii_uppercase, "a": ascii_lowercase}
_PARTS = 8
"""So many numbers can be tried for a row where not every number has check digits that fit."""
_ROOMY = 20
"""A pattern has room for at least so many times the rows it was learned from."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of identifiers.

    Attributes:
        places: One entry a position: "9", "A", "a" for any of a class, "=x" for just x.
        check: The kind of its check digits, see `check_digits.scheme_of`; "" for none.
    """

    places: tuple[str, ...] = ("9",) * 8
    check: str = ""

    @property
    def room(self) -> int:
        """How many different identifiers it allows."""
        return math.prod(len(_LETTERS[p]) for p in self.places if p in _LETTERS)


def learn_pattern(texts: Sequence[str]) -> Pattern:
    """Return the pattern most of `texts` follow, without anything that tells single ones apart."""
    shapes = Counter("".join(map(_class_of, text)) for text in texts)
    shape, rows = shapes.most_common(1)[0] if shapes else ("", 0)
    if rows < SHARED_BY:
        return Pattern()
    alike = [text for text in texts if "".join(map(_class_of, text)) == shape]
    places = tuple(_place(cls, Counter(text[i] for text in alike)) for i, cls in enumerate(shape))
    check = scheme_of(alike)
    if check:
        checked = check_places(alike[0], check)
        places = tuple("=0" if place in checked else own for place, own in enumerate(places))
        return Pattern(places, check)
    return _roomy(Pattern(places), shape, _ROOMY * len(texts))


def make_identifiers(
    pattern: Pattern, *, seed: int, first: int, rows: int, taken: Collection[str] = frozenset()
) -> list[str]:
    """Return the identifiers of the rows `first` to `first + rows - 1`.

    Row i always gets the same identifier for the same pattern, seed and `taken`; no two rows share one,
    and none is in `taken`. Where the pattern has check digits, they fit as long as there is room.
    """
    parts = _PARTS if pattern.check else 2
    half = max(1, pattern.room // parts)
    rng = np.random.default_rng([seed, pattern.room % 2**32])
    start = int(rng.integers(half))
    step = _coprime(int(rng.integers(half // 3 + 1, half + 1)), half)
    made = []
    for i in range(first, first + rows):
        lap, place = divmod(i, half)
        number = (start + step * place) % half
        made.append(_first_free(pattern, range(number, parts * half, half), str(lap) if lap else "", taken))
    return made


def _first_free(pattern: Pattern, numbers: range, behind: str, taken: Collection[str]) -> str:
    """Return the first of the identifiers with these `numbers` that is free, else the last one made longer."""
    text = ""
    for number in numbers:
        spelled = _spell(pattern, number)
        checked = with_check_digits(spelled, pattern.check) if pattern.check else spelled
        text = (checked or spelled) + behind
        if checked is not None and text not in taken:
            return text
    while text in taken:
        text += "0"
    return text


def _class_of(character: str) -> str:
    if character.isdigit() and character.isascii():
        return "9"
    if character in ascii_uppercase:
        return "A"
    return "a" if character in ascii_lowercase else character


def _place(cls: str, seen: Counter[str]) -> str:
    character, rows = seen.most_common(1)[0]
    if cls not in _LETTERS or (rows >= SHARED_BY and rows >= _SHARE * seen.total()):
        return "=" + character
    return cls


def _roomy(pattern: Pattern, shape: str, wanted: int) -> Pattern:
    """Free the digits that all rows share, then add digits, until there is room enough."""
    places = list(pattern.places)
    for i in reversed(range(len(places))):
        if Pattern(tuple(places)).room >= wanted:
            break
        if shape[i] == "9":
            places[i] = "9"
    while Pattern(tuple(places)).room < wanted:
        places.append("9")
    return Pattern(tuple(places))


def _spell(pattern: Pattern, number: int) -> str:
    letters = []
    for place in reversed(pattern.places):
        if place in _LETTERS:
            number, digit = divmod(number, len(_LETTERS[place]))
            letters.append(_LETTERS[place][digit])
        else:
            letters.append(place[1:])
    return "".join(reversed(letters))


def _coprime(step: int, modulus: int) -> int:
    while math.gcd(step, modulus) != 1:
        step += 1
    return step
