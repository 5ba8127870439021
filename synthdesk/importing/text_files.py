"""Text files as columns of texts: CSV, TSV and their relatives, cut into records and nothing else.

A long regular file is cut by polars, every other by Python's own csv module. What polars gave is accepted
only when the delimiters of the file can all be accounted for, so that no row is shifted or swallowed.
"""

import codecs
import csv
import re
from dataclasses import dataclass
from itertools import islice

import numpy as np
import polars as pl

from synthdesk.importing import problems
from synthdesk.importing.dialects import Dialect, records, separator_hint

SMALL_BYTES = 2_000_000
"""Up to this size Python's own csv module reads the file: fast enough, and it takes ragged rows."""

MIXED = "utf-8+cp1252"
"""Name for a text of which some lines are UTF-8 and the others Windows Western."""

_CHUNK_RECORDS = 20_000
_START_LETTERS = 256 * 1024
_COUNT_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Records:
    """The records below the heading.

    Attributes:
        heading: The names as they stand, [] when there are none.
        above: Records above the heading with something in them.
        frame: Columns "0", "1" ... of texts, null where a cell is empty or not there.
        widths: Cells of each record, UInt32; None when all have as many as `frame` has columns.
        cut_off: Whether the text ends inside a quoted cell or without a line end in a short record.
    """

    heading: list[str]
    above: list[list[str]]
    frame: pl.DataFrame
    widths: pl.Series | None = None
    cut_off: bool = False


def decoded(data: bytes, encoding: str) -> str:
    """Return `data` as text; `UserError` when some bytes are no letters in `encoding`."""
    try:
        text = _decoded_lines(data) if encoding == MIXED else data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise problems.wrong_encoding(encoding) from error
    return text.removeprefix("\ufeff").rstrip("\x1a\x00")


def _decoded_lines(data: bytes) -> str:
    return "\n".join(decoded_line(line) for line in data.split(b"\n"))


def decoded_line(line: bytes) -> str:
    """Return a line of a text of which some lines are UTF-8 and the others Windows Western."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252")


def read_records(text: str, dialect: Dialect, limit: int | None = None) -> Records:
    """Return the records of `text`; those without any text are passed over.

    Args:
        text: The decoded file.
        dialect: How it is cut.
        limit: Read at most this many records below the heading.
    """
    if limit is None and len(text) > SMALL_BYTES:
        found = read_fast(text.encode(), dialect)
        if found is not None:
            return found
    return read_slowly(text, dialect, limit)


def read_slowly(text: str, dialect: Dialect, limit: int | None = None) -> Records:
    """Return the records of `text` by Python's csv module, which takes whatever there is."""
    cutting = records(text, dialect)
    above = _above(cutting, text, dialect)
    heading = above.pop() if dialect.heading_row else []
    chunks: list[pl.DataFrame] = []
    widths: list[int] = []
    cut_off, left = False, limit
    while left is None or left > 0:
        rows: list[list[str]] = []
        try:
            # Row by row, so that those before an error are kept.
            for row in islice(cutting, _CHUNK_RECORDS if left is None else min(left, _CHUNK_RECORDS)):
                rows.append(row)  # noqa: PERF402
        except csv.Error:
            cut_off = True  # an unclosed quote beyond all limits
        if not rows:
            break
        full = [row for row in rows if any(row)]
        widths += [len(row) for row in full]
        chunks.append(_frame(full))
        left = None if left is None else left - len(rows)
    frame = pl.concat(chunks, how="diagonal") if chunks else pl.DataFrame()
    frame = _widened(frame, len(heading))
    even = set(widths) <= {frame.width}
    cut_off = cut_off or (bool(widths) and limit is None and _ends_inside_quotes(text, dialect))
    counts = None if even else pl.Series(widths, dtype=pl.UInt32)
    return Records(heading, [row for row in above if any(row)], frame, counts, cut_off)


def _above(cutting: "records", text: str, dialect: Dialect) -> list[list[str]]:  # type: ignore[valid-type]
    above: list[list[str]] = list(islice(cutting, dialect.heading_row))
    if separator_hint(text) is not None:
        if above:
            above[0] = []
        else:
            next(iter(cutting), None)
    return above


