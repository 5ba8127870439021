"""Which record of a table holds the names of its columns."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from synthdesk.domain.cells import parse_number
from synthdesk.domain.schema import NumberStyle
from synthdesk.importing.missing_codes import DOUBTFUL_WORDS, WORDS, word_of

_STYLES = (NumberStyle(), NumberStyle(decimal=","), NumberStyle(thousands=","), NumberStyle(",", "."))
_ROWS_BELOW = 100
_MEASURE = re.compile(r"[<>≤≥~]?\s*[-+−(]?[.,]?\d")
DATE_LIKE = re.compile(
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\S{0,6})?$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The 1-based record that holds the names, 0 for none.

    `doubtful` is the record that may hold names as well as values, 0 when the evidence decides.
    """

    row: int
    doubtful: int = 0


def find_heading(rows: list[list[str]]) -> Heading:
    """Return where the names stand among the first records of a table.

    Title lines above the table are narrower than the table; the heading is the first record as wide as most
    records are, unless its cells look like the data below it.
    """
    full = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not full:
        return Heading(0)
    width = _usual_width([row for _, row in full])
    least = max(1, round(width * 0.6))
    wide = [(n, r) for n, r in full if len(r) >= width and _filled(r) >= least]
    first = wide[0] if wide else full[0]
    above = next(((n, r) for n, r in full if n < first[0] and len(r) == width - 1 >= 2 and all(r)), None)
    if above is not None:
        first = above  # data rows that all end in a separator, or whose first cells have no name
    first = _below_groups(first, full)
    below = [row for number, row in full if number > first[0]][:_ROWS_BELOW]
    return _judged(first[0], first[1], below)


def _below_groups(first: tuple[int, list[str]], full: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """Return the record of names below a record of group headings, else `first`."""
    number, row = first
    following = [pair for pair in full if pair[0] > number][:3]
    if len(following) < 2 or following[0][0] != number + 1 or _filled(row) >= _filled(following[0][1]):
        return first
    names, values = following[0][1], following[1][1]
    is_named = not any(map(is_measure, names)) and any(map(is_measure, values))
    return following[0] if is_named and not any(map(is_measure, row)) else first


def _usual_width(rows: list[list[str]]) -> int:
    """Return the usual number of cells, without cells at the end that are empty in every record."""
    counts = Counter(len(row) for row in rows)
    width = max(counts.items(), key=lambda item: (item[1], item[0]))[0]
    usual = [row for row in rows if len(row) == width]
    while width > 1 and len(usual) > 1 and not any(row[width - 1].strip() for row in usual):
        width -= 1
    return width


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _judged(number: int, row: list[str], below: list[list[str]]) -> Heading:
    """Return whether `row` holds names, by the columns below it."""
    names = values = 0
    repeated = fresh = 0
    below = [other for other in below if other[: len(row)] != row]  # headings may be repeated further down
    for place, cell in enumerate(row):
        column = [r[place].strip() for r in below if place < len(r) and r[place].strip()]
        known = [text for text in column if word_of(text) not in WORDS | DOUBTFUL_WORDS]
        if known and sum(_MEASURE.match(text) is not None for text in known) > len(known) * 0.8:
            measured = _MEASURE.match(cell.strip()) is not None
            values += measured
            names += bool(cell.strip()) and not measured and word_of(cell) not in WORDS
        elif known and len(set(known)) < len(known) / 2:
            repeated += cell.strip() in known
            fresh += cell.strip() not in known
        elif known:
            fresh += _is_plainer(cell.strip(), known)
    if names or not below:
        return Heading(number if names or not any(map(is_measure, row)) else 0)
    if values:
        return Heading(number, number) if _may_be_names(row) else Heading(0)
    return Heading(0) if repeated else Heading(number, 0 if fresh else number)


def _is_plainer(cell: str, below: list[str]) -> bool:
    """Return whether nearly all texts `below` hold blanks or digits and `cell` does not."""
    return any(
        sum(any(map(test, text)) for text in below) > 0.8 * len(below) and not any(map(test, cell))
        for test in (str.isspace, str.isdigit)
    )


def _may_be_names(row: list[str]) -> bool:
    """Return whether numbers may well be names: years, or one number after the other, none twice."""
    cells = [cell.strip() for cell in row if is_number(cell)]
    if len(cells) < 3 or len(set(cells)) != len(cells) or not all(cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    steps = {b - a for a, b in pairwise(numbers)}
    return len(steps) == 1 and steps <= {1, -1, 5, 10}


def is_number(text: str) -> bool:
    """Return whether `text` is a number in any usual spelling."""
    return any(parse_number(text, style) is not None for style in _STYLES)


def is_measure(text: str) -> bool:
    """Return whether `text` is a number or looks like a date."""
    return is_number(text) or DATE_LIKE.match(text.strip()) is not None
