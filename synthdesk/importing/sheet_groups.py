"""Labels that stand once for several rows of a sheet: merged cells, and groups as in a pivot table."""

from collections.abc import Sequence

import polars as pl

from synthdesk.domain.messages import counted, message
from synthdesk.domain.questions import Choice
from synthdesk.importing.asking import Asking
from synthdesk.importing.headings import is_measure
from synthdesk.importing.sheet_headings import Range

_FEWEST_LABELS = 2
_PROBES = 50


def filled(
    frame: pl.DataFrame, heading: Sequence[str], merged: Sequence[Range], top: int, asking: Asking
) -> pl.DataFrame:
    """Return the rows below a heading with labels put into all rows they stand for, where the user wants that.

    Args:
        frame: The rows, columns "0", "1" ... of texts.
        heading: Names of the columns, may be shorter.
        merged: Ranges of merged cells of the sheet.
        top: Row of the sheet (from 0) that is the first of `frame`.
        asking: Takes the questions.
    """
    inside = [
        ((first - top, left), (last - top, right))
        for (first, left), (last, right) in merged
        if first >= top and last > first and left == right and left < frame.width
    ]
    full = frame.select(pl.any_horizontal(pl.all().is_not_null()).alias("full"))["full"]
    for place in sorted({left for (_, left), _ in inside}):
        ranges = [(first, last) for (first, left), (last, _) in inside if left == place]
        frame = _with_merged(frame, (place, _name(heading, place)), ranges, full, asking)
    return _with_groups(frame, heading, full, asking)


def _with_merged(
    frame: pl.DataFrame,
    column: tuple[int, str],
    ranges: list[tuple[int, int]],
    full: pl.Series,
    asking: Asking,
) -> pl.DataFrame:
    place, name = column
    texts = frame[str(place)].to_list()
    cells = 0
    for first, last in ranges:
        for row in range(first + 1, min(last, frame.height - 1) + 1):
            if texts[first] is not None and texts[row] is None and full[row]:
                texts[row] = texts[first]
                cells += 1
    if not cells:
        return frame
    sentence = counted(
        cells,
        "Merged cells of “{column}” show one text for several rows. Is it meant in the {count:,} cell below as well?",
        "Merged cells of “{column}” show one text for several rows. Is it meant in the {count:,} cells below as well?",
        column=name,
    )
    choices = (Choice("fill", message("Yes, in each row")), Choice("keep", message("No, missing there")))
    if asking.ask(f"merged:{name}", sentence, choices, proposal="fill") == "keep":
        return frame
    return frame.with_columns(pl.Series(str(place), texts, dtype=pl.String))


def _with_groups(
    frame: pl.DataFrame, heading: Sequence[str], full: pl.Series, asking: Asking
) -> pl.DataFrame:
    """Ask about leading columns with a label in the first row of each group only, as pivot tables have them."""
    for place in range(frame.width - 1):
        column = frame[str(place)].filter(full)
        if not _are_labels(column, frame[str(place + 1)].filter(full)):
            break
        name = _name(heading, place)
        sentence = message(
            "“{column}” has a text in the first row of each group only, for example “{text}”. "
            "Does it hold for the rows below it as well?",
            column=name,
            text=str(column[0])[:40],
        )
        choices = (
            Choice("keep", message("No, missing there")),
            Choice("fill", message("Yes, in each row")),
        )
        if asking.ask(f"groups:{name}", sentence, choices) == "fill":
            below = pl.when(full).then(pl.col(str(place)).forward_fill()).alias(str(place))
            frame = frame.with_columns(below)
    return frame


def _are_labels(column: pl.Series, beside: pl.Series) -> bool:
    """Return whether words stand in some rows, the first among them, each once, while the next column is full."""
    known = column.drop_nulls()
    if column.is_empty() or column[0] is None or not _FEWEST_LABELS <= known.len() <= column.len() / 2:
        return False
    if known.n_unique() < known.len() or any(map(is_measure, known.head(_PROBES))):
        return False
    return beside.null_count() <= known.len()


def _name(heading: Sequence[str], place: int) -> str:
    name = heading[place].strip() if place < len(heading) else ""
    return name or f"Column {place + 1}"
