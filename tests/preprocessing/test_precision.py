"""How finely dates are written and told apart."""

from datetime import datetime

import polars as pl
import pytest

from synthdesk.preprocessing.precision import common_unit

DAY, HOUR, MINUTE = 86400.0, 3600.0, 60.0
FULL = "%d.%m.%Y %H:%M:%S"


def seconds(*texts: str) -> pl.Series:
    moments = pl.Series([datetime.fromisoformat(text) for text in texts], dtype=pl.Datetime("us"))
    return moments.dt.epoch("us") / 1e6


@pytest.mark.parametrize(
    ("texts", "pattern", "unit"),
    [
        (("2020-02-26", "1969-12-31"), FULL, DAY),
        (("2020-02-26 13:00:00", "2020-02-27"), FULL, HOUR),
        (("2020-02-26 13:05:00", "2020-02-27"), FULL, MINUTE),
        (("2020-02-26 13:05:01", "2020-02-27"), FULL, 1.0),
        (("2020-02-26", "2020-02-27"), "%Y-%m-%d", DAY),
        (("2020-02-26 13:05:00",), "%Y-%m-%d %H:%M", MINUTE),
        ((), FULL, DAY),
    ],
)
def test_that_the_unit_is_the_coarsest_in_which_all_dates_are_whole(
    texts: tuple[str, ...], pattern: str, unit: float
) -> None:
    assert common_unit(seconds(*texts), pattern) == unit
