"""The section of the report on whole rows: told apart or not, covered or not, lost and invented values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from synthdesk.domain.messages import Message, message
from synthdesk.domain.results import ColumnDetail, Detection, EvaluationResult, Quality

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
        return f"{said}{self._references(result, quality)}{self._published(quality)}{self._details(quality.details)}"

    def _references(self, result: EvaluationResult, quality: Quality) -> str:
        head = (message("synthetic"), message("real rows"), message("columns shuffled"))
        lines = [
            (
                message("Similarity, columns and pairs"),
                [_percent(s.overall) for s in (result.synthetic, result.halves, quality.independent)],
            ),
            (
                message("Told from held-back rows (50 % is guessing)"),
                [
                    _area(each)
                    for each in (
                        quality.detection,
                        quality.detection_of_real,
                        quality.detection_of_independent,
                    )
                ],
            ),
            (
                message("Held-back rows with such a row close by"),
                [_maybe(quality.coverage), _maybe(quality.coverage_of_real), _NOTHING],
            ),
            (message("Columns missing together"), [_percent(quality.missing_patterns), _NOTHING, _NOTHING]),
        ]
        note = message(
            "Real rows show what is within reach; columns shuffled one by one show what single columns alone achieve."
        )
        return self._table(head, [(self.words(name), cells) for name, cells in lines]) + self._paragraph(
            note, "small soft"
        )

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
        odd = [d for d in details if d.lost or d.invented or (d.range_reached or 1.0) < _REACHED_ENOUGH]
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
        return self._table(head, lines)

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


def _area(detection: Detection | None) -> str:
    return _NOTHING if detection is None else _percent(detection.area)


def _maybe(share: float | None) -> str:
    return _NOTHING if share is None else _percent(share)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
