"""Where the marks of an axis stand and what they say; plain Python."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400.0
_MONTH = 30.44 * _DAY
_YEAR = 365.25 * _DAY
_AT_MOST = 5
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_SECOND_STEPS = (60.0, 300.0, 900.0, 3600.0, 10_800.0, 21_600.0, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY)


def short_label(text: str, letters: int) -> str:
    """Return `text`, cut to `letters` with a sign that something is missing.

    >>> short_label("internal medicine", 9)
    'internal…'
    """
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def date_ticks(first: float, last: float) -> list[tuple[float, str]]:
    """Return at most six marks at round dates between two times in seconds since 1970-01-01.

    >>> [words for _, words in date_ticks(0.0, 2 * 365.25 * 86400)]
    ['1970-01', '1970-07', '1971-01', '1971-07', '1972-01']
    """
    span = max(last - first, 1.0)
    step = next((s for s in _SECOND_STEPS if span / s <= _AT_MOST), None)
    if step is not None:
        pattern = "%Y-%m-%d" if step >= _DAY else "%d. %H:%M"
        start = -(-first // step) * step
        marks = [start + n * step for n in range(int((last - start) // step) + 1)]
        return [(mark, _words(mark, pattern)) for mark in marks]
    months = next((m for m in _MONTH_STEPS if span / (m * _MONTH) <= _AT_MOST), _MONTH_STEPS[-1])
    return _month_marks(first, last, months)


def _month_marks(first: float, last: float, months: int) -> list[tuple[float, str]]:
    when = _EPOCH + timedelta(seconds=first)
    number = when.year * 12 + when.month - 1
    number = -(-number // months) * months
    found: list[tuple[float, str]] = []
    while True:
        year, month = divmod(number, 12)
        if not 1 <= year <= 9999:
            return found
        mark = (datetime(year, month + 1, 1, tzinfo=UTC) - _EPOCH).total_seconds()
        if mark > last:
            return found
        if mark >= first:
            found.append((mark, _words(mark, "%Y-%m" if months < 12 else "%Y")))
        number += months


def _words(seconds: float, pattern: str) -> str:
    return (_EPOCH + timedelta(seconds=seconds)).strftime(pattern)
