"""One column of texts on its way to a kind, and columns of which only most cells are of one kind."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import polars as pl

from synthdesk.domain.cells import parse_datetime, parse_number
from synthdesk.domain.messages import message
from synthdesk.domain.questions import Choice
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.importing import dates, numbers
from synthdesk.importing.asking import Asking
from synthdesk.importing.headings import is_measure

_MOST = 0.8
_FEWEST = 6
_LIMIT = r"^\s*[<>≤≥~]"
"""Limits of measuring are asked about on their own (`parts`)."""
_PROBES = 30


@dataclass(frozen=True, slots=True)
class Texts:
    """A column's cells.

    Attributes:
        series: All cells, null where empty.
        distinct: The different texts that are values, in the order of the file.
        missing: Texts that stand for "no value".
    """

    series: pl.Series
    distinct: pl.Series
    missing: tuple[str, ...] = ()

    @classmethod
    def of(cls, series: pl.Series) -> "Texts":
        """Return the column of `series`; cells of blanks only are missing."""
        distinct = series.drop_nulls().unique(maintain_order=True)
        blank = distinct.str.strip_chars() == ""
        if not blank.any():
            return cls(series, distinct)
        return cls(series, distinct.filter(~blank), tuple(distinct.filter(blank)))

    @property
    def name(self) -> str:
        """The column's name."""
        return self.series.name

    @property
    def known(self) -> int:
        """Cells that hold a value."""
        gone = int(self.series.is_in(list(self.missing)).sum()) if self.missing else 0
        return self.series.len() - self.series.null_count() - gone

    @property
    def values(self) -> pl.Series:
        """All cells, null where empty or missing."""
        return self.series.set(self.series.is_in(list(self.missing)), None) if self.missing else self.series

    def without(self, texts: Collection[str]) -> "Texts":
        """Return the column in which `texts` stand for "no value" too."""
        gone = self.distinct.filter(self.distinct.is_in(list(texts))) if texts else None
        if gone is None or gone.is_empty():
            return self
        kept = self.distinct.filter(~self.distinct.is_in(gone.to_list()))
        return replace(self, distinct=kept, missing=(*self.missing, *gone))


def mostly(texts: Texts, decimal: str, asking: Asking) -> Column | None:
    """Return the column as numbers or dates when most cells are and the user wants it so; ask.

    Texts of digits only that are no numbers (leading zeros) speak for a code, about which nothing is asked.
    """
    if len(texts.distinct) < _FEWEST:
        return None
    return _mostly_numbers(texts, decimal, asking) or _mostly_dates(texts, asking)


def _mostly_numbers(texts: Texts, decimal: str, asking: Asking) -> Column | None:
    probes = texts.distinct.head(_PROBES).to_list()
    styles = [
        style
        for style in numbers.candidates(decimal)
        if sum(parse_number(text, style) is not None for text in probes) >= len(probes) / 2
    ]
    if not styles:
        return None
    fits = [numbers.to_numbers(texts.distinct, style).is_not_null() for style in styles]
    best = max(range(len(styles)), key=lambda i: int(fits[i].sum()))
    good, bad = texts.distinct.filter(fits[best]), texts.distinct.filter(~fits[best])
    if (
        len(good) < _FEWEST
        or bad.str.contains(r"^[0-9]+$").any()
        or bad.str.contains(_LIMIT).all()
        or not _are_most(texts, bad)
    ):
        return None
    if not _wanted(texts, good, bad, asking, "numbers"):
        return None
    style = numbers.with_decimals(good, styles[best])
    kind = ColumnKind.NUMBER if style.decimals else ColumnKind.WHOLE_NUMBER
    return Column(texts.name, kind, number=style, missing=texts.missing)


def _mostly_dates(texts: Texts, asking: Asking) -> Column | None:
    listed = texts.distinct.head(2000).to_list()
    if (
        sum(is_measure(text) or dates.names_a_month(text) for text in listed[:_PROBES])
        < len(listed[:_PROBES]) / 2
    ):
        return None
    pattern = dates.best_pattern(listed)
    flags = [parse_datetime(text, pattern) is not None for text in listed]
    if sum(flags) < max(_FEWEST, _MOST * len(listed)) or len(listed) < len(texts.distinct):
        return None
    bad = texts.distinct.filter(pl.Series([not flag for flag in flags]))
    good = texts.distinct.filter(pl.Series(flags))
    if not _are_most(texts, bad) or not _wanted(texts, good, bad, asking, "dates"):
        return None
    return Column(texts.name, ColumnKind.DATETIME, date_pattern=pattern, missing=texts.missing)


def _are_most(texts: Texts, bad: pl.Series) -> bool:
    cells = int(texts.series.is_in(bad.to_list()).sum())
    return texts.known - cells >= _MOST * texts.known


def _wanted(texts: Texts, good: pl.Series, bad: pl.Series, asking: Asking, what: str) -> bool:
    cells = int(texts.series.is_in(bad.to_list()).sum())
    template = (
        "Most values of “{column}” are numbers like “{good}”, but {cells:,} are not, for example “{bad}”. "
        "How is the column to be read?"
        if what == "numbers"
        else "Most values of “{column}” are dates like “{good}”, but {cells:,} are not, for example “{bad}”. "
        "How is the column to be read?"
    )
    sentence = message(template, column=texts.name, good=good[0], bad=bad[0][:40], cells=cells)
    others = Choice("numbers", message("As numbers, the others missing"))
    if what == "dates":
        others = Choice("dates", message("As dates, the others missing"))
    choices = (Choice("text", message("As words, as it stands")), others)
    return asking.ask(f"misfits:{texts.name}", sentence, choices, column=texts.name) == what
