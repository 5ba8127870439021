"""How finely the values of a column are written."""


def date_unit(pattern: str) -> float:
    """Return the seconds of the smallest part that a date pattern shows, a day at most."""
    if "%f" in pattern:
        return 1e-6
    if "%S" in pattern:
        return 1.0
    return 60.0 if "%M" in pattern else (3600.0 if "%H" in pattern or "%-H" in pattern else 86400.0)
