"""The plots of the report: real solid, synthetic dashed, so that the line style carries the meaning too."""

from collections.abc import Sequence
from itertools import pairwise

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.domain.results import ColumnUsefulness, Curve, Estimate, PairComparison
from synthdesk.evaluation import svg, words

WIDTH = 340.0
_LEFT, _RIGHT = 8.0, 8.0
_PLOT_HEIGHT = 130.0
_NEAR_END = 14.0
_ROW = 26.0
_LABEL = 120.0
_STRONGEST = 0.85


def histogram(real: Histogram, synthetic: Histogram, spoken: str, *, dates: bool) -> str:
    """Return two outlines over one axis; heights are shares of the rows with a value."""
    if len(real.edges) < 2:
        return ""
    shares = [_shares(part.counts) for part in (real, synthetic)]
    highest = max(*shares[0], *shares[1], 1e-9)
    low, high = real.edges[0], real.edges[-1]
    base = _PLOT_HEIGHT

    def x(value: float) -> float:
        return _LEFT + (value - low) / (high - low) * (WIDTH - _LEFT - _RIGHT)

    def steps(heights: Sequence[float]) -> list[tuple[float, float]]:
        points = [(x(low), base)]
        for (left, right), share in zip(pairwise(real.edges), heights, strict=True):
            y = base - share / highest * (base - 10)
            points += [(x(left), y), (x(right), y)]
        return [*points, (x(high), base)]

    named = words.ticks(low, high, dates=dates)
    labels = [svg.text(x(at), base + 16, name, f"axis {_anchor(x(at))}") for at, name in named]
    marks = [svg.line((x(at), base), (x(at), base + 4), "base") for at, _ in named]
    return svg.drawing(
        WIDTH,
        base + 22,
        spoken,
        svg.path(steps(shares[0]), "real area"),
        svg.path(steps(shares[1]), "synthetic outline"),
        svg.line((_LEFT, base), (WIDTH - _RIGHT, base), "base"),
        *marks,
        *labels,
    )


def bars(real: Bars, synthetic: Bars, others: str, spoken: str) -> str:
    """Return a pair of horizontal bars for each value, and for all others together."""
    labels = [*real.labels, others] if real.others or synthetic.others else list(real.labels)
    counts = [(*part.counts, part.others)[: len(labels)] for part in (real, synthetic)]
    totals = [max(sum(part.counts) + part.others, 1) for part in (real, synthetic)]
    if not labels:
        return ""
    shares = [[count / total for count in part] for part, total in zip(counts, totals, strict=True)]
    longest = max(*shares[0], *shares[1], 1e-9)
    room = WIDTH - _LABEL - 44
    parts = []
    for row, label in enumerate(labels):
        y = row * _ROW + 4
        parts.append(svg.text(_LABEL - 8, y + 14, label, "label end", at_most=18))
        for side, style in enumerate(("real bar", "synthetic bar")):
            share = shares[side][row]
            width = share / longest * room
            parts.append(svg.rectangle(_LABEL, y + side * 10, max(width, 0.8), 8, style))
            parts.append(svg.text(_LABEL + width + 5, y + side * 10 + 7.5, _percent(share), "value"))
    return svg.drawing(WIDTH, len(labels) * _ROW + 6, spoken, *parts)


def maps(pair: PairComparison, titles: tuple[str, str], spoken: str) -> str:
    """Return the two-way tables as maps beside each other, the darker the more rows, on one scale."""
    if not pair.real:
        return ""
    rows, columns = len(pair.first_labels), len(pair.second_labels)
    strongest = (
        max((share for t in (pair.real, pair.synthetic) for line in t for share in line), default=0) or 1
    )
    left, gap, width = 104.0, 18.0, 2 * WIDTH
    cell = (width - left - gap) / 2 / columns
    height, top = min(cell, 20.0), 22.0
    parts = [
        svg.text(left - 8, top + (i + 0.5) * height + 4, label, "axis end", at_most=18)
        for i, label in enumerate(pair.first_labels)
    ]
    for side, (table, title) in enumerate(zip((pair.real, pair.synthetic), titles, strict=True)):
        start = left + side * (cell * columns + gap)
        parts.append(svg.text(start, 14, title, "label"))
        style = ("real cell", "synthetic cell")[side]
        for i, line in enumerate(table):
            for j, share in enumerate(line):
                place = (start + j * cell, top + i * height, cell - 1, height - 1)
                parts.append(svg.rectangle(*place, style, fill_opacity=_strength(share / strongest)))
        for j, label in enumerate(pair.second_labels):
            x, y = start + (j + 0.5) * cell, top + rows * height + 10
            parts.append(_slanted(x, y, label))
    return svg.drawing(width, top + rows * height + 84, spoken, *parts)


