"""Where the cells of a text part: at a sign, or at places where every line has blanks; asked where it is not clear."""

from collections.abc import Callable

from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.questions import Choice
from synthdesk.domain.source import FIXED_WIDTH
from synthdesk.importing import dialects, fixed_width
from synthdesk.importing.asking import Asking
from synthdesk.importing.dialects import Cut, Dialect
from synthdesk.importing.fixed_width import Layout
from synthdesk.importing.headings import find_heading

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", "^": "caret", "~": "tilde"}
_GOOD = 0.9
"""Score of a cut that is as good as a layout of fixed width."""
_SHOWN_CELLS, _SHOWN_LETTERS = 6, 60


def cutting_of(start: str, whole: Callable[[], str], asking: Asking) -> tuple[str, Layout | None]:
    """Return the delimiter of a text, and where its columns stand when it is one of fixed width.

    Args:
        start: The first part of the text.
        whole: Gives all of it, which is looked at only when its columns may stand below each other.
        asking: Holds the options; takes the questions.
    """
    wanted = asking.options.delimiter
    if wanted not in (None, FIXED_WIDTH):
        return wanted, None
    hint = dialects.separator_hint(start)
    if wanted is None and hint is not None:
        return hint, None
    found = dialects.cuts(start)
    layout = _layout(start, whole, found, wanted)
    if layout is None:
        return _ask_delimiter(start, dialects.doubtful(found), asking), None
    rivals = [cut for cut in dialects.doubtful(found) if not layout.is_clear or cut.delimiter]
    if wanted is None and (not layout.is_clear or any(cut.score >= _GOOD for cut in rivals)):
        chosen = _ask_fixed(start, layout, rivals, asking)
        if chosen != FIXED_WIDTH:
            return _free_sign(start) if chosen == "none" else chosen, None
    return fixed_width.SIGN, _ask_gaps(start, layout, asking)


def dialect_of(start: str, delimiter: str, asking: Asking) -> Dialect:
    """Return how a text with this delimiter is cut: its heading row and its quotation marks."""
    options = asking.options
    is_fixed = delimiter == fixed_width.SIGN
    escape = not is_fixed and dialects.uses_backslash(start, delimiter)
    if options.heading_row is not None:
        return Dialect(delimiter, options.heading_row, quotes=not is_fixed, escape=escape)
    rows = dialects.sample_rows(start, delimiter, quotes=not is_fixed, escape=escape)
    if rows and dialects.separator_hint(start) is not None:
        rows[0] = []
    heading = find_heading(rows)
    row = asking.heading(heading, rows[heading.doubtful - 1]) if heading.doubtful else heading.row
    return Dialect(delimiter, row, quotes=not is_fixed, escape=escape)


def _layout(start: str, whole: Callable[[], str], found: list[Cut], wanted: str | None) -> Layout | None:
    """Return the layout of a text of fixed width, None when there is none or another cut tells as much."""
    near = fixed_width.find_layout(start)
    if near is None:
        return None
    best = found[0]
    is_good = best.delimiter and (best.score >= _GOOD or not near.is_clear)
    if wanted is None and is_good and best.width >= near.sure.width:
        return None
    return fixed_width.find_layout(whole())


def _ask_fixed(start: str, layout: Layout, rivals: list[Cut], asking: Asking) -> str:
    fixed = Choice(FIXED_WIDTH, message("In columns: {cells}", cells=_shown(start, layout)))
    others = [Choice(cut.delimiter or "none", _cut_words(start, cut)) for cut in rivals]
    choices = (fixed, *others) if layout.is_clear else (*others, fixed)
    sentence = message("Words stand below each other in this text. How are its lines cut?")
    return asking.ask("delimiter", sentence, choices)


def _ask_gaps(start: str, layout: Layout, asking: Asking) -> Layout:
    """Ask about blanks that may part columns or stand inside of cells; return the gaps that hold."""
    doubtful = layout.width - layout.sure.width
    if not doubtful or not layout.sure.gaps:
        return layout
    sentence = counted(
        doubtful,
        "At {count:,} place, blanks may part two columns or stand inside of a cell. Which cells are right?",
        "At {count:,} places, blanks may part two columns or stand inside of a cell. Which cells are right?",
    )
    one, two = _around(start, layout)
    choices = (
        Choice("sure", message("{cells}", cells=one)),
        Choice("all", message("{cells}", cells=_in_one_line(two))),
    )
    return layout if asking.ask("columns", sentence, choices) == "all" else layout.sure


def _shown(start: str, layout: Layout) -> str:
    """Return the cells of a line of which many are filled."""
    return _in_one_line(_fullest(start, layout))


def _fullest(start: str, layout: Layout) -> list[str]:
    lines = start.splitlines()
    cells = (fixed_width.cut(line, layout).split(fixed_width.SIGN) for line in lines[len(lines) // 2 :])
    return max(cells, key=lambda row: sum(map(bool, row)), default=[])


def _around(start: str, layout: Layout) -> tuple[str, list[str]]:
    """Return the text on both sides of the first doubtful gap as one cell and as two."""
    place = next(place for place, gap in enumerate(layout.gaps) if not gap.sure)
    two = _fullest(start, layout)[place : place + 2]
    return " ".join(two), two


def _in_one_line(cells: list[str]) -> str:
    return " ┃ ".join(cells[:_SHOWN_CELLS])[:_SHOWN_LETTERS]


def _ask_delimiter(start: str, found: list[Cut], asking: Asking) -> str:
    if len(found) == 1:
        return found[0].delimiter or _free_sign(start)
    choices = tuple(Choice(cut.delimiter or "none", _cut_words(start, cut)) for cut in found)
    sentence = message("Which sign stands between the cells?")
    chosen = asking.ask("delimiter", sentence, choices)
    return _free_sign(start) if chosen == "none" else chosen


def _free_sign(start: str) -> str:
    """Return a delimiter that does not occur, for a text of one column."""
    return next((sign for sign in (",", *dialects.DELIMITERS) if sign not in start), "\x1f")


def _cut_words(start: str, cut: Cut) -> Message:
    if not cut.delimiter:
        return message("There is one column only")
    rows = [row for row in dialects.sample_rows(start, cut.delimiter) if len(row) == cut.width]
    cells = _in_one_line(rows[-1]) if rows else ""
    return message("{sign}: {cells}", sign=_NAMES.get(cut.delimiter, cut.delimiter), cells=cells)
