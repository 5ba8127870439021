"""Which texts fit which kind."""

import pytest

from synthdesk.domain.schema import Column, ColumnKind, NumberStyle
from synthdesk.ui.data.cells import CellState, cell_state, fits

COMMA = Column("crp", ColumnKind.NUMBER, number=NumberStyle(decimal=",", decimals=3))
WHOLE = Column("age", ColumnKind.WHOLE_NUMBER, number=NumberStyle(decimals=1))
DAY = Column("day", ColumnKind.DATETIME, date_pattern="%d.%m.%Y")


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("0,435", COMMA, True),
        ("0.435", COMMA, False),
        ("5", WHOLE, True),
        ("5.5", WHOLE, False),
        ("31.12.2024", DAY, True),
        ("12/31/2024", DAY, False),
        ("anything", Column("note", ColumnKind.TEXT), True),
    ],
)
def test_that_a_text_fits_when_it_is_spelled_as_its_column(
    text: str, column: Column, *, expected: bool
) -> None:
    assert fits(text, column) is expected


def test_that_an_empty_text_is_missing() -> None:
    assert cell_state("", DAY) is CellState.EMPTY
