"""How the lines of a text are cut into cells: the delimiter under which cells look like cells."""

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from synthdesk.importing.headings import DATE_LIKE, find_heading

DELIMITERS = (";", ",", "\t", "|", "^", "~")
SAMPLE_ROWS = 200
_SAMPLE_LETTERS = 128 * 1024
_TITLE, _FOOTER = 6, 3
"""So many narrow records may stand above and below a table."""
_CLOSE = 0.06
"""Two cuts whose scores differ by less than this are asked about."""

_MEASURE = re.compile(
    r"[<>≤≥~]?\s*[-+−(]?(?:\d{1,3}(?:[.,\u00a0\u202f '’]\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][-+]?\d+)?[)-]?"
    r"(?:\s?[^\d\s,.;\t|/][^\d;\t|,]{0,11})?$"
)

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is cut.

    Attributes:
        delimiter: The character between cells.
        heading_row: 1-based number of the record that holds the names, 0 for none.
        quotes: Whether quotation marks surround cells; if not, they are letters like others.
        escape: Whether a backslash before a quotation mark keeps it in its cell.
    """

    delimiter: str
    heading_row: int
    quotes: bool = True
    escape: bool = False

    @property
    def as_csv(self) -> dict[str, Any]:
        """The same as arguments of `csv.reader` and `csv.writer`."""
        return {
            "delimiter": self.delimiter,
            "quoting": csv.QUOTE_MINIMAL if self.quotes else csv.QUOTE_NONE,
            "doublequote": not self.escape,
            "escapechar": "\\" if self.escape else None,
        }


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut a text: its delimiter, "" for one column only, and how well cells look (0-1)."""

    delimiter: str
    score: float
    width: int


def records(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the records of `text`, empty lines included as []."""
    return csv.reader(io.StringIO(text, newline=""), **dialect.as_csv)


def sample_rows(text: str, delimiter: str, *, quotes: bool = True, escape: bool = False) -> list[list[str]]:
    """Return the first records of `text` cut at `delimiter`, empty lines included as []."""
    rows: list[list[str]] = []
    try:
        for row in records(text, Dialect(delimiter, 0, quotes, escape)):
            rows.append(row)
            if len(rows) == SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a quote that is never closed: what was cut so far has to do
    return rows


def separator_hint(text: str) -> str | None:
    """Return the delimiter that a first line `sep=;` (an Excel custom) names, or None."""
    first = text[:40].replace("\r", "\n").split("\n", 1)[0].strip(" \"'")
    first = first.replace("\\t", "\t")
    return first[4] if first.lower().startswith("sep=") and len(first) == len("sep=;") else None


def find_dialect(text: str, delimiter: str | None = None, heading_row: int | None = None) -> Dialect:
    """Return how `text` (the first part of a file) is cut; what is given is not looked for."""
    hint = separator_hint(text)
    chosen = delimiter or hint or (cuts(text)[0].delimiter or ",")
    escape = uses_backslash(text, chosen)
    if heading_row is None:
        rows = sample_rows(text, chosen, escape=escape)
        if hint:
            rows[0] = []
        heading_row = find_heading(rows).row
    return Dialect(chosen, heading_row, escape=escape)


def cuts(text: str) -> list[Cut]:
    """Return the ways to cut `text`, best first; those after the first that come close are to be asked about."""
    sample = text[:_SAMPLE_LETTERS]
    found = [cut for cut in (_cut(sample, delimiter) for delimiter in DELIMITERS) if cut is not None]
    found.append(_one_column(sample))
    return sorted(found, key=lambda cut: (-round(cut.score, 3), -cut.width))


def doubtful(found: list[Cut]) -> list[Cut]:
    """Return the cuts among which the evidence does not decide; one when it does."""
    return [cut for cut in found if found[0].score - cut.score < _CLOSE]


def uses_backslash(text: str, delimiter: str) -> bool:
    """Return whether quotation marks inside cells have a backslash before them, not a second mark."""
    sample = text[:_SAMPLE_LETTERS]
    if '\\"' not in sample:
        return False
    plain, escaped = (sample_rows(sample, delimiter, escape=escape) for escape in (False, True))
    return _steadiness(escaped)[0] > _steadiness(plain)[0]


def _cut(sample: str, delimiter: str) -> Cut | None:
    if delimiter not in sample:
        return None
    rows = sample_rows(sample, delimiter, escape=uses_backslash(sample, delimiter))
    steady, width = _steadiness(_without_ends(rows))
    if width < 2:
        return None
    full = [row for row in rows if len(row) == width]
    cells = [cell for row in full for cell in row]
    clean = sum(is_clean(cell, delimiter) for cell in cells) / len(cells)
    first = next((row for row in rows if any(row)), [])
    headed = 1.0 if len(first) >= width - 1 or (len(first) == 1 and steady < 1 and _is_title(rows)) else 0.8
    return Cut(delimiter, steady * clean * headed, width)


def _without_ends(rows: list[list[str]]) -> list[list[str]]:
    """Return the records without the few narrow ones of a title or a footer, when most of the others are wide."""
    rows = [row for row in rows if any(row)]
    wide = [place for place, row in enumerate(rows) if len(row) > 1]
    if not wide or wide[0] > _TITLE or len(rows) - 1 - wide[-1] > _FOOTER or 2 * len(wide) < len(rows):
        return rows
    return rows[wide[0] : wide[-1] + 1]


def _is_title(rows: list[list[str]]) -> bool:
    """Return whether the narrow first records are few words above a table, not its heading."""
    leading = 0
    for row in rows:
        if len(row) > 1:
            break
        leading += 1
    below = rows[leading : leading + 1]
    return leading > 0 and bool(below) and not any(c and c[0].isdigit() for c in below[0]) and all(below[0])


def _one_column(sample: str) -> Cut:
    lines = [line for line in sample.splitlines()[:SAMPLE_ROWS] if line.strip()]
    clean = sum(is_clean(line.strip('"'), "") for line in lines) / max(1, len(lines))
    return Cut("", clean, 1)


def _steadiness(rows: list[list[str]]) -> tuple[float, int]:
    """Return the share of records with the usual number of cells, and that number."""
    widths = Counter(len(row) for row in rows if any(row))
    if not widths:
        return 0.0, 0
    total = widths.total()
    widths.pop(1, None)
    if not widths:
        return 1.0, 1
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / total, width


def is_clean(cell: str, delimiter: str) -> bool:
    """Return whether a cell looks like one cell: no sign in it that would cut it again."""
    cell = cell.strip()
    if not cell or _MEASURE.match(cell) or DATE_LIKE.match(cell):
        return True
    if any(sign in cell for sign in ";\t|^~" if sign != delimiter):
        return False
    return delimiter == "," or re.search(r",(?=\S)", cell) is None
