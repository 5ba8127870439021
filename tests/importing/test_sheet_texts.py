"""Cells of sheets as texts, a column at a time."""

from datetime import date, datetime, time

import pytest

from synthdesk.importing.sheet_texts import cell_text, column_texts, texts_of

NUMBERS = [
    1.5,
    2.0,
    -0.0,
    0.0,
    1e-5,
    5e-324,
    0.0001,
    1e15,
    -1e15,
    999999999999999.0,
    1e16,
    1e300,
    float("nan"),
]


@pytest.mark.parametrize(
    "cells",
    [
        NUMBERS,
        [*NUMBERS, "", "<5", "n/a"],
        [date(2024, 3, 1), date(987, 1, 2)],
        [date(2024, 3, 1), "", "unknown"],
        [datetime(2024, 3, 1, 12, 30), datetime(2024, 3, 1), time(8, 5)],  # as sheets hold them
        ["a", "", " "],
        [True, 3, 2.5, "x"],
    ],
)
def test_that_a_column_is_spelled_like_its_single_cells(cells):
    assert column_texts(cells).to_list() == [cell_text(cell) or None for cell in cells]


def test_that_rows_across_blocks_keep_their_places(monkeypatch):
    monkeypatch.setattr("synthdesk.importing.sheet_texts._BLOCK_ROWS", 2)
    frame = texts_of([[1.0, "a"], ["", ""], ["b", 2.5], ["", ""], ["", ""]], left=1)
    assert frame.rows() == [(None, "1", "a"), (None, None, None), (None, "b", "2.5")]
