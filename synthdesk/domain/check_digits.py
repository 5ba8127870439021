"""Numbers with check digits: national numbers of persons told by them, and the digits of new numbers."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from string import ascii_uppercase, digits

_IT_ODD = {"A": 1, "B": 0, "C": 5, "D": 7, "E": 9, "F": 13, "G": 15, "H": 17, "I": 19, "J": 21, "K": 2, "L": 4,
           "M": 18, "N": 20, "O": 11, "P": 3, "Q": 6, "R": 8, "S": 12, "T": 14, "U": 16, "V": 10, "W": 22,
           "X": 25, "Y": 24, "Z": 23, "0": 1, "1": 0, "2": 5, "3": 7, "4": 9, "5": 13, "6": 15, "7": 17,
           "8": 19, "9": 21}  # fmt: skip
_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_SHORTEST = 9


def is_national_number(text: str) -> bool:
    """Return whether `text` is a national number of one of seven countries, its check digits right.

    United States (SSN, by its form alone), United Kingdom (NHS number), Germany (tax number, health insurance
    number), France (NIR), Spain (DNI, NIE), Italy (codice fiscale), Netherlands (BSN).
    """
    if len(text) < _SHORTEST:
        return False
    plain = _plain(text)
    return _us(text.strip()) or any(test(plain) for test in _TESTS)


def _us(text: str) -> bool:
    return re.fullmatch(r"(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}", text) is not None


def _uk(plain: str) -> bool:
    if not re.fullmatch(r"\d{10}", plain):
        return False
    check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(plain[:9])) % 11
    return check != 10 and int(plain[9]) == check % 11


def _de_tax(plain: str) -> bool:
    """ISO 7064, mod 11, 10."""
    if not re.fullmatch(r"[1-9]\d{10}", plain):
        return False
    rest = 10
    for digit in plain[:10]:
        total = (int(digit) + rest) % 10 or 10
        rest = total * 2 % 11
    return int(plain[10]) == (11 - rest) % 10


def _de_health(plain: str) -> bool:
    if not re.fullmatch(r"[A-Z]\d{9}", plain):
        return False
    digits = f"{ord(plain[0]) - 64:02d}{plain[1:9]}"
    products = (int(d) * (1 + i % 2) for i, d in enumerate(digits))
    return int(plain[9]) == sum(p // 10 + p % 10 for p in products) % 10


def _fr(plain: str) -> bool:
    if not re.fullmatch(r"[1-478]\d{4}[0-9AB]{2}\d{8}", plain):
        return False
    number = int(plain[:13].replace("2A", "19").replace("2B", "18"))
    return int(plain[13:]) == 97 - number % 97


def _es(plain: str) -> bool:
    if not re.fullmatch(r"[XYZ\d]\d{7}[A-Z]", plain):
        return False
    number = plain[:8].translate(str.maketrans("XYZ", "012"))
    return plain[8] == _DNI[int(number) % 23]


def _it(plain: str) -> bool:
    if not re.fullmatch(r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", plain):
        return False
    even = sum(int(c) if c.isdigit() else ord(c) - 65 for c in plain[1:15:2])
    odd = sum(_IT_ODD[c] for c in plain[:15:2])
    return ord(plain[15]) - 65 == (even + odd) % 26


def _nl(plain: str) -> bool:
    if not re.fullmatch(r"\d{9}", plain) or plain == "0" * 9:
        return False
    total = sum(int(d) * (9 - i) for i, d in enumerate(plain[:8])) - int(plain[8])
    return total % 11 == 0


def _iban(plain: str) -> bool:
    """ISO 13616: the first four signs behind the others, letters as 10 to 35, leave 1 when divided by 97."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", plain):
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def _luhn(plain: str) -> bool:
    """ISO/IEC 7812: from behind every second digit counts double, its own digits added up."""
    if not re.fullmatch(r"\d{5,}", plain):
        return False
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(plain)))
    return sum(p // 10 + p % 10 for p in doubled) % 10 == 0


_TESTS: tuple[Callable[[str], bool], ...] = (_uk, _de_tax, _de_health, _fr, _es, _it, _nl)

_LAST = (-1,)
_SCHEMES: dict[str, tuple[Callable[[str], bool], tuple[int, ...], str]] = {
    "NHS number": (_uk, _LAST, digits),
    "German tax number": (_de_tax, _LAST, digits),
    "German health insurance number": (_de_health, _LAST, digits),
    "NIR": (_fr, (-2, -1), digits),
    "DNI or NIE": (_es, _LAST, ascii_uppercase),
    "codice fiscale": (_it, _LAST, ascii_uppercase),
    "BSN": (_nl, _LAST, digits),
    "IBAN": (_iban, (2, 3), digits),
    "Luhn": (_luhn, _LAST, digits),
}
"""For each kind of number its test, where its check digits stand among letters and digits, and what they can be."""

_MANY, _FEWEST = 0.95, 20
_SIGNS = re.compile(r"[^ .\-/]")


def scheme_of(texts: Sequence[str]) -> str:
    """Return the kind of check digits that at least 95 % of 20 or more different `texts` have, "" for none."""
    different = list(dict.fromkeys(texts))
    if len(different) < _FEWEST:
        return ""
    for name, (test, _, _) in _SCHEMES.items():
        if sum(test(_plain(text)) for text in different) >= _MANY * len(different):
            return name
    return ""


def check_places(shape: str, scheme: str) -> tuple[int, ...]:
    """Return where in a text of this `shape`, signs between the digits counted, its check digits stand."""
    signs = [found.start() for found in _SIGNS.finditer(shape)]
    return tuple(signs[place] for place in _SCHEMES[scheme][1])


def with_check_digits(text: str, scheme: str) -> str | None:
    """Return `text` with check digits that fit the others, None where none do.

    >>> with_check_digits("943 476 5910", "NHS number")
    '943 476 5919'
    """
    test, _, signs = _SCHEMES[scheme]
    places = check_places(text, scheme)
    for chosen in product(signs, repeat=len(places)):
        made = _replaced(text, places, chosen)
        if test(_plain(made)):
            return made
    return None


def _replaced(text: str, places: Iterable[int], signs: Iterable[str]) -> str:
    letters = list(text)
    for place, sign in zip(places, signs, strict=True):
        letters[place] = sign
    return "".join(letters)


def _plain(text: str) -> str:
    return re.sub(r"[ .\-/]", "", text.strip()).upper()
