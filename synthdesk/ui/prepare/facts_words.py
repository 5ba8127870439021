"""The facts of one column as plain sentences."""

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.facts import Bars, ColumnFacts
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.ui.texts import percent_words, rows_words

MOST = 5


def fact_sentences(column: Column, facts: ColumnFacts) -> tuple[str, ...]:
    """Return at most five facts about a column, without a full stop, the most telling first."""
    found = [_missing(facts), *_values(column, facts), _misfits(facts)]
    return tuple(sentence for sentence in found if sentence)[:MOST]


def drawing_words(column: Column, facts: ColumnFacts) -> str:
    """Return what the drawing of a column shows, for those who do not see it."""
    return ". ".join(fact_sentences(column, facts)) + "."


def _missing(facts: ColumnFacts) -> str:
    translate = QCoreApplication.translate
    if not facts.missing:
        return translate("Facts", "No value is missing")
    if facts.missing == facts.rows:
        return translate("Facts", "Every value is missing: there is nothing to learn")
    words = translate("Facts", "Missing in {rows} ({percent})")
    return words.format(rows=rows_words(facts.missing), percent=percent_of(facts.missing, facts.rows))


def _values(column: Column, facts: ColumnFacts) -> list[str]:
    translate = QCoreApplication.translate
    if facts.distinct == 1 and facts.examples:
        return [translate("Facts", "The same value in every row: “{value}”").format(value=facts.examples[0])]
    if facts.lowest is not None:
        return _spread(column, facts)
    if isinstance(facts.drawing, Bars):
        return _groups(facts, facts.drawing)
    examples = ", ".join(f"“{example}”" for example in facts.examples[:3])
    sentences = [_distinct(facts)]
    if examples:
        sentences.append(translate("Facts", "For example {examples}").format(examples=examples))
    return sentences


def _spread(column: Column, facts: ColumnFacts) -> list[str]:
    translate = QCoreApplication.translate
    is_date = column.kind is ColumnKind.DATETIME
    half = (
        translate("Facts", "Half are before {value}")
        if is_date
        else translate("Facts", "Half are below {value}")
    )
    return [
        translate("Facts", "From {low} to {high}").format(low=facts.lowest, high=facts.highest),
        half.format(value=facts.middle),
        translate("Facts", "The middle half lies between {low} and {high}").format(
            low=facts.lower_quarter, high=facts.upper_quarter
        ),
        _distinct(facts),
    ]


def _groups(facts: ColumnFacts, bars: Bars) -> list[str]:
    translate = QCoreApplication.translate
    known = facts.rows - facts.missing
    sentences = [_distinct(facts)]
    if bars.labels:
        words = translate("Facts", "Most frequent: “{value}” ({percent})")
        sentences.append(words.format(value=bars.labels[0], percent=percent_of(bars.counts[0], known)))
    if len(bars.labels) > 1 and not bars.others:
        words = translate("Facts", "Rarest: “{value}” ({rows})")
        sentences.append(words.format(value=bars.labels[-1], rows=rows_words(bars.counts[-1])))
    return sentences


def _distinct(facts: ColumnFacts) -> str:
    translate = QCoreApplication.translate
    if facts.distinct == facts.rows - facts.missing and facts.distinct > 1:
        return translate("Facts", "Every value is different")
    return translate("Facts", "{count:,} different values").format(count=facts.distinct)


def _misfits(facts: ColumnFacts) -> str:
    if not facts.misfits:
        return ""
    words = QCoreApplication.translate(
        "Facts", "{rows} do not fit the kind and are read as missing: {examples}"
    )
    examples = ", ".join(f"“{example}”" for example in facts.misfit_examples[:3])
    return words.format(rows=rows_words(facts.misfits), examples=examples)


def percent_of(count: int, total: int) -> str:
    """Return a share in percent; what is there but rounds to nothing is "under 1 %"."""
    if not total:
        return percent_words(0)
    if 0 < count / total < 0.01:
        return QCoreApplication.translate("Facts", "under 1 %")
    return percent_words(count / total)
