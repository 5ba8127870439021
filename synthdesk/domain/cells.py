"""Numbers and dates as texts, there and back, cell by cell and without any locale.

What is parsed converts back: `format_number(parse_number(text, style), style)` is `text` again, up to
signs that carry no value (trailing zeros of a style that is not `fixed`, a missing zero before the decimal
sign, an exponent).
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from synthdesk.domain.month_names import MONTH, names_of
from synthdesk.domain.schema import NumberStyle

LARGEST_WHOLE = 2**53
"""Whole numbers up to here are exact as 64-bit floats (IEEE 754)."""

_TOKENS = {
    "%Y": r"(?P<Y>[0-9]{4})",
    "%y": r"(?P<y>[0-9]{2})",
    "%Ey": r"(?P<e>[0-9]{2})",
    "%m": r"(?P<m>[0-9]{2})",
    "%d": r"(?P<d>[0-9]{2})",
    "%-m": r"(?P<m>[1-9][0-9]?)",
    "%-d": r"(?P<d>[1-9][0-9]?)",
    "%H": r"(?P<H>[0-9]{2})",
    "%-H": r"(?P<H>[0-9]|[1-9][0-9])",
    "%M": r"(?P<M>[0-9]{2})",
    "%S": r"(?P<S>[0-9]{2})",
    "%f": r"(?P<f>[0-9]{1,6})",
    "%z": r"(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})",
    "%b": r"(?P<b>[A-Za-z]{3})",
}
_TOKEN = re.compile(r"%[-E]?[A-Za-z]|%\{[a-z]+[0-9]?[tlu]\}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY_TURNS = 69
"""Two-digit years from 69 on are 19.., below 20.. (POSIX); `%y`."""
_LATER_TURN = 30
"""Two-digit years from 30 on are 19.., below 20.. (spreadsheets; fits days of birth); `%Ey`."""


@lru_cache(maxsize=64)
def number_pattern(style: NumberStyle) -> str:
    """Return the regular expression of the numbers of `style`, without blanks around them."""
    decimal = re.escape(style.decimal)
    plain = r"(?:0|[1-9][0-9]*)"
    whole = plain
    if style.thousands:
        whole = rf"(?:0|[1-9][0-9]{{0,2}}(?:{re.escape(style.thousands)}[0-9]{{3}})*)"
    size = rf"(?:{whole}(?:{decimal}[0-9]+)?|{decimal}[0-9]+|{plain}(?:{decimal}[0-9]+)?[eE][+-][0-9]{{1,3}})"
    signed = {"-1": rf"[-−]?{size}", "1-": rf"{size}[-−]?", "(1)": rf"(?:{size}|\({size}\))"}[style.negative]
    return rf"^{signed}{re.escape(style.suffix)}$"


def parse_number(text: str, style: NumberStyle) -> float | None:
    """Return the number that `text` spells in `style`, or None when it spells none.

    Refused are texts that would not convert back: leading zeros (`01234`), `12E3`, and more digits than a
    64-bit float holds.

    >>> parse_number("1.234,5", NumberStyle(decimal=",", thousands="."))
    1234.5
    >>> parse_number("72,5 kg", NumberStyle(decimal=",", suffix=" kg"))
    72.5
    >>> parse_number("01234", NumberStyle()) is None
    True
    """
    text = text.strip()
    if not re.match(number_pattern(style), text):
        return None
    plain = plain_number(text, style)
    value = float(plain)
    return value if isfinite(value) and _is_exact(value, Decimal(plain)) else None


def plain_number(text: str, style: NumberStyle) -> str:
    """Return `text`, a number in `style`, as Python spells it: "1.234,5-" becomes "-1234.5"."""
    size = text.removesuffix(style.suffix).replace("−", "-")
    if style.negative != "-1" and size.strip("-()") != size:
        size = "-" + size.strip("-()")
    if style.thousands:
        size = size.replace(style.thousands, "")
    return size.replace(style.decimal, ".")


def format_number(value: float, style: NumberStyle) -> str:
    """Return `value` rounded to the style's decimals and spelled in it; `value` must be finite.

    >>> format_number(1234.5, NumberStyle(decimal=",", thousands=".", decimals=2, fixed=True))
    '1.234,50'
    """
    text = f"{Decimal(repr(value)) if isinstance(value, float) else Decimal(value):.{style.decimals}f}"
    whole, _, fraction = text.partition(".")
    if not style.fixed:
        fraction = fraction.rstrip("0")
    negative = whole.startswith("-") and (whole != "-0" or fraction.strip("0") != "")
    whole = whole.lstrip("-")
    if style.thousands:
        whole = f"{int(whole):,}".replace(",", style.thousands)
    size = whole + (style.decimal + fraction if fraction else "")
    return (style.negative.replace("1", size) if negative else size) + style.suffix


@lru_cache(maxsize=256)
def date_expression(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a date pattern; `KeyError` for an unknown place holder."""
    parts, at = [], 0
    for token in _TOKEN.finditer(pattern):
        parts += [re.escape(pattern[at : token.start()]), _token_expression(token.group())]
        at = token.end()
    return re.compile("".join([*parts, re.escape(pattern[at:])]))


