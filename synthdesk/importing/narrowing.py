"""Some columns of a text that is too large for the memory, all its rows, in one pass over the file."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from synthdesk.importing import problems
from synthdesk.importing.dialects import Dialect, records
from synthdesk.importing.naming import column_names
from synthdesk.importing.text_files import MIXED, decoded_line

_LONGEST_LINE = 16 * 1024 * 1024


def is_wanted(name: str, wanted: Collection[str]) -> bool:
    """Return whether a column is one of those wanted, or one of the pieces that a wanted one is cut into.

    >>> is_wanted("bp", ["age", "bp (1)"]), is_wanted("bp (1)", ["bp"]), is_wanted("b", ["bp"])
    (True, True, False)
    """
    return any(name == one or one.startswith(f"{name} (") or name.startswith(f"{one} (") for one in wanted)


def wanted_places(start: str, dialect: Dialect, wanted: Collection[str]) -> list[int]:
    """Return the places (from 0) of the wanted columns, by the heading in the first part of a text."""
    rows = [row for row, _ in zip(records(start, dialect), range(dialect.heading_row + 1), strict=False)]
    heading = rows[dialect.heading_row - 1] if 0 < dialect.heading_row <= len(rows) else []
    width = max(len(heading), len(rows[-1]) if rows else 0)
    return [place for place, name in enumerate(column_names(heading, width)) if is_wanted(name, wanted)]


def share_of(start: str, dialect: Dialect, places: Collection[int]) -> float:
    """Return which share (0-1) of the letters of a text stands in some of its columns."""
    rows = list(records(start, dialect))[dialect.heading_row : -1]
    letters = sum(len(cell) + 1 for row in rows for cell in row)
    return sum(len(row[p]) + 1 for row in rows for p in places if p < len(row)) / max(1, letters)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The bytes of some columns, and the records below the heading."""

    data: bytes
    records: int


def narrowed(
    blocks: Iterator[bytes], encoding: str, dialect: Dialect, places: list[int], most: int
) -> Narrowed:
    """Return a text, in UTF-8 and the same dialect, with some columns of each record below the titles.

    Args:
        blocks: The text.
        encoding: Its encoding.
        dialect: How it is cut.
        places: The columns to keep, from 0.
        most: Bytes that may be needed.

    Raises:
        UserError: It is no text in this encoding.
        NotEnoughMemoryError: More bytes are needed.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", **dialect.as_csv)
    cutting = csv.reader(_lines(blocks, encoding), **dialect.as_csv)
    number = 0
    for number, row in enumerate(cutting, 1):
        kept = (
            row if number < dialect.heading_row or len(row) < 2 else [row[p] for p in places if p < len(row)]
        )
        writer.writerow(kept)
        if out.tell() > most:
            raise problems.still_too_large()
    return Narrowed(out.getvalue().encode(), number - dialect.heading_row)


def _lines(blocks: Iterator[bytes], encoding: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, as they stand."""
    if encoding == MIXED:
        yield from map(decoded_line, _byte_lines(blocks))
        return
    decoder, rest = codecs.getincrementaldecoder(encoding)(), ""
    try:
        for block in blocks:
            *lines, rest = (rest + decoder.decode(block)).split("\n")
            for line in lines:
                yield f"{line}\n"
            if len(rest) > _LONGEST_LINE:
                raise problems.still_too_large()
        rest += decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise problems.wrong_encoding(encoding) from error
    if rest:
        yield rest


def _byte_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            yield line + b"\n"
    if rest:
        yield rest
