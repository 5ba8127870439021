"""Sentences about gaps."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.gaps import GapPattern, Gaps
from synthdesk.ui.texts import columns_words, percent_words

_NAMED = 4
_SPOKEN = 5
_FEW = 0.005
_AS_HALVES = 2.0


def sentence(found: Gaps) -> str:
    """Return how many columns have gaps, how many rows have none, and what is missing together most."""
    if not found.columns:
        return _tr("No value is missing in the columns that are learned.")
    complete = next((p.real for p in found.patterns if not p.columns), 0.0)
    words = _tr("{columns} have gaps; {share} of the rows have none.").format(
        columns=columns_words(len(found.columns)), share=percent_words(complete)
    )
    together = next((p for p in found.patterns if len(p.columns) > 1), None)
    if together is not None and together.real:
        template = _tr("Most often missing together: {names} ({share} of the rows).")
        words += " " + template.format(names=names(together), share=_percent(together.real))
    return words


def comparison(found: Gaps) -> str:
    """Return how the rows of the model compare, or that they will be compared."""
    if found.distance is None or found.between_halves is None:
        return _tr("After training, the new rows stand beside the real ones here.")
    words = _tr(
        "The patterns of new rows differ from those of as many real rows by {distance}; two halves of the real "
        "rows differ by {halves}."
    ).format(distance=_percent(found.distance), halves=_percent(found.between_halves))
    if found.distance > _AS_HALVES * found.between_halves:
        words += " " + _tr(
            "That is more than chance: the model has not learned well what is missing together."
        )
    return words


def shares(pattern: GapPattern) -> str:
    """Return the share of rows with a pattern: "62 %", or "62 → 60 %" with that of the new rows."""
    if pattern.synthetic is None:
        return _percent(pattern.real)
    return f"{_percent(pattern.real).removesuffix(' %')} → {_percent(pattern.synthetic)}"


def names(pattern: GapPattern) -> str:
    """Return the columns of a pattern, four at most by name."""
    if not pattern.columns:
        return _tr("no gap")
    named = ", ".join(pattern.columns[:_NAMED])
    more = len(pattern.columns) - _NAMED
    return named if more <= 0 else _tr("{names} and {count} more").format(names=named, count=more)


def spoken(patterns: Sequence[GapPattern]) -> str:
    """Return the most frequent patterns in words, for those who do not see the picture."""
    return "; ".join(f"{names(pattern)}: {shares(pattern)}" for pattern in patterns[:_SPOKEN])


def _percent(share: float) -> str:
    if 0 < share < _FEW:
        return _tr("<0.5 %")
    return percent_words(share)


def _tr(text: str) -> str:
    return QCoreApplication.translate("GapsPane", text)
