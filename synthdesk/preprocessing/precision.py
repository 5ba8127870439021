"""How finely the values of a column are written, and how finely they are told apart."""

import polars as pl

_UNITS = (86400.0, 3600.0, 60.0, 1.0)


def date_unit(pattern: str) -> float:
    """Return the seconds of the smallest part that a date pattern shows, a day at most."""
    if "%f" in pattern:
        return 1e-6
    if "%S" in pattern:
        return 1.0
    return 60.0 if "%M" in pattern else (3600.0 if "%H" in pattern or "%-H" in pattern else 86400.0)


def common_unit(seconds: pl.Series, pattern: str) -> float:
    """Return the seconds of the coarsest part (day, hour, minute, second) in which all values are whole.

    A source that writes "26.02.2020 00:00:00" for every day gets days back, and no times of its own.

    Args:
        seconds: Dates in seconds since 1970-01-01 without missing ones.
        pattern: How the source writes them; the unit is never finer than what it shows.
    """
    finest = date_unit(pattern)
    whole = (unit for unit in _UNITS if unit > finest and bool((seconds % unit == 0).all()))
    return next(whole, finest)
