"""Dates among texts: which pattern all of them share, and where day and month cannot be told apart."""

from datetime import datetime

import polars as pl

from synthdesk.domain.cells import parse_datetime

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
    every = (*PATTERNS, *SHORT_YEAR_PATTERNS, COMPACT)
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
