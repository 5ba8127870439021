"""National numbers of persons, told from other digits by their check digits."""

import re
from collections.abc import Callable

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
    plain = re.sub(r"[ .\-/]", "", text.strip()).upper()
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


_TESTS: tuple[Callable[[str], bool], ...] = (_uk, _de_tax, _de_health, _fr, _es, _it, _nl)
