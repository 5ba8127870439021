"""How the lines of a text are cut into cells: delimiter and heading row, found by consistency."""

import csv
import io
import sys
from collections import Counter
from dataclasses import dataclass

from synthdesk.domain.cells import parse_number
from synthdesk.domain.schema import NumberStyle

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 200
_STYLES = (NumberStyle(), NumberStyle(decimal=","), NumberStyle(thousands=","), NumberStyle(",", "."))

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is cut.

    Attributes:
        delimiter: The character between cells.
        heading_row: 1-based number of the record that holds the names, 0 for none.
    """

    delimiter: str
    heading_row: int


def sample_rows(text: str, delimiter: str) -> list[list[str]]:
    """Return the first records of `text` cut at `delimiter`, empty lines included as []."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a quote that is never closed: what was cut so far has to do
    return rows


def separator_hint(text: str) -> str | None:
    """Return the delimiter that a first line `sep=;` (an Excel custom) names, or None."""
    first = text.split("\n", 1)[0].strip().strip('"')
    return first[4] if first.lower().startswith("sep=") and len(first) == len("sep=;") else None


def find_dialect(text: str, delimiter: str | None = None, heading_row: int | None = None) -> Dialect:
    """Return how `text` (the first part of a file) is cut; what is given is not looked for."""
    hint = separator_hint(text)
    chosen = delimiter or hint or _steadiest_delimiter(text)
    if heading_row is None:
        rows = sample_rows(text, chosen)
        if hint:
            rows[0] = []
        heading_row = find_heading(rows)
    return Dialect(chosen, heading_row)


def _steadiest_delimiter(text: str) -> str:
    """Return the delimiter that cuts most records into the same number (> 1) of cells."""
    scores: list[tuple[float, int, str]] = []
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in sample_rows(text, delimiter) if row)
        widths.pop(1, None)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            share = count / max(1, sum(1 for line in text.splitlines()[:SAMPLE_ROWS] if line.strip()))
            scores.append((round(min(share, 1.0), 1), width, delimiter))
    return max(scores)[2] if scores else ","


def find_heading(rows: list[list[str]]) -> int:
    """Return the 1-based record that holds the names, 0 when the first full record is data already.

    Title lines above the table are narrower than the table; the heading is the first record as wide as most
    records are, unless its cells look like the data below it.
    """
    full = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not full:
        return 0
    width = _usual_width([row for _, row in full])
    first = next(
        ((n, r) for n, r in full if _filled(r) >= max(1, round(width * 0.6)) and len(r) >= width), full[0]
    )
    below = [row for number, row in full if number > first[0]]
    return 0 if _looks_like_data(first[1], below) else first[0]


def _usual_width(rows: list[list[str]]) -> int:
    counts = Counter(len(row) for row in rows)
    return max(counts.items(), key=lambda item: (item[1], item[0]))[0]


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _looks_like_data(row: list[str], below: list[list[str]]) -> bool:
    """Return whether most cells of `row` are numbers where the cells below are numbers too."""
    both = numbers = 0
    for place, cell in enumerate(row):
        column = [r[place] for r in below[:50] if place < len(r) and r[place].strip()]
        if column and sum(map(is_number, column)) > len(column) * 0.8:
            both += 1
            numbers += is_number(cell)
    return both > 0 and numbers > both * 0.5


def is_number(text: str) -> bool:
    """Return whether `text` is a number in any usual spelling."""
    return any(parse_number(text, style) is not None for style in _STYLES)
