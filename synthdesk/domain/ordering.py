"""Whether the categories of a column have an order: what speaks for one, and how two orders go together.

An order is only proposed; nothing is done with one that the user has not accepted.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from synthdesk.domain.schema import Column

FEWEST_LEVELS, MOST_LEVELS = 3, 20
"""So many values can have an order."""

_LEVEL = re.compile(
    r"\b(grade|grad|stage|stadium|stufe|class|klasse|level|severity|score|nyha|asa|ecog|rank)\b", re.I
)
_NUMBER = re.compile(r"^\s*(?:[<>≤≥=]+\s*)?(\d+(?:[.,]\d+)?)")
_BELOW, _ABOVE = re.compile(r"^\s*[<≤]"), re.compile(r"^\s*[>≥]|\+\s*$")
_BARE = re.compile(r"^[\d.,]+$|^\d+([-/.:]\d+){2,}")
_AT_END = re.compile(r"^(.*?)[\s_-]*([ivx]+|\d+)$", re.I)
_TUMOUR = re.compile(r"^[tnmg]$", re.I)
"""Stages and grades of tumours: T1, N2, G3."""
_ROMAN = {
    name: place for place, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"), start=1)
}

_SCALES: tuple[tuple[str, ...], ...] = (
    (
        "none|no|absent|normal|keine|kein|aucun|ninguno",
        "very mild|minimal|trace|minor",
        "mild|slight|leicht|gering|léger|ligero",
        "moderate|medium|mäßig|mittel|mittelschwer|modéré|moderado",
        "severe|marked|major|schwer|stark|sévère|grave|severo",
        "very severe|extreme|life threatening|life-threatening|sehr schwer|kritisch|critical",
        "fatal|death|tod|tödlich",
    ),
    (
        "very low|sehr niedrig",
        "low|niedrig|bas|faible|bajo",
        "normal|medium|middle|moderate|intermediate|mittel|average|moyen|medio|borderline",
        "high|hoch|haut|élevé|alto|elevated|increased|erhöht",
        "very high|sehr hoch|critical",
    ),
    (
        "never|nie|jamais|nunca",
        "rarely|seldom|selten|rarement|raramente",
        "sometimes|occasionally|manchmal|gelegentlich|parfois|a veces",
        "often|frequently|oft|häufig|souvent|a menudo",
        "always|daily|immer|täglich|toujours|siempre",
    ),
    ("poor|bad|schlecht|mauvais|malo", "fair|ausreichend|average", "good|gut|bon|bueno", "very good|sehr gut", "excellent|ausgezeichnet"),
    (
        "strongly disagree|totally disagree",
        "disagree",
        "neutral|neither agree nor disagree|undecided",
        "agree",
        "strongly agree|totally agree",
    ),
    ("unlikely|none|not related|unrelated", "remote|doubtful|conditional", "possible|possibly related", "probable|likely|probably related", "certain|definite|definitely related|related"),
    ("extra small|xs", "small|s|klein", "medium|m|mittel", "large|l|groß|gross", "extra large|xl"),
    ("negative|neg", "trace|borderline|equivocal|indeterminate", "weakly positive|weak|1+", "positive|pos|2+", "strongly positive|strong|3+"),
)  # fmt: skip


def proposed_order(values: Iterable[str], column: Column) -> tuple[str, ...]:
    """Return `values` from lowest to highest where their words or numbers speak for an order, else ().

    Three to twenty values that are all levels of one known scale, that begin with different numbers ("1 - mild",
    "18-34", "65+"), or that end with one behind a word for levels ("Stage II"). Bare numbers need a column whose name
    says that they are levels, or labels that are.

    >>> from synthdesk.domain.schema import ColumnKind
    >>> proposed_order(["severe", "mild", "moderate"], Column("pain", ColumnKind.CATEGORY))
    ('mild', 'moderate', 'severe')
    """
    known = list(dict.fromkeys(values))
    if not FEWEST_LEVELS <= len(known) <= MOST_LEVELS:
        return ()
    labels = dict(column.value_labels)
    said = [labels.get(value, value).strip().casefold() for value in known]
    readings: tuple[Callable[[Sequence[str]], list[float] | None], ...] = (
        _on_a_scale,
        _in_front,
        _at_the_end,
    )
    name = re.sub(r"[\W_]+|(?<=[a-z])(?=[A-Z])", " ", column.name)
    if all(_BARE.match(word) for word in said) and not _LEVEL.search(name):
        return ()
    for reading in readings:
        places = reading(said)
        if places is not None and len(set(places)) == len(known):
            return tuple(value for _, value in sorted(zip(places, known, strict=True)))
    return ()


def common_order(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Return the order that holds for both, the longer of the two; () where they contradict each other.

    >>> common_order(("mild", "severe"), ("mild", "moderate", "severe"))
    ('mild', 'moderate', 'severe')
    """
    short, long = sorted((tuple(first), tuple(second)), key=len)
    return long if short and [word for word in long if word in short] == list(short) else ()


def _on_a_scale(said: Sequence[str]) -> list[float] | None:
    for scale in _SCALES:
        levels = {word: place for place, words in enumerate(scale) for word in words.split("|")}
        if all(word in levels for word in said):
            return [float(levels[word]) for word in said]
    return None


def _in_front(said: Sequence[str]) -> list[float] | None:
    """Return the numbers in front, less than "18" for "<18"."""
    found = [_NUMBER.match(word) for word in said]
    # A code such as "72 hours" or "401(k)" is none of a row of levels when only some have a number.
    places = [float(match.group(1).replace(",", ".")) for match in found if match is not None]
    if len(places) < len(said):
        return None
    aside = [-0.5 if _BELOW.match(word) else 0.5 if _ABOVE.search(word) else 0.0 for word in said]
    return [place + off for place, off in zip(places, aside, strict=True)]


def _at_the_end(said: Sequence[str]) -> list[float] | None:
    found = [_AT_END.match(word) for word in said]
    if not all(found) or len({match.group(1).strip() for match in found if match}) > 1:
        return None
    before = said[0][: found[0].end(1)] if found[0] else ""
    if not (_LEVEL.search(before) or _TUMOUR.match(before) or not before):
        return None  # "ward 2" counts wards
    ends = [match.group(2) for match in found if match]
    places = [float(end) if end.isdigit() else float(_ROMAN.get(end, 0)) for end in ends]
    return places if all(places) or all(end.isdigit() for end in ends) else None
