"""Numbers and dates convert there and back, or not at all."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthdesk.domain.cells import format_datetime, format_number, parse_datetime, parse_number
from synthdesk.domain.schema import NumberStyle

POINT, COMMA = NumberStyle(decimals=6), NumberStyle(decimal=",", decimals=6)
GERMAN = NumberStyle(decimal=",", thousands=".", decimals=6)


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("0", POINT, 0),
        ("-12", POINT, -12),
        ("−12", POINT, -12),
        ("1.50", POINT, 1.5),
        (".5", POINT, 0.5),
        (" 7 ", POINT, 7),
        ("2.2e-16", POINT, 2.2e-16),
        ("0,435", COMMA, 0.435),
        ("1.234,5", GERMAN, 1234.5),
        ("1.234.567", GERMAN, 1234567),
        ("110.22294591000001", POINT, 110.22294591000001),
    ],
)
def test_that_a_number_is_read_exactly(text: str, style: NumberStyle, value: float) -> None:
    assert parse_number(text, style) == value


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("01234", POINT),
        ("12E3", POINT),
        ("1,234", POINT),
        ("1.234", COMMA),
        ("12.34", GERMAN),
        ("1234.567", GERMAN),
        ("9007199254740993", POINT),
        ("1e999", POINT),
        ("+5", POINT),
        ("5-", POINT),
        ("inf", POINT),
        ("nan", POINT),
        ("", POINT),
        ("1 234", POINT),
        ("1_000", POINT),
        ("٣", POINT),
    ],
)
def test_that_what_would_not_convert_back_is_no_number(text: str, style: NumberStyle) -> None:
    assert parse_number(text, style) is None


@given(
    st.floats(-1e9, 1e9, allow_nan=False),
    st.integers(0, 6),
    st.sampled_from([(".", ""), (",", ""), (",", "."), (".", ","), (".", "'"), (",", "\u00a0")]),
    st.booleans(),
)
def test_that_a_formatted_number_is_read_as_the_same(
    value: float, decimals: int, signs: tuple[str, str], fixed: bool
) -> None:
    style = NumberStyle(*signs, decimals, fixed)
    value = round(value, decimals)
    assert parse_number(format_number(value, style), style) == value


def test_that_zero_has_no_sign() -> None:
    assert format_number(-0.0, NumberStyle(decimals=1, fixed=True)) == "0.0"
    assert format_number(-0.04, NumberStyle(decimals=1)) == "0"


@pytest.mark.parametrize(
    ("text", "pattern", "moment"),
    [
        ("2024-02-29", "%Y-%m-%d", datetime(2024, 2, 29)),
        ("1.3.2024", "%-d.%-m.%Y", datetime(2024, 3, 1)),
        ("26.02.2020 00:00:00", "%d.%m.%Y %H:%M:%S", datetime(2020, 2, 26)),
        ("2022-01-12T09:30:00+01:00", "%Y-%m-%dT%H:%M:%S%z", datetime(2022, 1, 12, 8, 30)),
        ("2022-01-12T09:30:00Z", "%Y-%m-%dT%H:%M:%S%z", datetime(2022, 1, 12, 9, 30)),
        ("31.12.25", "%d.%m.%y", datetime(2025, 12, 31)),
        ("31.12.69", "%d.%m.%y", datetime(1969, 12, 31)),
        ("05-Mar-2021", "%d-%b-%Y", datetime(2021, 3, 5)),
        ("5. März 2021", "%-d. %{det} %Y", datetime(2021, 3, 5)),
        ("5 JUIL. 2021 13:00", "%-d %{fr4u} %Y %H:%M", datetime(2021, 7, 5, 13)),
        ("2021-03-05 24:00:00", "%Y-%m-%d %H:%M:%S", datetime(2021, 3, 6)),
        ("2021-03-05 01:02:03.25", "%Y-%m-%d %H:%M:%S.%f", datetime(2021, 3, 5, 1, 2, 3, 250000)),
    ],
)
def test_that_a_date_is_read_exactly(text: str, pattern: str, moment: datetime) -> None:
    assert parse_datetime(text, pattern) == moment


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2023-02-29", "%Y-%m-%d"),
        ("1.3.2024", "%d.%m.%Y"),
        ("01.03.2024", "%-d.%-m.%Y"),
        ("2024-13-01", "%Y-%m-%d"),
        ("2024-01-01 25:00:00", "%Y-%m-%d %H:%M:%S"),
        ("05-Xyz-2021", "%d-%b-%Y"),
        ("", "%Y-%m-%d"),
    ],
)
def test_that_what_is_no_date_is_not_read_as_one(text: str, pattern: str) -> None:
    assert parse_datetime(text, pattern) is None


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda m: m.replace(microsecond=0)),
    st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%-d/%-m/%Y %-H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]
    ),
)
def test_that_a_formatted_date_is_read_as_the_same(moment: datetime, pattern: str) -> None:
    assert parse_datetime(format_datetime(moment, pattern), pattern) == moment
