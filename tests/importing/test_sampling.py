"""A text too large for the memory is read as a random sample of its rows, which is asked about."""

from pathlib import Path

import pytest

from synthdesk.domain.errors import NotEnoughMemoryError
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
    with pytest.raises(NotEnoughMemoryError):
        _read(write(TEXT, encoding="utf-16"))
