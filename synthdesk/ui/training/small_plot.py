"""A small picture of one column, real against synthetic, light enough to stand on a page forty times."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.domain.results import ColumnComparison
from synthdesk.ui import theme
from synthdesk.ui.texts import percent_words

MOST_BARS = 6
_FILL = 0.22
_DASHES = (3.0, 2.0)


class SmallPlot(QWidget):
    """Draws a `ColumnComparison`; cheap to repaint, follows palette and letters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: ColumnComparison | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_comparison(self, comparison: ColumnComparison) -> None:
        """Draw `comparison` from now on."""
        if comparison == self._shown:
            return
        self._shown = comparison
        words = self.tr("{column}: {percent} similar").format(
            column=comparison.name, percent=percent_words(comparison.similarity)
        )
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.letters(34), theme.space(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.letters(24), theme.space(22))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's own signature
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, edge = theme.colors(), 0.5
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.setBrush(QColor(colors.surface))
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(edge, edge, -edge, -edge), theme.space(1.5), theme.space(1.5)
        )
        inner = self.rect().toRectF().adjusted(*_margins())
        below = self._paint_heading(painter, inner, self._shown)
        area = QRectF(inner.left(), below, inner.width(), inner.bottom() - below)
        real, synthetic = self._shown.real, self._shown.synthetic
        if isinstance(real, Histogram) and isinstance(synthetic, Histogram):
            _paint_outlines(painter, area, real, synthetic)
        elif isinstance(real, Bars) and isinstance(synthetic, Bars):
            _paint_bars(painter, area, real, synthetic)

    def _paint_heading(self, painter: QPainter, inner: QRectF, shown: ColumnComparison) -> float:
        """Write the name and the similarity; return where the drawing may begin."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(bold)
        percent = percent_words(shown.similarity)
        width = QFontMetricsF(self.font()).horizontalAdvance(percent)
        painter.setPen(QColor(theme.colors().muted))
        top = QRectF(inner.left(), inner.top(), inner.width(), metrics.height())
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, percent)
        painter.setPen(QColor(theme.colors().text))
        painter.setFont(bold)
        room = inner.width() - width - theme.space(2)
        name = metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, name)
        painter.setFont(self.font())
        return top.bottom() + theme.space(1.5)


def _margins() -> tuple[float, float, float, float]:
    gap = float(theme.space(2.5))
    return gap, theme.space(1.5), -gap, -theme.space(2)


def _paint_outlines(painter: QPainter, area: QRectF, real: Histogram, synthetic: Histogram) -> None:
    if len(real.edges) < 2:
        return
    of_real, of_synthetic = _shares(real.counts), _shares(synthetic.counts)
    highest = max((*of_real, *of_synthetic), default=0) or 1.0
    low, high = real.edges[0], real.edges[-1]
    span = (high - low) or 1.0
    places = [area.left() + area.width() * (edge - low) / span for edge in real.edges]
    colors = theme.colors()
    painter.setPen(QPen(QColor(colors.border), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    for shares, color, dashed in ((of_real, colors.real, False), (of_synthetic, colors.synthetic, True)):
        outline = _steps(places, [area.bottom() - area.height() * s / highest for s in shares], area.bottom())
        fill = QColor(color)
        fill.setAlphaF(0.0 if dashed else _FILL)
        painter.setPen(_pen(color, dashed=dashed))
        painter.setBrush(fill)
        painter.drawPolygon(outline)


def _paint_bars(painter: QPainter, area: QRectF, real: Bars, synthetic: Bars) -> None:
    of_real = _shares((*real.counts, real.others))[:-1][:MOST_BARS]
    of_synthetic = _shares((*synthetic.counts, synthetic.others))[:-1][:MOST_BARS]
    if not of_real:
        return
    highest = max(*of_real, *of_synthetic) or 1.0
    metrics = QFontMetricsF(painter.font())
    drawn = area.adjusted(0, 0, 0, -metrics.height())
    slot = drawn.width() / max(len(of_real), 2)
    thick = min(slot * 0.36, theme.space(6))
    colors = theme.colors()
    for place, (one, other) in enumerate(zip(of_real, of_synthetic, strict=False)):
        middle = drawn.left() + slot * (place + 0.5)
        for left, share, color, dashed in (
            (middle - thick, one, colors.real, False),
            (middle, other, colors.synthetic, True),
        ):
            height = drawn.height() * share / highest
            fill = QColor(color)
            fill.setAlphaF(_FILL if dashed else 1.0)
            painter.setPen(_pen(color, dashed=dashed) if dashed else Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRect(QRectF(left + 0.5, drawn.bottom() - height, thick - 1.5, height))
        label = metrics.elidedText(real.labels[place], Qt.TextElideMode.ElideRight, slot - theme.space(1))
        painter.setPen(QColor(colors.muted))
        under = QRectF(drawn.left() + slot * place, drawn.bottom(), slot, metrics.height())
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, label)


def _steps(places: Sequence[float], heights: Sequence[float], ground: float) -> QPolygonF:
    """Return the outline of a histogram, from the ground to the ground."""
    points = [QPointF(places[0], ground)]
    for left, right, height in zip(places[:-1], places[1:], heights, strict=True):
        points += [QPointF(left, height), QPointF(right, height)]
    return QPolygonF([*points, QPointF(places[-1], ground)])


def _pen(color: str, *, dashed: bool) -> QPen:
    pen = QPen(QColor(color), 1.6)
    if dashed:
        pen.setDashPattern(_DASHES)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts) or 1
    return [count / total for count in counts]