def matrix(names: Sequence[str], scores: dict[tuple[str, str], float], spoken: str) -> str:
    """Return the similarity of all pairs as a triangle of cells, the darker the less similar."""
    cell, left = 18.0, 130.0
    parts = []
    for i, row in enumerate(names):
        parts.append(svg.text(left - 8, i * cell + 13, row, "axis end", at_most=20))
        for j, column in enumerate(names[:i]):
            score = scores.get((column, row), scores.get((row, column)))
            if score is not None:
                shape = svg.rectangle(
                    left + j * cell, i * cell, cell - 1, cell - 1, "different cell",
                    fill_opacity=_strength((1 - score) / 0.5),
                )  # fmt: skip
                parts.append(svg.titled(shape, f"{row} – {column}: {_percent(score)}"))
    bottom = len(names) * cell
    parts += [_slanted(left + (j + 0.5) * cell, bottom + 8, name) for j, name in enumerate(names[:-1])]
    return svg.drawing(left + len(names) * cell + 20, bottom + 80, spoken, *parts)


def scale(similarity: float, reference: float, labels: tuple[str, str], spoken: str) -> str:
    """Return a line from 0 to 100 % with the table's similarity and the reference marked on it."""
    width, y = 2 * WIDTH, 40.0
    left, right = 20.0, width - 20

    def x(share: float) -> float:
        return left + share * (right - left)

    ticks = [svg.text(x(t / 4), y + 22, _percent(t / 4), "axis middle") for t in range(5)]
    said = [
        f"{label} {_percent(value)}" for label, value in zip(labels, (similarity, reference), strict=True)
    ]
    anchors = ["end" if value > 0.5 else "start" for value in (similarity, reference)]
    return svg.drawing(
        width,
        y + 46,
        spoken,
        svg.line((left, y), (right, y), "base thick"),
        svg.line((left, y), (x(similarity), y), "synthetic thick"),
        svg.circle(x(similarity), y, 7, "synthetic dot"),
        svg.line((x(reference), y - 12), (x(reference), y + 8), "real mark"),
        svg.text(x(similarity), y - 20, said[0], f"label {anchors[0]}"),
        svg.text(x(reference), y + 42, said[1], f"label {anchors[1]}"),
        *ticks,
    )


def dumbbells(columns: Sequence[ColumnUsefulness], spoken: str) -> str:
    """Return one line per column from guessing (50 %) to 100 %: learned from real and from synthetic rows."""
    width, left = 2 * WIDTH, 150.0
    room = width - left - 60

    def x(area: float) -> float:
        return left + max(0.0, area - 0.5) * 2 * room

    parts = []
    for row, column in enumerate(columns):
        y = row * _ROW + 16
        parts += [
            svg.text(left - 12, y + 4, column.name, "label end", at_most=22),
            svg.line((left, y), (left + room, y), "base"),
            svg.line((x(column.synthetic), y), (x(column.real), y), "join"),
            svg.circle(x(column.real), y, 5, "real dot"),
            svg.circle(x(column.synthetic), y, 5, "synthetic ring"),
            svg.text(left + room + 10, y + 4, f"{_percent(column.synthetic)}", "value"),
        ]
    bottom = len(columns) * _ROW + 20
    ends = [svg.text(x(t), bottom, _percent(t), "axis middle") for t in (0.5, 0.75, 1.0)]
    return svg.drawing(width, bottom + 8, spoken, *parts, *ends)