def _frame(rows: list[list[str]]) -> pl.DataFrame:
    width = max(map(len, rows), default=0)
    names = [str(place) for place in range(width)]
    if all(len(row) == width for row in rows):
        columns = list(zip(*rows, strict=True))
    else:
        columns = list(zip(*[[*row, *[""] * (width - len(row))] for row in rows], strict=True))
    return pl.DataFrame(
        [
            pl.Series(name, column, dtype=pl.String).replace("", None)
            for name, column in zip(names, columns, strict=True)
        ]
    )


def _widened(frame: pl.DataFrame, width: int) -> pl.DataFrame:
    extra = [str(place) for place in range(frame.width, width)]
    return frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in extra) if extra else frame


def _ends_inside_quotes(text: str, dialect: Dialect) -> bool:
    """Return whether the last quoted cell is never closed."""
    if not dialect.quotes or '"' not in text:
        return False
    probe = csv.reader(text.splitlines(keepends=True), strict=True, **dialect.as_csv)
    try:
        for _ in probe:
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def read_fast(data: bytes, dialect: Dialect) -> Records | None:
    """Return what `read_slowly` would, by polars; None for a text that is not quite regular.

    Args:
        data: The text in UTF-8, with or without its mark.
        dialect: How it is cut.
    """
    if not dialect.quotes or dialect.escape or len(dialect.delimiter.encode()) > 1:
        return None
    start = codecs.getincrementaldecoder("utf-8")().decode(data[:_START_LETTERS]).removeprefix("\ufeff")
    cutting = records(start, dialect)
    try:
        above = _above(cutting, start, dialect)
        if separator_hint(start) is not None and dialect.heading_row == 0:
            return None
        heading = above.pop() if dialect.heading_row else []
        lines = cutting.line_num  # type: ignore[attr-defined]  # csv.reader has it, its stub's base not
        width = max(len(heading), len(next(cutting, [])))
    except csv.Error:
        return None
    if width < 2 or not _is_regular(data):
        return None
    frame = _cut_by_polars(data, dialect, lines, width)
    if frame is None or not _accounts_for_all(data, frame, dialect, lines):
        return None
    return Records(heading, [row for row in above if any(row)], _without_empty_rows(frame))


def _without_empty_rows(frame: pl.DataFrame) -> pl.DataFrame:
    empty = frame.select(pl.all_horizontal(pl.all().is_null()).alias("empty"))["empty"]
    return frame.filter(~empty) if empty.any() else frame


def _cut_by_polars(data: bytes, dialect: Dialect, lines: int, width: int) -> pl.DataFrame | None:
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=dialect.delimiter,
            schema={str(place): pl.String for place in range(width)},
            skip_lines=lines,
            raise_if_empty=False,
        )
        return frame.with_columns(pl.all().replace("", None)) if b'""' in data else frame
    except pl.exceptions.PolarsError:
        return None


def _is_regular(data: bytes) -> bool:
    """Return whether all quotation marks stand where they surround cells, and all lines end alike."""
    if data.endswith((b"\x00", b"\x1a")):
        return False
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    return b'"' not in data or re.search(rb'[^,;\t|^~\r\n"]"[^,;\t|^~\r\n"]', data) is None


def _accounts_for_all(data: bytes, frame: pl.DataFrame, dialect: Dialect, lines: int) -> bool:
    """Return whether every delimiter of the file stands between two cells or inside one."""
    sign = dialect.delimiter.encode()
    at = 0
    for _ in range(lines):
        at = data.index(b"\n", at) + 1
    outside = _count(data, sign[0]) - data.count(sign, 0, at)
    empty = frame.select(pl.all_horizontal(pl.all().is_null()).sum()).item()
    if empty:
        pattern = rb"(?<=\n)" + re.escape(sign * (frame.width - 1)) + rb"(?=\r?\n|$)"
        blank = empty - len(re.findall(pattern, data[at:]))
    else:
        blank = 0
    inside = 0
    if b'"' in data:
        inside = sum(
            int(frame[name].str.count_matches(dialect.delimiter, literal=True).sum() or 0)
            for name in frame.columns
        )
    return bool(outside == (frame.height - blank) * (frame.width - 1) + inside)


def _count(data: bytes, sign: int) -> int:
    """Return how often the byte `sign` occurs; where it is frequent, quicker than `bytes.count`."""
    signs = np.frombuffer(data, dtype=np.uint8)
    starts = range(0, len(signs), _COUNT_BYTES)
    return sum(int(np.count_nonzero(signs[start : start + _COUNT_BYTES] == sign)) for start in starts)
