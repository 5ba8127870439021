"""Texts whose columns stand below each other, filled up with blanks: recognised by blanks in every line."""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from synthdesk.importing.headings import is_measure

SIGN = "\x1f"
"""Stands between the cells once a text is cut."""

_SAMPLE_LINES = 2000
_LONGEST_LINE = 4000
_ENDS = 6
_FEWEST_LINES = 4
_SURE_LINES = 10
_NEARLY = 0.9
_DELIMITERS = (",", ";", "|")
_PARTING = [re.compile(sign) for sign in (r"\|", ";", r"\^", "~", r"(?<!\d),|,(?!\d)")]
"""Delimiters; a comma between digits may be a decimal sign."""
_RULER = re.compile(r"^\s*[-=_+]{2,}([\s+|]+[-=_+]{1,})*\s*$")


@dataclass(frozen=True, slots=True)
class Gap:
    """Blanks between two columns.

    Attributes:
        start, end: Places [start, end) of a line.
        sure: Whether they surely part columns.
        full: Whether they are blank in every line.
    """

    start: int
    end: int
    sure: bool
    full: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text of fixed width is cut.

    Attributes:
        gaps: All gaps, in order.
        lines: Different lines that were looked at.
        ruled: Whether a line of dashes shows the columns.
    """

    gaps: tuple[Gap, ...]
    lines: int
    ruled: bool = False

    @property
    def sure(self) -> "Layout":
        """The layout with the gaps only that surely part columns."""
        return Layout(tuple(gap for gap in self.gaps if gap.sure), self.lines, self.ruled)

    @property
    def is_clear(self) -> bool:
        """Whether the evidence is enough to call the text one of fixed width."""
        return self.ruled or (self.lines >= _SURE_LINES and any(gap.sure for gap in self.gaps))

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.gaps) + 1


def find_layout(text: str) -> Layout | None:
    """Return where the columns of a text part, by all of its lines; None when they do not stand below each other."""
    lines = _lines(text)
    if len(lines) < _FEWEST_LINES or "\t" in text[:_LONGEST_LINE]:
        return None
    ruler = next((line for line in lines[: _ENDS + 1] if _RULER.match(line) and " " in line.strip()), None)
    body = list(dict.fromkeys(line for line in _body(lines) if not _RULER.match(line)))
    if len(body) < _FEWEST_LINES - 1 or max(map(len, body)) > _LONGEST_LINE:
        return None
    if ruler is not None:
        return _ruled(ruler, body)
    runs = _blank_runs(body[:_SAMPLE_LINES])
    heads = [line for line in lines[:_ENDS] if not any(map(str.isdigit, line))]
    gaps = [gap for start, end in runs if (gap := _gap(body, heads, (start, end), runs)) is not None]
    layout = Layout(tuple(gaps), len(body))
    return layout if any(gap.full for gap in gaps) and not _is_delimited(body, layout) else None


def _is_delimited(body: list[str], layout: Layout) -> bool:
    """Return whether nearly all lines hold as many delimiters as part at least as many cells as the layout does."""
    for sign in _PARTING:
        counts = [len(sign.findall(line)) for line in body]
        usual = max(set(counts), key=counts.count)
        if usual and counts.count(usual) >= _NEARLY * len(body) and usual + 1 >= layout.sure.width:
            return True
    return False


def cut(text: str, layout: Layout) -> str:
    """Return `text` with `SIGN` between its cells; a line that does not fit the gaps stays one cell."""
    starts = [0, *(gap.end for gap in layout.gaps)]
    ends = [*(gap.start for gap in layout.gaps), None]
    places = list(zip(starts, ends, strict=True))
    made = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if _RULER.match(line):
            made.append("")
        elif all(not line[gap.start : gap.end].strip() for gap in layout.gaps):
            made.append(SIGN.join(line[start:end].strip() for start, end in places) if line.strip() else "")
        else:
            made.append(_heading(line, layout) if number <= _ENDS else line.strip())
    return "\n".join(made)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in re.split(r"\r\n|\n|\r", text) if line.strip()]


def _body(lines: list[str]) -> list[str]:
    """Return the lines without the first and last ones, where headings, titles and notes may stand."""
    if len(lines) <= 4 * _ENDS:
        return lines[1:]
    return lines[_ENDS:-_ENDS]


def _heading(line: str, layout: Layout) -> str:
    """Return a heading whose words stand across gaps, cut at its own blanks when there are enough of them."""
    for blanks in (r"\s{2,}", r"\s+"):
        cells = re.split(blanks, line.strip())
        if len(cells) == layout.width:
            return SIGN.join(cells)
    return line.strip()


def _ruled(ruler: str, body: list[str]) -> Layout | None:
    spans = [match.span() for match in re.finditer(r"[-=_]+", ruler)]
    gaps = tuple(Gap(left[1], right[0], sure=True) for left, right in pairwise(spans))
    fits = all(_share_blank(body, gap.start, gap.end) >= _NEARLY for gap in gaps)
    return Layout(gaps, len(body), ruled=True) if gaps and fits else None


def _blank_runs(body: list[str]) -> list[tuple[int, int]]:
    """Return the places [start, end) that are blank in all lines, and where nearly all are those blank in most."""
    width = max(map(len, body))
    signs = np.array([line.ljust(width) for line in body]).view("U1").reshape(len(body), width)
    shares = np.char.isspace(signs).mean(axis=0)
    found: list[tuple[int, int]] = []
    for start, end in _runs(shares >= _NEARLY):
        most = _runs(shares[start:end] == shares[start:end].max())
        found += [(start + a, start + b) for a, b in most]
    return [(start, end) for start, end in found if start > 0 and end < width]


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return the ranges [start, end) in which all flags are set."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _share_blank(body: list[str], start: int, end: int) -> float:
    part = pl.Series(body).str.slice(start, end - start).str.strip_chars()
    return float((part.str.len_chars() == 0).mean())  # type: ignore[arg-type]  # a mean of booleans


def _gap(
    body: list[str], heads: list[str], place: tuple[int, int], runs: list[tuple[int, int]]
) -> Gap | None:
    """Return the gap of a run of blanks over all lines; None when too many lines have something there."""
    start, end = place
    share = _share_blank(body, start, end)
    if share < _NEARLY or all(line[start - 1 : start] in _DELIMITERS for line in body[:200]):
        return None
    before = max((b for _, b in runs if b <= start), default=0)
    after = min((a for a, _ in runs if a >= end), default=_LONGEST_LINE)
    left = [cell for line in body[:200] if (cell := line[before:start].strip())]
    right = [cell for line in body[:200] if (cell := line[end:after].strip())]
    if (share < 1 or end - start < 2) and 2 * sum(bool(line[end:].strip()) for line in body) < len(body):
        return None  # most lines end before it
    groups = all(re.fullmatch(r"\d{3}([.,]\d+)?", cell) for cell in right)  # "1 234": one number
    numbers = all(map(is_measure, left)) and all(map(is_measure, right)) and not groups
    named = any(
        not head[start:end].strip() and head[:start].strip() and head[end : end + 1].strip() for head in heads
    )
    sure = share == 1 and (end - start >= 2 or numbers or named)
    return Gap(start, end, sure=sure, full=share == 1)
