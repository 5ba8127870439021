"""Dates that a file stores as dates: spelled alike down a column, although some fall on midnight."""

import polars as pl

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = rf"{_DAY}(?: [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,6}})?)?$"


def spelled_alike(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with a time in every cell of a column of ISO 8601 moments some of which show one."""
    return frame.with_columns(_alike(column) for column in frame)


def _alike(column: pl.Series) -> pl.Series:
    known = column.drop_nulls()
    if known.is_empty() or not known.head(20).str.contains(_DAY).all():
        return column
    timed = column.str.contains(":", literal=True)
    if not known.str.contains(_MOMENT).all() or timed.all() or not timed.any():
        return _fractions_alike(column) if timed.any() else column
    return _fractions_alike(column.zip_with(timed.fill_null(value=True), column + " 00:00:00"))


def _fractions_alike(column: pl.Series) -> pl.Series:
    split = column.str.contains(".", literal=True)
    if not split.any() or not column.drop_nulls().str.contains(_MOMENT).all():
        return column
    return column.zip_with(split.fill_null(value=True), column + ".000000")
