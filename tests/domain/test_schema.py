"""Schemas refuse what cannot be, and change column by column."""

import pytest

from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema

AGE = Column("age", ColumnKind.WHOLE_NUMBER, number=NumberStyle())
SEX = Column("sex", ColumnKind.CATEGORY)
DAY = Column("day", ColumnKind.DATETIME, date_pattern="%d.%m.%Y")


def test_that_a_number_needs_a_style_and_nothing_else_may_have_one() -> None:
    with pytest.raises(ValueError, match="number style"):
        Column("age", ColumnKind.NUMBER)
    with pytest.raises(ValueError, match="number style"):
        Column("sex", ColumnKind.CATEGORY, number=NumberStyle())


def test_that_a_date_needs_a_pattern_and_nothing_else_may_have_one() -> None:
    with pytest.raises(ValueError, match="date pattern"):
        Column("day", ColumnKind.DATETIME)
    with pytest.raises(ValueError, match="date pattern"):
        Column("sex", ColumnKind.TEXT, date_pattern="%Y")


def test_that_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="unique"):
        Schema((AGE, AGE))


def test_that_columns_are_found_by_name_in_order() -> None:
    schema = Schema((AGE, SEX, DAY))
    assert (len(schema), schema.names, schema["sex"]) == (3, ("age", "sex", "day"), SEX)
    assert list(schema) == [AGE, SEX, DAY]


def test_that_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="bmi"):
        Schema((AGE,))["bmi"]


def test_that_a_changed_column_takes_the_place_of_its_namesake() -> None:
    text = Column("age", ColumnKind.TEXT)
    assert Schema((AGE, SEX)).with_columns([text]) == Schema((text, SEX))


@pytest.mark.parametrize(
    ("kind", "numeric", "discrete"),
    [
        (ColumnKind.WHOLE_NUMBER, True, False),
        (ColumnKind.NUMBER, True, False),
        (ColumnKind.YES_NO, False, True),
        (ColumnKind.CATEGORY, False, True),
        (ColumnKind.DATETIME, False, False),
        (ColumnKind.TEXT, False, False),
        (ColumnKind.IDENTIFIER, False, False),
    ],
)
def test_that_each_kind_knows_how_it_is_learned(kind: ColumnKind, numeric: bool, discrete: bool) -> None:
    assert (kind.is_numeric, kind.is_discrete) == (numeric, discrete)
