"""Dates among texts: which pattern all of them share, and where day and month cannot be told apart."""

import re
from datetime import datetime

import polars as pl

from synthdesk.domain.cells import parse_datetime
from synthdesk.domain.month_names import tokens_of

_DAYS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%-d.%-m.%Y",
    "%m.%d.%Y",
    "%-m.%-d.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%-d/%-m/%Y",
    "%-m/%-d/%Y",
    "%d-%m-%Y",
)
_MORE_DAYS = ("%m-%d-%Y", "%Y/%m/%d", "%d-%b-%Y", "%d %b %Y", "%d%b%Y")
_CLOCKS = (
    "",
    " %H:%M:%S",
    " %H:%M",
    " %H:%M:%S.%f",
    "T%H:%M:%S",
    "T%H:%M",
    "T%H:%M:%SZ",
    "T%H:%M:%S.%f",
    "T%H:%M:%S%z",
)
PATTERNS = (
    *(day + clock for day in (*_DAYS, *_MORE_DAYS) for clock in _CLOCKS),
    *("%Y%m%d" + clock for clock in _CLOCKS if clock),
)
SHORT_YEAR_PATTERNS = tuple(
    day + clock
    for day in ("%d.%m.%y", "%-d.%-m.%y", "%d/%m/%y", "%m/%d/%y", "%-d/%-m/%y", "%-m/%-d/%y", "%d-%m-%y", "%y-%m-%d",
                "%d-%b-%y")
    for clock in _CLOCKS
)  # fmt: skip
COMPACT = "%Y%m%d"

_NAMED = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<after>\.?[ \-/]?(?:de |d')?)(?P<word>[^\W\d_]{3,})(?P<dot>\.?)"
    r"(?P<between>,?[ \-/]?(?:de |del )?)(?P<year>[0-9]{4}|[0-9]{2})(?P<rest>(?:[ T].*)?)"
)
"""A day, the name of a month, a year and perhaps a time: 12. März 2021, 05-Okt-19, 3 de enero de 2020."""
_NAME_FIRST = re.compile(
    r"(?P<word>[^\W\d_]{3,})(?P<dot>\.?)(?P<after>[ \-/]?)(?P<day>[0-9]{1,2})"
    r"(?P<between>,?[ \-/])(?P<year>[0-9]{4}|[0-9]{2})(?P<rest>(?:[ T].*)?)"
)
"""The name of a month first: March 12, 2021."""
_TWINS = {"%d": "%m", "%m": "%d", "%-d": "%-m", "%-m": "%-d"}
_PROBES = 20
_FEWEST_DIGITS = 5


def to_datetimes(texts: pl.Series, pattern: str) -> pl.Series:
    """Return the Datetime("us") values of `texts`, null where a text is no such date.

    Equal to `domain.cells.parse_datetime` cell by cell: each different text is parsed once by it.
    """
    distinct = texts.drop_nulls().unique()
    moments = [parse_datetime(text, pattern) for text in distinct]
    table = pl.DataFrame(
        {"text": distinct, "moment": pl.Series(moments, dtype=pl.Datetime("us"))},
        schema_overrides={"text": pl.String},
    )
    joined = pl.DataFrame({"text": texts}).join(table, on="text", how="left", maintain_order="left")
    return joined["moment"].alias(texts.name)


def named_patterns(distinct: list[str]) -> list[str]:
    """Return the patterns with names of months in which every one of `distinct` is a date, likeliest first.

    Names that several languages share stand for the same month in all of them, so that the language does not
    change a date.
    """
    probes = distinct[:: max(1, len(distinct) // _PROBES)]
    found = [pattern for text in probes[:1] for pattern in _patterns_of(text)]
    likely = [p for p in found if all(parse_datetime(text, p) is not None for text in probes)]
    return [p for p in likely if all(parse_datetime(text, p) is not None for text in distinct)]


def _patterns_of(text: str) -> list[str]:
    """Return the patterns with a name of a month that `text` may be spelled in.

    >>> _patterns_of("3 janv. 2020")
    ['%-d %{fr4l} %Y', '%-d %{frx4l}. %Y', '%-d %{frz4l}. %Y']
    """
    first = _NAME_FIRST.fullmatch(text.strip())
    found = first or _NAMED.fullmatch(text.strip())
    if found is None:
        return []
    names = list(tokens_of(found["word"] + found["dot"]))
    if found["dot"]:
        names += [f"{token}." for token in tokens_of(found["word"])]
    days = ["%d", "%-d"] if len(found["day"]) == 2 else ["%-d"]
    year = "%Y" if len(found["year"]) == 4 else "%y"
    clocks = [clock for clock in _CLOCKS if bool(clock) is bool(found["rest"])]
    after, between = found["after"], found["between"]
    if first is not None:
        made = [f"{name}{after}{day}{between}{year}" for name in names for day in days]
    else:
        made = [f"{day}{after}{name}{between}{year}" for name in names for day in days]
        made += [f"%y{after}{name}{between}%d" for name in names if year == "%y" and len(days) > 1]
    return [day.replace("%{en3t}", "%b") + clock for day in made for clock in clocks]


def names_a_month(text: str) -> bool:
    """Return whether `text` looks like a date with the name of a month."""
    return bool(_patterns_of(text))


def fitting_patterns(distinct: list[str], patterns: tuple[str, ...] = PATTERNS) -> list[str]:
    """Return the patterns in which every one of `distinct` is a date, likeliest first."""
    if not distinct:
        return []
    probes = distinct[:: max(1, len(distinct) // _PROBES)]
    if not all(sum(letter.isdigit() for letter in text) >= _FEWEST_DIGITS for text in probes):
        return []
    likely = [p for p in patterns if all(parse_datetime(text, p) is not None for text in probes)]
    return [p for p in likely if all(parse_datetime(text, p) is not None for text in distinct)]


def best_pattern(distinct: list[str]) -> str:
    """Return the pattern that fits most of `distinct` (ISO 8601 when none fits any)."""
    probes = distinct[:: max(1, len(distinct) // 200)]
    named = dict.fromkeys(pattern for text in probes for pattern in _patterns_of(text))
    every = (*PATTERNS, *SHORT_YEAR_PATTERNS, COMPACT, *named)
    return max(every, key=lambda p: sum(parse_datetime(text, p) is not None for text in probes))


def swapped(pattern: str) -> str:
    """Return `pattern` with day and month exchanged.

    >>> swapped("%d/%m/%Y %H:%M")
    '%m/%d/%Y %H:%M'
    """
    parts = pattern.split("%")
    tokens = ["%" + part for part in parts[1:]]
    for place, token in enumerate(tokens):
        for old, new in _TWINS.items():
            if token.startswith(old):
                tokens[place] = new + token.removeprefix(old)
                break
    return parts[0] + "".join(tokens)


def plausible(moments: list[datetime | None]) -> bool:
    """Return whether all moments lie between 1900 and 2100, as dates in a hospital do."""
    return all(moment is not None and 1900 <= moment.year <= 2100 for moment in moments)
