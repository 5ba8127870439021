"""What is read of a text that is too large for the memory: a random sample of its rows, or some of its columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from synthdesk.domain.messages import message
from synthdesk.domain.questions import Question
from synthdesk.domain.source import FIXED_WIDTH, ImportOptions
from synthdesk.importing import narrowing, problems, sampling
from synthdesk.importing.asking import Asking
from synthdesk.importing.cutting import dialect_of
from synthdesk.importing.file_kinds import FileKind
from synthdesk.importing.formats import ReadBytes, read_bytes
from synthdesk.importing.streams import TextStream, text_stream
from synthdesk.importing.text_files import decoded
from synthdesk.importing.text_reading import FIRST_BYTES, whole_lines

MEMORY_PER_BYTE = 5
"""Memory needed to read a file, in multiples of its size (decoded text, columns, head room)."""

_FIRST_ROWS = 200
_WIDE = ("utf-16", "utf-32")
_OF_FILE = ("encoding", "delimiter", "heading", "columns", "letters")
"""Keys of questions about the whole file, which its first part has settled when columns are taken out."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file.

    Attributes:
        data: Its bytes.
        options: How they are to be read.
        encoding: Encoding of the file when that of `data` is another, else None.
        questions: Questions about the file that do not come up again when `data` is read.
    """

    data: bytes
    options: ImportOptions
    encoding: str | None = None
    questions: tuple[Question, ...] = ()


def part_of(path: Path, asking: Asking, memory: int, report: Callable[[float], None]) -> Part | None:
    """Return the part of a file that is read, None for all of it; asks which part it is to be.

    Args:
        path: The file.
        asking: Holds the options; takes the questions.
        memory: Bytes that may be used.
        report: Told the share done (0-1).

    Raises:
        UserError: The text is damaged.
        NotEnoughMemoryError: The file is too large, and it is no text or the user wants all of it.
    """
    stream, rows = text_stream(path, FIRST_BYTES), sampling.wanted_rows(asking)
    needed = (path.stat().st_size if stream is None else stream.size) * MEMORY_PER_BYTE
    if needed <= memory and rows is None:
        return None
    if stream is None or (rows is None and sampling.refuses_sample(asking)):
        raise problems.too_large(needed // 10**6, memory // 10**6)
    if stream.kind is not FileKind.TEXT:
        asking.remark(message("The file is packed; what it holds was read."))
    found = read_bytes(stream.first, asking.options, limit=_FIRST_ROWS, whole=stream.whole)
    if needed > memory and sampling.wants_columns(asking) and not asking.options.columns:
        raise problems.still_too_large()
    if needed > memory and rows is None and asking.options.columns:
        return _columns(stream, found, asking, memory, report)
    return _sample(stream, found, asking, memory, report)


def _sample(
    stream: TextStream, found: ReadBytes, asking: Asking, memory: int, report: Callable[[float], None]
) -> Part:
    wide = found.options.encoding if (found.options.encoding or "").startswith(_WIDE) else None
    rows = sampling.wanted_rows(asking) or _most_rows(stream, memory)
    above = max(found.options.heading_row or 0, int(stream.first.lower().startswith(b"sep=")))
    sample = sampling.sampled(_reported(stream, wide, report), above, rows)
    sampling.ask(asking, rows, sample.records, stream.size * MEMORY_PER_BYTE, memory)
    options = asking.options if wide is None else replace(asking.options, encoding="utf-8")
    return Part(sample.data, options, wide)


def _columns(
    stream: TextStream, found: ReadBytes, asking: Asking, memory: int, report: Callable[[float], None]
) -> Part:
    encoding, delimiter = found.options.encoding or "utf-8", found.options.delimiter or ","
    needed = stream.size * MEMORY_PER_BYTE
    if delimiter == FIXED_WIDTH:
        raise problems.too_large(needed // 10**6, memory // 10**6)
    start = decoded(whole_lines(stream.first, encoding), encoding)
    settled = replace(asking.options, delimiter=delimiter, heading_row=found.options.heading_row)
    dialect = dialect_of(start, delimiter, Asking(settled))
    places = narrowing.wanted_places(start, dialect, asking.options.columns)
    if not places:
        raise problems.no_such_columns()
    as_utf8 = len(start.encode()) / max(1, len(stream.first))
    if needed * as_utf8 * narrowing.share_of(start, dialect, places) > memory:
        raise problems.still_too_large()
    blocks = _reported(stream, None, report)
    kept = narrowing.narrowed(blocks, encoding, dialect, places, memory // MEMORY_PER_BYTE)
    if sampling.wants_columns(asking):
        sampling.ask(asking, _most_rows(stream, memory), kept.records, needed, memory)
    questions = tuple(question for question in found.questions if question.key in _OF_FILE)
    return Part(kept.data, replace(settled, encoding="utf-8"), encoding, questions)


def _most_rows(stream: TextStream, memory: int) -> int:
    """Return how many rows of a text fit well into the memory, at most what every synthesizer can use."""
    length = max(1, len(stream.first) // max(1, stream.first.count(b"\n")))
    return max(1, min(sampling.MOST_ROWS, memory // (2 * MEMORY_PER_BYTE * length)))


def _reported(stream: TextStream, wide: str | None, report: Callable[[float], None]) -> Iterator[bytes]:
    done = 0
    for block in stream.blocks(wide):
        done += len(block)
        report(0.5 * min(1.0, done / max(1, stream.size)))
        yield block
