"""The section of the report on whole rows: told apart or not, covered or not, lost and invented values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from synthdesk.domain.messages import Message, message
from synthdesk.domain.results import EvaluationResult, Quality
from synthdesk.domain.whole_rows import Closeness, ColumnDetail, Detection, GroupComparison

CLOSENESS_NOTE = message(
    "This is a measure of similarity and none of privacy: tables that pass it have been found to give patients away. "
    "The checks for leaks do not use it."
)
_REACHED_ENOUGH = 0.95
_NOTHING = "–"


def detection_sentence(detection: Detection) -> Message:
    """Return how often synthetic rows are told from real ones, and what gives them away."""
    area = round(100 * detection.area)
    names = " and ".join(f"“{name}”" for name, _ in detection.given_away_by[:2])
    if not names or detection.area <= 0.55:
        return message(
            "Of one synthetic and one real row a classifier picks the synthetic one in {area} % of cases; 50 % is "
            "guessing.",
            area=area,
        )
    return message(
        "Of one synthetic and one real row a classifier picks the synthetic one in {area} % of cases; 50 % is "
        "guessing. It looks at {names} together most.",
        area=area,
        names=names,
    )


@dataclass(frozen=True)
class QualityParts:
    """Makes the HTML of `Quality` in the reader's language."""

    words: Callable[[Message], str]

    def section(self, result: EvaluationResult) -> str:
        """Return the section; "" when nothing of it was measured."""
        quality = result.quality
        if quality is None:
            return ""
        said = "" if quality.detection is None else self._paragraph(detection_sentence(quality.detection))
        return (
            f"{said}{self._references(result, quality)}{self._published(quality)}"
            f"{self._details(quality.details)}{self._groups(quality)}{self._closeness(quality)}"
        )

    def _references(self, result: EvaluationResult, quality: Quality) -> str:
        head = (message("synthetic"), message("real rows"), message("columns shuffled"))
        lines = [
            (self.words(name), list(map(_maybe, figures))) for name, figures in references(result, quality)
        ]
        note = message(
            "Real rows show what is within reach; columns shuffled one by one show what single columns alone achieve."
        )
        return self._table(head, lines) + self._paragraph(note, "small soft")

    def _published(self, quality: Quality) -> str:
        scores = quality.published
        note = message(
            "The scores of the SDMetrics package by its definitions: Column Shapes {shapes}; Column Pair Trends {all} "
            "over all {pairs:,} pairs, {related} over the {some:,} pairs that hang together in the real table.",
            shapes=_maybe(scores.shapes),
            all=_maybe(scores.trends_all_pairs),
            related=_maybe(scores.trends_related_pairs),
            pairs=scores.pairs,
            some=scores.related_pairs,
        )
        return self._paragraph(note, "small soft")

    def _details(self, details: Sequence[ColumnDetail]) -> str:
        odd = [detail for detail in details if is_odd(detail)]
        if not odd:
            return self._paragraph(message("No value was lost or invented, and every range is reached."))
        head = (
            message("Values"),
            message("lost"),
            message("invented"),
            message("Range reached"),
        )
        lines = [
            (
                d.name,
                [
                    f"{d.values:,}" if d.values else _NOTHING,
                    f"{d.lost:,}" if d.values else _NOTHING,
                    f"{d.invented:,}" if d.values else _NOTHING,
                    _maybe(d.range_reached),
                ],
            )
            for d in odd
        ]
        title = escape(self.words(message("Values lost or invented, and ranges")))
        return f"<h3>{title}</h3>{self._table(head, lines)}"

    def _groups(self, quality: Quality) -> str:
        if not quality.groups:
            return ""
        head = (
            message("real share"),
            message("synthetic share"),
            message("similarity"),
            message("other real rows"),
            message("differs most"),
        )
        lines = [
            (
                g.group,
                [
                    *map(_percent, (g.real_share, g.synthetic_share, g.similarity, g.within_reach)),
                    self.words(differs_most(g)),
                ],
            )
            for g in quality.groups
        ]
        title = escape(self.words(message("Subgroups, the least similar first")))
        return f"<h3>{title}</h3>{self._table(head, lines)}"

    def _closeness(self, quality: Quality) -> str:
        found = quality.closeness
        if found is None:
            return ""
        head = (message("synthetic"), message("held-back real rows"))
        lines = [
            (self.words(name), [f"{value:.3f}", f"{of_real:.3f}"])
            for name, value, of_real in distances(found)
        ]
        title = escape(self.words(message("For experts: distances to the nearest learned row")))
        return f"<h3>{title}</h3>{self._paragraph(CLOSENESS_NOTE)}{self._table(head, lines)}"

    def _table(self, head: Sequence[Message], lines: Sequence[tuple[str, Sequence[str]]]) -> str:
        titles = "".join(f"<th class=number>{escape(self.words(title))}</th>" for title in head)
        rows = "".join(
            f"<tr><td>{escape(name)}</td>"
            + "".join(f"<td class=number>{escape(c)}</td>" for c in cells)
            + "</tr>"
            for name, cells in lines
        )
        return f"<table><tr><th></th>{titles}</tr>{rows}</table>"

    def _paragraph(self, text: Message, style: str = "") -> str:
        return f'<p class="{style}">{escape(self.words(text))}</p>'


def references(
    result: EvaluationResult, quality: Quality
) -> tuple[tuple[Message, tuple[float | None, float | None, float | None]], ...]:
    """Return each figure of whole rows: of the synthetic ones, of real rows, and of shuffled columns; None is unknown."""
    overall = (result.synthetic.overall, result.halves.overall, quality.independent.overall)
    told = (quality.detection, quality.detection_of_real, quality.detection_of_independent)
    areas = [None if each is None else each.area for each in told]
    missing = (quality.missing_patterns, quality.missing_of_real, quality.missing_of_independent)
    return (
        (message("Columns and pairs alike"), overall),
        (message("Told apart (50 % is guessing)"), (areas[0], areas[1], areas[2])),
        (
            message("Real rows with one close by"),
            (quality.coverage, quality.coverage_of_real, None),
        ),
        (message("Gaps in the same places"), missing),
    )


def distances(found: Closeness) -> tuple[tuple[Message, float, float], ...]:
    """Return each figure of `found`: its name, for synthetic rows, and for held-out rows."""
    return (
        (message("Distance to the nearest learned row (DCR), median"), found.middle, found.middle_of_real),
        (message("The same, the nearest 5 %"), found.low, found.low_of_real),
        (message("Nearest by second nearest (NNDR), median"), found.ratio, found.ratio_of_real),
    )


def differs_most(group: GroupComparison) -> Message:
    """Return which column of a subgroup differs most, and how."""
    return message(
        "{column}: {real} → {synthetic}",
        column=group.worst_column,
        real=group.real_words,
        synthetic=group.synthetic_words,
    )


def is_odd(detail: ColumnDetail) -> bool:
    """Return whether values of a column were lost or invented, or its range is not reached."""
    reached = 1.0 if detail.range_reached is None else detail.range_reached
    return bool(detail.lost or detail.invented) or reached < _REACHED_ENOUGH


def _maybe(share: float | None) -> str:
    return _NOTHING if share is None else _percent(share)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
