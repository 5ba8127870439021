"""Numbers and dates as short words for axes and labels; plain Python, so that the window may use it."""

import math
from datetime import UTC, datetime, timedelta

DAY = 86_400.0
"""Seconds of a day."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SMALLEST_STEP = 1e-12
_YEARS_FROM = 3


def nice_step(at_least: float) -> float:
    """Return the next of ... 0.5, 1, 2, 5, 10 ... that is at least `at_least`.

    >>> nice_step(0.3), nice_step(17)
    (0.5, 20.0)
    """
    if at_least < _SMALLEST_STEP:
        return 1.0 if at_least == 0 else _SMALLEST_STEP
    power = 10.0 ** math.floor(math.log10(at_least))
    return next(round_to(m * power, power) for m in (1, 2, 5, 10) if m * power >= at_least * (1 - 1e-9))


def round_to(value: float, step: float) -> float:
    """Return `value` without the noise of binary fractions below `step`."""
    return round(value, max(0, 2 - math.floor(math.log10(step))))


def number_words(value: float, step: float) -> str:
    """Return `value` with as many decimals as `step` needs, at most 6.

    >>> number_words(61.234, 1.4), number_words(61.234, 0.2), number_words(1234567.0, 1000.0)
    ('61', '61.2', '1,234,567')
    """
    decimals = 0 if step <= 0 else min(max(0, -math.floor(math.log10(step))), 6)
    return f"{value + 0.0:,.{decimals}f}"


def date_words(seconds: float, step: float) -> str:
    """Return a date (seconds since 1970-01-01) as finely as `step` seconds need.

    >>> date_words(86400.0 * 366, 86400.0 * 365), date_words(86400.0, 86400.0)
    ('1971', '1970-01-02')
    """
    try:
        when = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    if step >= 365 * DAY:
        return f"{when.year}"
    if step >= 30 * DAY:
        return f"{when.year}-{when.month:02}"
    text = when.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
    return text[:10] if step >= DAY else text


def ticks(low: float, high: float, *, dates: bool) -> list[tuple[float, str]]:
    """Return four to eight places on an axis from `low` to `high` and the words for each.

    >>> [words for _, words in ticks(0.0, 42.0, dates=False)]
    ['0', '10', '20', '30', '40']
    >>> [words for _, words in ticks(DAY * 365, DAY * 2000, dates=True)]
    ['1971', '1972', '1973', '1974', '1975']
    """
    if not dates:
        step = nice_step((high - low) / 6)
        first = math.ceil(low / step - 1e-9)
        last = math.floor(high / step + 1e-9)
        places = [round_to(i * step, step) for i in range(first, last + 1)]
        return [(place, number_words(place, step)) for place in places]
    if high - low >= _YEARS_FROM * 365 * DAY:
        return _years(low, high)
    step = (high - low) / 4
    return [(low + i * step, date_words(low + i * step, step)) for i in range(5)]


def _years(low: float, high: float) -> list[tuple[float, str]]:
    first, last = (int(date_words(end, 365 * DAY) or 0) for end in (low, high))
    step = max(1, round(nice_step((last - first) / 6)))
    starts = range(math.ceil(first / step) * step, last + 1, step)
    places = [(datetime(year, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds() for year in starts if year > 0]
    return [(place, date_words(place, 365 * DAY)) for place in places if low <= place <= high]
