"""From records to a table: lines that are no rows, rows that are too long or too short, names of columns."""

import re
from dataclasses import dataclass, replace

import polars as pl

from synthdesk.domain.messages import counted, message
from synthdesk.domain.questions import Choice
from synthdesk.importing.asking import Asking
from synthdesk.importing.headings import is_measure, is_number
from synthdesk.importing.missing_codes import WORDS, word_of
from synthdesk.importing.naming import column_names
from synthdesk.importing.text_files import Records

_TOTALS = re.compile(
    r"^\W*(grand )?(sub)?(total|sum|summe|gesamt(summe)?|mittelwert|mean|average|anzahl|zwischensumme|totale?|suma|"
    r"somme|moyenne)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^[\[(]?(%|‰|[°µμa-zA-ZΩ²³]{1,8}(/[\[(]?[µμa-zA-Z0-9²³^.]{1,8}[\])]?)*|years?|Jahre|10\^?\d+/[lL])[\])]?$"
)
_SUM_OF_GROUP = r"(?i)[\s:-]+(sub)?(total|sum|ergebnis|summe|gesamt|totale|totaal)$"
_LONGEST_PIVOT = 100_000
"""Longer tables are no pivot tables; looking for sums in them takes time."""
_LEADING = 4
"""So many columns may hold the groups that are summed up."""
_SHARE = 0.95
_TAIL = 5

