"""Delimiter and heading row are found by consistency."""

import pytest

from synthdesk.importing.dialects import find_dialect

ROWS = "a{d}b{d}c\n" + "1{d}x{d}2\n" * 5


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_that_the_delimiter_is_found(delimiter: str) -> None:
    dialect = find_dialect(ROWS.format(d=delimiter))
    assert (dialect.delimiter, dialect.heading_row) == (delimiter, 1)


def test_that_decimal_commas_do_not_cut_cells() -> None:
    assert find_dialect("a;b\n1,5;2,5\n3,5;4,5\n").delimiter == ";"


def test_that_a_separator_hint_is_obeyed() -> None:
    dialect = find_dialect("sep=;\na;b\n1;2\n3;4\n")
    assert (dialect.delimiter, dialect.heading_row) == (";", 2)


def test_that_title_lines_above_the_table_are_passed_over() -> None:
    text = "Hospital report\nprinted 12.03.2024\n\nid;age;sex\n1;50;f\n2;60;m\n3;70;f\n"
    assert find_dialect(text).heading_row == 4


def test_that_a_table_without_headings_has_none() -> None:
    assert find_dialect("1,5.5,x\n2,6.5,y\n3,7.5,z\n").heading_row == 0


def test_that_what_is_given_is_not_looked_for() -> None:
    dialect = find_dialect("a;b\n1;2\n", delimiter=",", heading_row=0)
    assert (dialect.delimiter, dialect.heading_row) == (",", 0)
