"""Text becomes columns of texts; nothing is lost or shifted."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.domain.source import ImportOptions
from synthdesk.importing import text_files
from synthdesk.importing.asking import Asking
from synthdesk.importing.dialects import Dialect
from synthdesk.importing.layout import table_of
from synthdesk.importing.text_files import read_fast, read_records, read_slowly

COMMA = Dialect(",", 1)


def _columns(text: str, dialect: Dialect = COMMA) -> dict[str, list[str | None]]:
    return table_of(read_records(text, dialect), Asking(ImportOptions())).to_dict(as_series=False)


def test_that_texts_stay_as_they_are() -> None:
    text = 'a,b,c\n01234,NA,12E3\n"x ""y"", z", None ,\n'
    assert _columns(text) == {"a": ["01234", 'x "y", z'], "b": ["NA", " None "], "c": ["12E3", None]}


def test_that_a_separator_at_the_end_of_each_row_shifts_nothing() -> None:
    assert _columns("a,b\n1,2,\n3,4,\n") == {"a": ["1", "3"], "b": ["2", "4"]}


def test_that_cells_beyond_the_heading_are_kept_in_a_column_of_their_own() -> None:
    assert _columns("a,b\n1,2\n3,4,5\n") == {"a": ["1", "3"], "b": ["2", "4"], "Column 3": [None, "5"]}


def test_that_a_short_row_ends_in_empty_cells() -> None:
    assert _columns("a,b,c\n1\n2,3,4\n") == {"a": ["1", "2"], "b": [None, "3"], "c": [None, "4"]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_that_every_line_end_is_one(end: str) -> None:
    assert _columns(f"a,b{end}1,2{end}{end}3,4{end}") == {"a": ["1", "3"], "b": ["2", "4"]}


def test_that_a_quoted_line_break_stays_in_its_cell() -> None:
    assert _columns('a,b\n"one\ntwo",2\n') == {"a": ["one\ntwo"], "b": ["2"]}


_CELL = st.text(st.sampled_from("ab1 ,;\"\n'é."), max_size=6)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 4).flatmap(
        lambda w: st.lists(st.lists(_CELL, min_size=w, max_size=w), min_size=1, max_size=8)
    )
)
def test_that_the_fast_way_reads_what_the_slow_way_reads(rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    names = [f"c{i}" for i in range(len(rows[0]))]
    text = "\n".join([",".join(names), *quoted]) + "\n"
    slow, fast = read_slowly(text, COMMA), read_fast(text.encode(), COMMA)
    assert fast is None or (fast.heading, fast.frame.to_dicts()) == (slow.heading, slow.frame.to_dicts())


def test_that_a_long_file_takes_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "SMALL_BYTES", 10)
    monkeypatch.setattr(text_files, "read_slowly", None)
    read = read_records('title\n\na,b\n1,"x\ny"\n,\n2,\n', Dialect(",", 3))
    assert (read.heading, read.above) == (["a", "b"], [["title"]])
    assert read.frame.to_dict(as_series=False) == {"0": ["1", "2"], "1": ["x\ny", None]}
    assert read.frame.dtypes == [pl.String, pl.String]


def test_that_a_short_row_leaves_the_fast_way() -> None:
    text = "a,b,c\n1,2,3\n4,5\n6,7,8\n"
    assert read_fast(text.encode(), COMMA) is None
    assert read_slowly(text, COMMA).widths.to_list() == [3, 2, 3]


def test_that_a_title_and_a_footer_do_not_make_a_small_table_one_column(read) -> None:
    table = read("Report of Smith\nprinted 12.03.2024\n\nn^ward\n1^a\n2^a\n3^b\n\n*** end ***\n")
    assert (table.source.options.delimiter, table.frame.columns) == ("^", ["n", "ward"])
    assert [question.key for question in table.questions] == ["heading", "notes"]


def test_that_a_row_without_its_last_cells_is_no_footer(read) -> None:
    body = "".join(f"P{i};{i}\n" for i in range(20))
    table = read("who;n\n" + body + "50 % better;\n*** end ***\n")
    (question,) = table.questions
    assert "1 line" in str(question.sentence)
    assert table.frame.height == 21


def test_that_headings_without_any_cell_below_are_named(read) -> None:
    table = read("n,ward,P1,A,no\n" + "".join(f"{i},B\n" for i in range(8)))
    assert "The last 3 headings have no cells below them" in " ".join(map(str, table.remarks))
