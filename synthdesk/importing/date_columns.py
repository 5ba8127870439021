"""Columns whose cells are all dates: in which pattern, and where day, month or century are unclear."""

from synthdesk.domain.cells import parse_datetime
from synthdesk.domain.messages import counted, message
from synthdesk.domain.questions import Choice
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.importing import dates
from synthdesk.importing.asking import Asking
from synthdesk.importing.column import Texts

_NO_DATES = ("1900-01-01", "1899-12-30", "1899-12-31", "1901-01-01", "1753-01-01", "1111-11-11", "0001-01-01",
             "1800-01-01", "2099-12-31", "2999-12-31", "9999-12-31", "2100-01-01", "9999-09-09", "9999-01-01")  # fmt: skip
"""Days that programs write for "no date" (ISO 8601)."""


_COMPACT_CODES = tuple(day.replace("-", "") for day in _NO_DATES)


def date_column(texts: Texts, asking: Asking, order: str = "") -> Column | None:
    """Return the column when every value of it is a date, else None.

    `order` is that of day, month and year in which their maker shows them, as "mdy"; it speaks for a reading
    but does not decide, as a spreadsheet may have written them anew.
    """
    listed = texts.distinct.to_list()
    named = dates.named_patterns(listed)
    fitting = [p for p in named if "%Y" in p] or dates.fitting_patterns(listed)
    if fitting:
        twin = dates.swapped(fitting[0])
        pattern: str | None = fitting[0]
        if twin != fitting[0] and twin in fitting:
            pattern = _ask_order(texts, (fitting[0], twin), order, asking)
    else:
        short = named or dates.fitting_patterns(listed, dates.SHORT_YEAR_PATTERNS)
        pattern = _ask_short_years(texts.name, listed, short, asking) if short else None
    if pattern is None:
        return None
    texts = texts.without(_ask_codes(texts, listed, pattern, asking))
    return Column(texts.name, ColumnKind.DATETIME, date_pattern=pattern, missing=texts.missing)


def _ask_order(texts: Texts, patterns: tuple[str, str], order: str, asking: Asking) -> str:
    name, listed, (first, second) = texts.name, texts.distinct.to_list(), patterns
    example = next((t for t in listed if parse_datetime(t, first) != parse_datetime(t, second)), listed[0])
    choices = tuple(Choice(p, message("{date}", date=_long_date(example, p))) for p in (first, second))
    sentence = message("Which day is “{text}” in “{column}”?", text=example, column=name)
    # Dots stand between day, month and year wherever they are usual; slashes and hyphens decide nothing.
    proposal = first if first.startswith(("%d.", "%-d.")) else None
    proposal = proposal or next((p for p in patterns if order and p.lstrip("%-").startswith(order[0])), None)
    return asking.ask(f"date:{name}", sentence, choices, column=name, proposal=proposal)


def _ask_short_years(name: str, listed: list[str], patterns: list[str], asking: Asking) -> str | None:
    patterns = [*patterns, *(pattern.replace("%y", "%Ey") for pattern in patterns)]
    example = max(listed, key=lambda text: len({parse_datetime(text, p) for p in patterns}))
    patterns = list({parse_datetime(example, p): p for p in reversed(patterns)}.values())[::-1]
    choices = (
        *(Choice(p, message("{date}", date=_long_date(example, p))) for p in patterns),
        Choice("text", message("Do not read it as a date")),
    )
    sentence = message(
        "Years in “{column}” have two digits. Which day is “{text}”?", column=name, text=example
    )
    chosen = asking.ask(f"date:{name}", sentence, choices, column=name)
    return None if chosen == "text" else chosen


def _ask_codes(texts: Texts, listed: list[str], pattern: str, asking: Asking) -> set[str]:
    """Ask about each day that programs write for "no date"; return the texts read as missing."""
    missing = set()
    days = {text: moment for text in listed if (moment := parse_datetime(text, pattern)) is not None}
    odd = {text: f"{moment:%Y-%m-%d}".rjust(10, "0") for text, moment in days.items()}
    # With years of two digits the first day of 1900 is spelled like that of 2000.
    suspicious = (*_NO_DATES, "2000-01-01") if "%y" in pattern or "%Ey" in pattern else _NO_DATES
    others = [moment for text, moment in days.items() if odd[text] not in suspicious]
    for text in (text for text in listed if odd.get(text) in suspicious):
        rows = int((texts.series == text).sum())
        apart = bool(others) and not min(others) <= days[text] <= max(others)
        sentence = counted(
            rows,
            "“{column}” holds “{text}” in {count:,} row. Does it mean that the date is missing?",
            "“{column}” holds “{text}” in {count:,} rows. Does it mean that the date is missing?",
            column=texts.name,
            text=text,
        )
        yes, no = Choice("missing", message("Yes, missing")), Choice("value", message("No, a real date"))
        choices, proposal = ((yes, no), "missing") if apart and rows > 1 else ((no, yes), None)
        key = f"missing:{texts.name}:{text}"
        if asking.ask(key, sentence, choices, column=texts.name, proposal=proposal) == "missing":
            missing.add(text)
    return missing


def compact_date(texts: Texts, asking: Asking) -> Column | None:
    """Return the column of dates like 20240131 when that is what the numbers are."""
    lengths = texts.distinct.str.strip_chars().str.len_chars()
    if lengths.min() != len("20240131") or lengths.max() != len("20240131"):
        return None
    listed = texts.distinct.to_list()
    moments = [parse_datetime(text, dates.COMPACT) for text in listed]
    if not dates.plausible(
        [m for m, text in zip(moments, listed, strict=True) if text not in _COMPACT_CODES]
    ):
        return None
    choices = (
        Choice("date", message("{date}", date=_long_date(listed[0], dates.COMPACT))),
        Choice("number", message("A number")),
    )
    sentence = message("Is “{text}” in “{column}” a date or a number?", text=listed[0], column=texts.name)
    chosen = asking.ask(f"date:{texts.name}", sentence, choices, column=texts.name, proposal="date")
    if chosen == "number":
        return None
    texts = texts.without(_ask_codes(texts, listed, dates.COMPACT, asking))
    return Column(texts.name, ColumnKind.DATETIME, date_pattern=dates.COMPACT, missing=texts.missing)


def _long_date(text: str, pattern: str) -> str:
    """Return a date with its month as a word, which no country reads in another order."""
    moment = parse_datetime(text, pattern)
    return moment.strftime("%d %B %Y") if moment else text