def forest(estimates: Sequence[Estimate], spoken: str) -> str:
    """Return the intervals of each estimate, real above synthetic, on one scale with zero marked."""
    width, left = 2 * WIDTH, 190.0
    room = width - left - 30
    ends = [end for e in estimates for end in (e.real_low, e.real_high, e.synthetic_low, e.synthetic_high)]
    if not ends:
        return ""
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return left + (value - low) / span * room

    parts = []
    for row, e in enumerate(estimates):
        y = row * 34.0 + 16
        parts.append(svg.text(left - 12, y + 8, e.name, "label end", at_most=28))
        for start, middle, end, at, style in (
            (e.real_low, e.real, e.real_high, y, "real"),
            (e.synthetic_low, e.synthetic, e.synthetic_high, y + 10, "synthetic"),
        ):
            parts.append(svg.line((x(start), at), (x(end), at), f"{style} interval"))
            parts.append(svg.circle(x(middle), at, 4, f"{style} {'dot' if style == 'real' else 'ring'}"))
    bottom = len(estimates) * 34.0 + 14
    if low < 0 < high:
        parts.insert(0, svg.line((x(0.0), 4), (x(0.0), bottom), "base"))
    marks = [
        svg.text(x(at), bottom + 14, said, "axis middle") for at, said in words.ticks(low, high, dates=False)
    ]
    return svg.drawing(width, bottom + 22, spoken, *parts, *marks)


def curves(curve: Curve, spoken: str) -> str:
    """Return the shares without the event over time, real solid, synthetic dashed."""
    width, base, left = 2 * WIDTH, 150.0, 44.0
    end = curve.times[-1] or 1.0
    drawn = []
    for shares, style in ((curve.real, "real line"), (curve.synthetic, "synthetic outline")):
        points = [
            (left + t / end * (width - left - 20), base - s * (base - 12))
            for t, s in zip(curve.times, shares, strict=True)
        ]
        drawn.append(svg.path(points, style))
    across = [
        svg.text(left + at / end * (width - left - 20), base + 16, said, "axis middle")
        for at, said in words.ticks(0.0, end, dates=False)
    ]
    up = [svg.text(left - 6, base - s * (base - 12) + 4, _percent(s), "axis end") for s in (0.0, 0.5, 1.0)]
    axes = (svg.line((left, base), (width - 20, base), "base"), svg.line((left, 12), (left, base), "base"))
    return svg.drawing(width, base + 24, spoken, *axes, *drawn, *across, *up)


def guesses(right: int, made: int, labels: tuple[str, str], spoken: str) -> str:
    """Return a row of dots for an attacker's guesses, filled where right, above the same for a tossed coin."""
    across, step, left = 50, 11.0, 70.0
    parts = []
    lines = -(-made // across)
    for row, (label, hits) in enumerate(zip(labels, (right, made // 2), strict=True)):
        top = row * (lines * step + 12) + 10
        parts.append(svg.text(left - 10, top + 4, label, "label end"))
        for n in range(made):
            x, y = left + n % across * step, top + n // across * step
            style = "guess right" if n < hits else "guess wrong"
            parts.append(svg.circle(x, y, 4, style if row == 0 else f"{style} coin"))
    return svg.drawing(left + across * step, 2 * (lines * step + 12), spoken, *parts)


def _anchor(x: float) -> str:
    """Return where a label at `x` is held, so that it does not leave the picture."""
    if x < _LEFT + _NEAR_END:
        return "start"
    return "end" if x > WIDTH - _RIGHT - _NEAR_END else "middle"


def _slanted(x: float, y: float, label: str) -> str:
    name = svg.text(0, 0, label, "axis end", at_most=18)
    return f'<g transform="translate({x:.1f} {y:.1f}) rotate(-40)">{name}</g>'


def _shares(counts: Sequence[int]) -> list[float]:
    total = max(sum(counts), 1)
    return [count / total for count in counts]


def _strength(share: float) -> float:
    """Return how opaque a cell is; even nothing leaves a trace, so that the grid shows."""
    return round(0.05 + _STRONGEST * min(max(share, 0.0), 1.0), 2)


def _percent(share: float) -> str:
    digits = 0 if share >= 0.095 or share == 0 else 1
    return f"{100 * share:.{digits}f} %"
