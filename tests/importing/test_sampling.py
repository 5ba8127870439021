"""A text too large for the memory is read as a random sample of its rows, which is asked about."""

import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from synthdesk.domain.errors import NotEnoughMemoryError, UserError
from synthdesk.domain.source import ImportOptions
from synthdesk.importing.reading import TextTable, read_texts

ROWS = 5000
TEXT = "Ward 7\n\nn;note\n" + "".join(f'{i};"line {i}\nsecond"\n' for i in range(ROWS))


def _read(path: Path, options: ImportOptions = ImportOptions(), memory: int = 100_000) -> TextTable:
    return read_texts(path, options, report=lambda _share: None, memory=memory)


def test_that_a_file_too_large_is_read_as_a_sample_and_asked_about(write) -> None:
    table = _read(write(TEXT))
    (question,) = [q for q in table.questions if q.key == "size"]
    assert "of its 5,000 rows enough?" in str(question.sentence)
    assert question.proposal == f"sample-{table.frame.height}"
    assert 100 < table.frame.height < ROWS
    numbers = table.frame["n"].cast(int)
    assert numbers.is_sorted()
    assert numbers.n_unique() == len(numbers)
    assert numbers.max() > 0.9 * ROWS > 0.1 * ROWS > numbers.min()
    assert table.frame["note"].to_list() == [f"line {n}\nsecond" for n in numbers]


def test_that_the_wanted_sample_is_the_same_whatever_the_memory(write) -> None:
    path, wanted = write(TEXT), ImportOptions().with_answer("size", "sample-300")
    small, large = _read(path, wanted), _read(path, wanted, memory=10**12)
    assert small.frame.equals(large.frame)
    assert (small.frame.height, small.source.sha256) == (300, large.source.sha256)
    assert [(q.key, q.answer) for q in large.questions] == [("size", "sample-300")]


def test_that_a_sample_larger_than_the_file_is_the_file(write) -> None:
    path = write(TEXT)
    whole = _read(path, memory=10**12)
    assert _read(path, ImportOptions().with_answer("size", "sample-9999")).frame.equals(whole.frame)


def test_that_the_whole_file_is_refused_where_it_does_not_fit(write) -> None:
    with pytest.raises(NotEnoughMemoryError, match="too large for this computer"):
        _read(write(TEXT), ImportOptions().with_answer("size", "all"))


def _zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", data)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [TEXT.encode("utf-16"), gzip.compress(TEXT.encode()), _zipped(TEXT.encode())],
    ids=["16", "gz", "zip"],
)
def test_that_a_sample_of_a_packed_text_or_one_in_utf_16_is_that_of_the_text_itself(
    write, content: bytes
) -> None:
    wanted = ImportOptions().with_answer("size", "sample-300")
    table = _read(write(content), wanted, memory=60_000)
    assert table.frame.equals(_read(write(TEXT, name="plain.csv"), wanted).frame)
    assert table.source.sha256 == hashlib.sha256(content).hexdigest()
    assert table.source.options.encoding == ("utf-16" if content[:2] == b"\xff\xfe" else "utf-8")


WIDE = "Ward 7;;;\n\nn;note;bp;value\n" + "".join(
    f'{i};"line {i}; {"x" * 200}\nsecond";{100 + i % 60}/{60 + i % 30};{i / 8:.3f}\n' for i in range(2000)
)
FEW = 200_000
"""Bytes of memory into which two columns fit, not all four."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_that_all_rows_of_chosen_columns_are_read_where_the_whole_does_not_fit(write, encoding: str) -> None:
    path = write(WIDE, encoding=encoding)
    assert "of its 2,000 rows enough?" in str(_read(path, memory=FEW).questions[0].sentence)
    chosen = _read(path, ImportOptions(columns=("n", "value")), memory=FEW)
    assert chosen.frame.equals(_read(path, memory=10**12).frame.select("n", "value"))
    assert (chosen.source.rows, chosen.source.options.encoding) == (2000, encoding)
    assert [question.key for question in chosen.questions] == []


def test_that_the_answer_that_wants_fewer_columns_stays_a_question_with_its_answer(write) -> None:
    wanted = ImportOptions(columns=("bp (1)", "bp (2)")).with_answer("size", "columns")
    table = _read(write(WIDE), wanted, memory=FEW)
    assert table.frame.columns == ["bp"]
    assert ("size", "columns") in [(question.key, question.answer) for question in table.questions]


def test_that_columns_that_do_not_fit_either_or_are_not_there_are_told(write) -> None:
    path = write(WIDE)
    for columns, title in ((("n", "note"), "still too many"), (("nobody",), "not there")):
        with pytest.raises(UserError, match=title):
            _read(path, ImportOptions(columns=columns), memory=FEW)
    with pytest.raises(NotEnoughMemoryError, match="still too many"):
        _read(path, ImportOptions().with_answer("size", "columns"), memory=FEW)


def test_that_chosen_columns_of_a_small_file_are_the_only_ones(write) -> None:
    assert _read(write(WIDE), ImportOptions(columns=("value",)), memory=10**12).frame.columns == ["value"]