def _token_expression(token: str) -> str:
    if not MONTH.fullmatch(token):
        return _TOKENS[token]
    names = sorted(names_of(token), key=len, reverse=True)
    return f"(?P<name>{'|'.join(map(re.escape, names))})"


def parse_datetime(text: str, pattern: str) -> datetime | None:
    """Return the moment that `text` spells in `pattern`, or None when it spells none.

    A time with an offset (`%z`) becomes the same moment in UTC. The result has no time zone. `24:00:00` is
    midnight of the next day.

    >>> parse_datetime("31.12.2024", "%d.%m.%Y")
    datetime.datetime(2024, 12, 31, 0, 0)
    """
    match = date_expression(pattern).fullmatch(text.strip())
    if match is None:
        return None
    part = match.groupdict()
    try:
        moment = datetime(_year(part), _month(part, pattern), int(part.get("d") or 1), *_clock(part))
        if part.get("H") == "24" and set(text.strip()[-5:]) <= {"0", ":"}:
            moment += timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return moment - _offset(part["z"]) if part.get("z") else moment


def format_datetime(value: datetime, pattern: str) -> str:
    """Return `value` (no time zone; UTC where the pattern has `%z`) spelled in `pattern`.

    >>> format_datetime(datetime(2024, 3, 1), "%-d.%-m.%Y")
    '1.3.2024'
    """
    return _TOKEN.sub(lambda token: _spell(value, token.group()), pattern)


def _is_exact(value: float, written: Decimal) -> bool:
    """Return whether a program that writes all 15 to 17 digits of a float would write `written`."""
    return any(Decimal(shown) == written for shown in (repr(value), f"{value:.16g}", f"{value:.17g}"))


def _year(part: dict[str, str]) -> int:
    if "Y" in part:
        return int(part["Y"])
    turn = _CENTURY_TURNS if "y" in part else _LATER_TURN
    short = int(part["y"] if "y" in part else part["e"])
    return short + (1900 if short >= turn else 2000)


def _month(part: dict[str, str], pattern: str) -> int:
    if "name" in part:
        token = MONTH.search(pattern)
        assert token is not None  # the part was found by it
        return names_of(token.group()).index(part["name"]) + 1
    if "b" in part:
        return _MONTHS.index(part["b"].lower()) + 1
    return int(part.get("m") or 1)


def _clock(part: dict[str, str]) -> tuple[int, int, int, int]:
    hour = int(part.get("H") or 0)
    micro = int((part.get("f") or "0").ljust(6, "0"))
    return hour % 24 if hour == 24 else hour, int(part.get("M") or 0), int(part.get("S") or 0), micro


def _offset(text: str) -> timedelta:
    if text == "Z":
        return timedelta(0)
    digits = text[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if text[0] == "-" else size


def _spell(value: datetime, token: str) -> str:
    if token == "%z":
        return "Z"
    if token == "%b":
        return _MONTHS[value.month - 1].capitalize()
    if MONTH.fullmatch(token):
        return names_of(token)[value.month - 1]
    if token == "%f":
        return f"{value.microsecond:06d}".rstrip("0") or "0"
    number = {
        "Y": value.year,
        "y": value.year % 100,
        "m": value.month,
        "d": value.day,
        "H": value.hour,
        "M": value.minute,
        "S": value.second,
    }[token[-1]]
    return str(number) if token[1] == "-" else f"{number:0{4 if token == '%Y' else 2}d}"