OUT, ROWS = Choice("out", message("Leave them out")), Choice("keep", message("Keep them as rows"))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Records on their way to a table; `widths` as in `Records`, but never None."""

    heading: list[str]
    frame: pl.DataFrame
    widths: pl.Series

    def without(self, mask: pl.Series) -> "_Rows":
        return replace(self, frame=self.frame.filter(~mask), widths=self.widths.filter(~mask))


def table_of(read: Records, asking: Asking) -> pl.DataFrame:
    """Return the rows of `read` under unique names; ask about what may be no row, remark what surely is none."""
    if read.above:
        asking.remark(
            counted(
                len(read.above),
                "{count:,} line above the headings was passed over.",
                "{count:,} lines above the headings were passed over.",
            )
        )
    height = read.frame.height
    widths = (
        read.widths
        if read.widths is not None
        else pl.Series([read.frame.width]).extend_constant(read.frame.width, max(0, height - 1))
    )
    rows = _Rows(read.heading, read.frame, widths.head(height))
    if height == 0:
        return _named(rows, asking)
    _remark_bare_headings(rows, asking)
    for step in (_repeated_headings, _notes, _totals, _subtotals, _units, _ragged):
        rows = step(rows, asking)
        if rows.frame.is_empty():
            break
    return _named(rows, asking)


def _named(rows: _Rows, asking: Asking) -> pl.DataFrame:
    """Return the frame under its names, without nameless columns that hold nothing."""
    width = max(rows.frame.width, len(rows.heading))
    heading = _shifted(rows, asking)
    names = column_names(heading, width)
    frame = rows.frame.with_columns(
        pl.lit(None, dtype=pl.String).alias(str(i)) for i in range(rows.frame.width, width)
    )
    frame = frame.rename({str(place): f"\0{place}" for place in range(width)})
    frame = frame.rename({f"\0{place}": name for place, name in enumerate(names)})
    nameless = [i for i, name in enumerate(names) if i >= len(heading) or not heading[i].strip()]
    void = [names[i] for i in nameless if frame.height and frame[names[i]].null_count() == frame.height]
    inner = [name for name in void if names.index(name) < len(heading)]
    if inner and len(inner) < width and any(names.index(n) < width - 1 for n in inner):
        asking.remark(
            counted(
                len(inner),
                "{count:,} column without a name and without values was passed over.",
                "{count:,} columns without names and without values were passed over.",
            )
        )
    return frame.drop(void) if len(void) < width else frame


def _shifted(rows: _Rows, asking: Asking) -> list[str]:
    """Return the heading, moved to the right when the user says that the first column has no name."""
    heading, frame = rows.heading, rows.frame
    if not heading or frame.width != len(heading) + 1 or frame.height < 2:
        return heading
    if int(rows.widths.min() or 0) != frame.width or frame[str(frame.width - 1)].null_count() == frame.height:  # type: ignore[arg-type]
        return heading
    sentence = message(
        "Every row has one cell more than there are headings. Which column has no name?",
    )
    choices = (Choice("first", message("The first one")), Choice("last", message("The last one")))
    proposal = "first" if _counts_up(frame["0"]) else None
    return (
        ["", *heading] if asking.ask("nameless", sentence, choices, proposal=proposal) == "first" else heading
    )


def _counts_up(column: pl.Series) -> bool:
    numbers = column.cast(pl.Int64, strict=False)
    return numbers.null_count() == 0 and bool((numbers.diff().drop_nulls() == 1).all())


def _remark_bare_headings(rows: _Rows, asking: Asking) -> None:
    """Say that there are more names than any row has cells: a line end may have got lost in the heading."""
    bare = sum(bool(name.strip()) for name in rows.heading[int(rows.widths.max() or 0) :])  # type: ignore[arg-type]
    if bare:
        asking.remark(
            counted(
                bare,
                "The last heading has no cell below it in any row.",
                "The last {count:,} headings have no cells below them in any row.",
            )
        )


def _repeated_headings(rows: _Rows, asking: Asking) -> _Rows:
    names = [name.strip() for name in rows.heading]
    if not any(names) or len(names) > rows.frame.width:
        return rows
    same = pl.all_horizontal(
        pl.col(str(i)).str.strip_chars().fill_null("") == name for i, name in enumerate(names)
    )
    first = next(i for i, name in enumerate(names) if name)
    if not (rows.frame[str(first)].str.strip_chars() == names[first]).any():
        return rows
    mask = rows.frame.select(same.alias("same"))["same"]
    count = int(mask.sum())
    if count and len([n for n in names if n]) > 1:
        asking.remark(
            counted(
                count,
                "The headings are repeated in {count:,} row, which was passed over.",
                "The headings are repeated in {count:,} rows, which were passed over.",
            )
        )
        return rows.without(mask)
    return rows


def _notes(rows: _Rows, asking: Asking) -> _Rows:
    """Ask about records that hold text in their first cell only: footers, page breaks, comments."""
    frame = rows.frame
    if frame.width < 2:
        return rows
    others = pl.all_horizontal(pl.col(str(i)).is_null() for i in range(1, frame.width))
    alone = frame.select((others & pl.col("0").is_not_null()).alias("alone"))["alone"]
    narrow = alone & (rows.widths == 1)
    usual = max(len(rows.heading), frame.width)
    stunted = rows.widths <= usual // 2
    if not (alone | stunted).any():
        return rows
    known = frame["0"].filter(~(alone | stunted)).drop_nulls()
    odd = _unlike(frame["0"], known) & (alone | stunted)
    # Beside lines without any delimiter, a full row that lacks all cells but the first is a row.
    mask = narrow | (odd & (rows.widths < frame.width)) if narrow.any() else odd
    if not mask.any() or mask.sum() > max(20, 0.05 * frame.height):
        return rows
    last = frame.height - 1
    while last >= 0 and mask[last]:
        last -= 1
    inside = mask & (pl.Series(range(frame.height)) <= last)
    if inside.any():  # first, so that the places of the last lines are still theirs
        rows = _ask_notes(rows, inside, odd, "notes inside", asking)
    kept = mask.len() - rows.frame.height
    at_end = pl.Series(range(rows.frame.height)) > last - kept
    if at_end.any():
        rows = _ask_notes(rows, at_end, odd.tail(rows.frame.height), "notes", asking)
    return rows


def _ask_notes(rows: _Rows, mask: pl.Series, odd: pl.Series, key: str, asking: Asking) -> _Rows:
    """Ask about the records of `mask`; those of `odd` are unlike the values of their column."""
    sentence = counted(
        int(mask.sum()),
        "{count:,} line holds text in its first cell only: “{text}”. Is it a row of the table?",
        "{count:,} lines hold text in their first cell only, for example “{text}”. Are they rows of the table?",
        text=str(rows.frame["0"].filter(mask)[-1])[:60],
    )
    proposal = "out" if bool(odd.filter(mask).all()) else None
    choices = (OUT, ROWS) if proposal else (ROWS, OUT)
    return rows.without(mask) if asking.ask(key, sentence, choices, proposal=proposal) == "out" else rows


def _unlike(column: pl.Series, known: pl.Series) -> pl.Series:
    """Return which texts are unlike the `known` ones of their column: words among numbers, sentences among words."""
    sample = known.head(200).to_list()
    if not sample:
        return pl.Series([False]).extend_constant(value=False, n=column.len() - 1)
    if sum(map(is_measure, sample)) >= _SHARE * len(sample):
        odd = ~column.fill_null("").str.contains(r"^[-+−]?[\d.,:/ T-]+$")
        return odd & column.is_not_null()
    if sum(" " not in text for text in sample) >= _SHARE * len(sample):
        longest = max(map(len, sample))
        return (column.str.contains(" ", literal=True) | (column.str.len_chars() > 3 * longest)).fill_null(
            value=False
        )
    return column.str.contains(r"^(#|\*\*\*|---|===|\f)").fill_null(value=False)


def _totals(rows: _Rows, asking: Asking) -> _Rows:
    """Ask about the last rows when they are sums."""
    frame = rows.frame
    tail = frame.tail(_TAIL)
    start = frame.height - tail.height
    places = [
        start + i
        for i, row in enumerate(tail.iter_rows())
        if any(cell and _TOTALS.match(cell) for cell in row[:2])
    ]
    if not places or frame.height <= _TAIL:
        return rows
    column = next(str(i) for i in range(min(2, frame.width)) if _TOTALS.match(frame[str(i)][places[0]] or ""))
    if frame[column].head(start).fill_null("").str.contains(f"(?i){_TOTALS.pattern}").any():
        return rows
    sentence = counted(
        len(places),
        "The last rows hold “{text}”. Is {count:,} of them a sum and no row of the table?",
        "The last rows hold “{text}”. Are {count:,} of them sums and no rows of the table?",
        text=str(frame[column][places[0]])[:60],
    )
    choices = (Choice("out", message("Yes, leave out")), Choice("keep", message("No, keep as rows")))
    if asking.ask("totals", sentence, choices, proposal="out") == "keep":
        return rows
    mask = pl.Series([place in places for place in range(frame.height)])
    return rows.without(mask)


def _subtotals(rows: _Rows, asking: Asking) -> _Rows:
    """Ask about rows between the others that sum up a group: “Ward A Total” where “Ward A” is a value too."""
    if rows.frame.height > _LONGEST_PIVOT:
        return rows
    for place in range(min(_LEADING, rows.frame.width)):
        column = rows.frame[str(place)]
        sums = column.drop_nulls().unique(maintain_order=True).str.strip_chars()
        sums = sums.filter(sums.str.contains(_SUM_OF_GROUP))
        groups = set(column.drop_nulls().unique().str.strip_chars())
        of_groups = [text for text in sums if re.sub(_SUM_OF_GROUP, "", text).strip() in groups]
        if not of_groups:
            continue
        mask = column.str.strip_chars().is_in(of_groups).fill_null(value=False)
        sentence = counted(
            int(mask.sum()),
            "{count:,} row holds “{text}”. Is it the sum of a group and no row of the table?",
            "{count:,} rows hold texts like “{text}”. Are they sums of groups and no rows of the table?",
            text=of_groups[0][:60],
        )
        choices = (Choice("out", message("Yes, leave out")), Choice("keep", message("No, keep as rows")))
        if asking.ask("subtotals", sentence, choices, proposal="out") == "out":
            rows = rows.without(mask)
        break
    return rows


def _units(rows: _Rows, asking: Asking) -> _Rows:
    """Ask about a first row that holds units of measurement."""
    if not rows.heading or rows.frame.height < 3:
        return rows
    first = rows.frame.row(0)
    if not _are_units(first, rows.frame.slice(1, 100)):
        return rows
    shown = ", ".join(cell for cell in first if cell)[:60]
    sentence = message(
        "The row below the headings holds “{text}”. Are these units of measurement?", text=shown
    )
    choices = (
        Choice("units", message("Yes, no row of values")),
        Choice("row", message("No, a row like others")),
    )
    if asking.ask("units", sentence, choices, proposal="units") == "row":
        return rows
    mask = pl.Series([True]).extend_constant(value=False, n=rows.frame.height - 1)
    return rows.without(mask)


def _are_units(first: tuple[str | None, ...], below: pl.DataFrame) -> bool:
    """Return whether a row without numbers holds a unit above numbers."""
    columns = [
        (cell, values)
        for cell, column in zip(first, below, strict=True)
        if cell and word_of(cell) not in WORDS and (values := column.drop_nulls().to_list())
    ]
    if any(is_number(cell) for cell, _ in columns):
        return False
    return any(
        _UNIT.match(cell.strip()) and sum(map(is_number, values)) > 0.8 * len(values)
        for cell, values in columns
    )


def _ragged(rows: _Rows, asking: Asking) -> _Rows:
    """Ask about rows with fewer or more cells than there are columns."""
    usual = len(rows.heading) or int(rows.widths.mode()[0])
    if rows.frame.width == usual + 1 and int(rows.widths.min() or 0) == usual + 1:  # type: ignore[arg-type]
        usual += 1
    beyond = [str(i) for i in range(usual, rows.frame.width)]
    overfull = (
        rows.frame.select(pl.any_horizontal(pl.col(beyond).is_not_null()).alias("x"))["x"]
        if beyond
        else pl.Series([False]).extend_constant(value=False, n=rows.frame.height - 1)
    )
    if overfull.any():
        choices = (Choice("keep", message("Keep the cells in columns of their own")), OUT)
        sentence = counted(
            int(overfull.sum()),
            "{count:,} row has more cells than there are columns (row {row:,} of the table). What is to be done?",
            "{count:,} rows have more cells than there are columns, the first one is row {row:,}. What is to be done?",
            row=int(overfull.arg_true()[0]) + 1,
        )
        rows = rows.without(overfull) if asking.ask("long", sentence, choices) == "out" else rows
    short = rows.widths < usual
    if short.any() and not short.all():
        choices = (Choice("end", message("Yes, the last cells are missing")), OUT)
        sentence = counted(
            int(short.sum()),
            "{count:,} row has fewer cells than there are columns (row {row:,} of the table). Are the last ones missing?",
            "{count:,} rows have fewer cells than there are columns, the first one is row {row:,}. Are the last ones missing?",
            row=int(short.arg_true()[0]) + 1,
        )
        rows = rows.without(short) if asking.ask("short", sentence, choices) == "out" else rows
    return rows
