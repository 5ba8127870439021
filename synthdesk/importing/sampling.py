"""A random sample of the records of a text that is too large for the memory, in one pass over the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from synthdesk.domain.messages import message
from synthdesk.domain.questions import Choice
from synthdesk.importing import problems
from synthdesk.importing.asking import Asking

MOST_ROWS = 200_000
"""Rows of a proposed sample; enough for every synthesizer."""

COLUMNS = "columns"
"""Answer of a user who wants all rows, but not all columns."""
_KEY = "size"
_CHOICE = "sample-"
_SEED = 1
_LONGEST_RECORD = 16 * 1024 * 1024
_QUOTE, _LINE_FEED, _RETURN = b'"\n\r'


@dataclass(frozen=True, slots=True)
class Sample:
    """Some records of a file in its order, its heading first.

    Attributes:
        data: Their bytes.
        records: Records of the whole file, those of the heading not counted.
    """

    data: bytes
    records: int


def wanted_rows(asking: Asking) -> int | None:
    """Return how many rows the user wants of a file, None when nothing is said."""
    rows = (asking.options.answer(_KEY) or "").removeprefix(_CHOICE)
    return int(rows) if rows.isdecimal() and int(rows) > 0 else None


def wants_columns(asking: Asking) -> bool:
    """Return whether the user wants all rows of chosen columns."""
    return asking.options.answer(_KEY) == COLUMNS


def refuses_sample(asking: Asking) -> bool:
    """Return whether the user wants all rows or none."""
    return asking.options.answer(_KEY) == "all"


def ask(asking: Asking, rows: int, records: int, needed: int, memory: int) -> None:
    """Ask whether a sample will do, of a file that needs more bytes than there are or of one that would fit."""
    if needed > memory:
        sentence = message(
            "Reading the whole file needs about {needed:,} MB of memory, and {free:,} MB are free. "
            "To read all rows, leave columns out by their headings first. "
            "Is a random sample of {rows:,} of its {records:,} rows enough?",
            needed=needed // 10**6,
            free=memory // 10**6,
            rows=min(rows, records),
            records=records,
        )
    else:
        sentence = message(
            "A random sample of {rows:,} of the {records:,} rows was read. Is it enough?",
            rows=min(rows, records),
            records=records,
        )
    choices: tuple[Choice, ...] = (
        Choice(f"{_CHOICE}{rows}", message("Yes, the sample")),
        Choice("all", message("No, all rows")),
    )
    if needed > memory:
        choices += (Choice(COLUMNS, message("All rows of fewer columns")),)
    asking.ask(_KEY, sentence, choices, proposal=choices[0].key)


def sampled(blocks: Iterable[bytes], above: int, rows: int) -> Sample:
    """Return `rows` records of a text drawn at random without repeats (seed 1), or all when there are fewer.

    Args:
        blocks: A text in an encoding that has ASCII in it.
        above: Records up to the heading, which are kept.
        rows: Records to draw from those below.

    Raises:
        NotEnoughMemoryError: A quotation mark is never closed, so that there are no records.
    """
    drawing, rest = _Drawing(above, rows), b""
    for block in blocks:
        rest = drawing.take(rest + block)
        if len(rest) > _LONGEST_RECORD:
            raise problems.too_large(5 * len(rest) // 10**6, 0)
    if rest:
        drawing.take(rest + b"\n")
    return Sample(drawing.data(), drawing.count - above)


@dataclass(slots=True)
class _Drawing:
    """Draws records as they come: each gets a random number, those with the smallest are kept."""

    above: int
    rows: int
    count: int = 0
    _heading: list[bytes] = field(default_factory=list)
    _kept: list[tuple[float, int, bytes]] = field(default_factory=list)
    _largest: float = 1.0
    _chance: np.random.Generator = field(default_factory=lambda: np.random.default_rng(_SEED))

    def take(self, text: bytes) -> bytes:
        """Draw among the whole records of `text`, which begins with a record; return what is left of it."""
        ends = _record_ends(text)
        if not len(ends):
            return text
        starts = np.concatenate([[0], ends[:-1]])
        numbers = self._chance.random(len(ends))
        headings = max(0, min(self.above - self.count, len(ends)))
        self._heading += [text[starts[i] : ends[i]] for i in range(headings)]
        numbers[:headings] = 2.0
        for i in np.flatnonzero(numbers < self._largest):
            self._kept.append((float(numbers[i]), self.count + int(i), text[starts[i] : ends[i]]))
        self.count += len(ends)
        if len(self._kept) > 2 * self.rows:
            self._drop()
        return text[ends[-1] :]

    def data(self) -> bytes:
        """Return the heading and the records drawn, in the order of the file."""
        self._drop()
        body = sorted((place, record) for _, place, record in self._kept)
        return b"".join([*self._heading, *(record for _, record in body)])

    def _drop(self) -> None:
        if len(self._kept) > self.rows:
            self._kept = sorted(self._kept)[: self.rows]
            self._largest = self._kept[-1][0]


def _record_ends(text: bytes) -> np.ndarray:
    """Return the places behind the line ends that stand outside of quotation marks, shape (records,)."""
    signs = np.frombuffer(text, dtype=np.uint8)
    ends = signs == (_LINE_FEED if b"\n" in text else _RETURN)
    if b'"' in text:
        ends &= ~np.logical_xor.accumulate(signs == _QUOTE)
    return np.flatnonzero(ends) + 1
