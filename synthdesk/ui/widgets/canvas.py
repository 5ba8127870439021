"""What draws a plot: pyqtgraph in our colours. Only `plot.py` imports this, when a plot comes on screen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.ui import theme
from synthdesk.ui.widgets.ticks import date_ticks, short_label

if TYPE_CHECKING:
    from synthdesk.ui.widgets.plot import Drawing, Line

_FEW_POINTS = 400
_ROOM = 1.06
_LABEL_LETTERS = 22
_HEAT_LETTERS = 13
_MOST_NAMES, _FEWEST_LETTERS = 20, 6
"""Names beside a heat map, and letters a name needs to be worth reading."""


class Canvas(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Two axes without a frame, faint lines across, no zooming by accident."""

    _below: tuple[str, ...] = ()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(0, 0)
        self.setStyleSheet("background: transparent; border: none;")
        self.getPlotItem().layout.setContentsMargins(0, theme.space(2), theme.space(5), 0)
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self._curves: list[Any] = []
        self._level: Any = None
        self.follow_theme()

    def follow_theme(self) -> None:
        """Take colours and letters from the theme in use."""
        now = theme.colors()
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(now.border))
            axis.setTextPen(pg.mkPen(now.muted))
            axis.setTickFont(QApplication.font())
            axis.setStyle(tickLength=0, tickTextOffset=theme.space(1), hideOverlappingLabels=theme.space(4))
            axis.setTickDensity(0.7)
            axis.setZValue(-1000)
            axis.enableAutoSIPrefix(enable=False)
            axis.label.setFont(QApplication.font())
        self.wipe()

    def wipe(self) -> None:
        """Show nothing, not even axes (`clear` is pyqtgraph's own and cannot be overridden)."""
        self.getPlotItem().clear()
        for side in ("left", "bottom"):
            self.hideAxis(side)
        self.getAxis("bottom").setHeight(None)
        self._curves, self._level, self._below = [], None, ()

    def histogram(self, drawing: Histogram, *, dates: bool) -> None:
        """Draw counts between edges."""
        self._begin(grid_y=True)
        edges, counts = np.asarray(drawing.edges), np.asarray(drawing.counts, dtype=float)
        if len(counts) == 0:
            return
        now = theme.colors()
        widths = np.diff(edges)
        self.addItem(
            pg.BarGraphItem(
                x0=edges[:-1] + widths * 0.04,
                x1=edges[1:] - widths * 0.04,
                y0=0,
                height=counts,
                brush=pg.mkBrush(now.real),
                pen=pg.mkPen(None),
            )
        )
        self._x_ticks(edges, dates=dates)
        self._fit((edges[0], edges[-1]), (0.0, float(counts.max()) or 1.0))

    def bars(self, drawing: Bars) -> None:
        """Draw one bar lying on its side for each value."""
        self._begin(grid_x=True)
        labels, counts = _with_others(drawing)
        if not labels:
            return
        self._lying(counts, 0.0, 0.64, theme.colors().real, dashed=False)
        self._bar_axis(labels, max(counts))

    def comparison(self, real: "Drawing", synthetic: "Drawing", *, dates: bool) -> None:
        """Draw two sets of shares over each other (numbers) or beside each other (categories)."""
        if isinstance(real, Bars) and isinstance(synthetic, Bars):
            self._compared_bars(real, synthetic)
        elif isinstance(real, Histogram) and isinstance(synthetic, Histogram):
            self._compared_histograms(real, synthetic, dates=dates)

    def lines(
        self, lines: "Sequence[Line]", *, titles: tuple[str, str], percent: bool, level: float | None
    ) -> None:
        """Draw curves; the items of the last call are used again, so that nothing piles up."""
        if len(self._curves) != len(lines):
            self._begin(grid_y=True)
            self._curves = [self.plot([], []) for _ in lines]
        now, factor = theme.colors(), 100.0 if percent else 1.0
        for curve, line in zip(self._curves, lines, strict=True):
            style = Qt.PenStyle.DashLine if line.dashed else Qt.PenStyle.SolidLine
            curve.setPen(pg.mkPen(getattr(now, line.color), width=2, style=style))
            curve.opts["antialias"] = len(line.x) <= _FEW_POINTS
            curve.setData(np.asarray(line.x, float), np.asarray(line.y, float) * factor)
        self._show_level(level, factor)
        self.getAxis("bottom").setTicks(None)
        self.getAxis("left").setTicks(None)
        self.setLabel("bottom", titles[0])
        self.setLabel("left", titles[1])
        self._fit_lines(lines, factor, level)

    def heat(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        values: Sequence[Sequence[float]],
        *,
        highest: float,
    ) -> None:
        """Draw shades between the surface and the accent."""
        self._begin()
        now = theme.colors()
        low, high = QColor(now.surface), QColor(now.real)
        shades = pg.ColorMap([0.0, 1.0], [low.getRgb(), high.getRgb()])
        image = pg.ImageItem(np.asarray(values, float).T, levels=(0.0, highest or 1.0), colorMap=shades)
        self.addItem(image)
        self.getAxis("left").setTicks([_spread(rows, _HEAT_LETTERS)])
        self._below = tuple(columns)
        # By itself the axis leaves too little room for the lower parts of large letters.
        letters = QFontMetrics(QApplication.font())
        self.getAxis("bottom").setHeight(letters.height() + theme.space(1))
        self._name_below()
        self.getPlotItem().getViewBox().invertY(b=True)
        self._fit((0, len(columns)), (0, len(rows)), room=1.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_below()

    def _name_below(self) -> None:
        """Name the columns of a heat map, as many as there is room for."""
        if self._below:
            room = (self.width() - theme.letters(_HEAT_LETTERS + 3)) / len(self._below)
            self.getAxis("bottom").setTicks([_spread(self._below, int(room / theme.letters(1)))])

    def _begin(self, *, grid_x: bool = False, grid_y: bool = False) -> None:
        self.wipe()
        for side in ("left", "bottom"):
            self.showAxis(side)
        self.getPlotItem().getViewBox().invertY(b=False)
        self.setLabel("bottom", "")
        self.setLabel("left", "")
        self.getAxis("bottom").setTicks(None)
        self.getAxis("left").setTicks(None)
        self.showGrid(x=grid_x, y=grid_y, alpha=0.35)

    def _x_ticks(self, edges: Any, *, dates: bool) -> None:  # noqa: ANN401  # a numpy array
        if dates:
            ticks = date_ticks(float(edges[0]), float(edges[-1]))
            self.getAxis("bottom").setTicks([ticks])

    def _lying(
        self, shares: Sequence[float], offset: float, thickness: float, color: str, *, dashed: bool
    ) -> None:
        fill = QColor(color)
        fill.setAlphaF(0.28 if dashed else 1.0)
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self.addItem(
            pg.BarGraphItem(
                x0=0,
                width=list(shares),
                y=[n + offset for n in range(len(shares))],
                height=thickness,
                brush=pg.mkBrush(fill),
                pen=pg.mkPen(color, width=1.5, style=style) if dashed else pg.mkPen(None),
            )
        )

    def _bar_axis(self, labels: Sequence[str], largest: float) -> None:
        ticks = [(n, short_label(label, _LABEL_LETTERS)) for n, label in enumerate(labels)]
        self.getAxis("left").setTicks([ticks])
        self.getPlotItem().getViewBox().invertY(b=True)
        self._fit((0.0, largest or 1.0), (-0.6, len(labels) - 0.4), room=1.0)

    def _compared_bars(self, real: Bars, synthetic: Bars) -> None:
        self._begin(grid_x=True)
        now = theme.colors()
        of_real, of_synthetic = _shares(real), _shares(synthetic)
        labels = list(real.labels) + (["…"] if real.others or synthetic.others else [])
        if not labels:
            return
        self._lying(of_real[: len(labels)], -0.19, 0.34, now.real, dashed=False)
        self._lying(of_synthetic[: len(labels)], 0.19, 0.34, now.synthetic, dashed=True)
        self._bar_axis(labels, max(*of_real, *of_synthetic))
        self.setLabel("bottom", self.tr("% of rows"))

    def _compared_histograms(self, real: Histogram, synthetic: Histogram, *, dates: bool) -> None:
        self._begin(grid_y=True)
        now = theme.colors()
        edges = np.asarray(real.edges, float)
        highest = 0.0
        for drawing, color, dashed in ((real, now.real, False), (synthetic, now.synthetic, True)):
            counts = np.asarray(drawing.counts, float)
            shares = 100 * counts / max(counts.sum(), 1.0)
            highest = max(highest, float(shares.max(initial=0.0)))
            fill = QColor(color)
            fill.setAlphaF(0.0 if dashed else 0.22)
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            curve = pg.PlotCurveItem(
                edges,
                shares,
                stepMode="center",
                fillLevel=0,
                brush=pg.mkBrush(fill),
                pen=pg.mkPen(color, width=2, style=style),
            )
            self.addItem(curve)
        self._x_ticks(edges, dates=dates)
        self.setLabel("left", self.tr("% of rows"))
        self._fit((edges[0], edges[-1]), (0.0, highest or 1.0))

    def _show_level(self, level: float | None, factor: float) -> None:
        if level is None:
            return
        if self._level is None:
            pen = pg.mkPen(theme.colors().muted, width=1.5, style=Qt.PenStyle.DashLine)
            self._level = pg.InfiniteLine(angle=0, pen=pen)
            self.addItem(self._level)
        self._level.setValue(level * factor)

    def _fit_lines(self, lines: "Sequence[Line]", factor: float, level: float | None) -> None:
        xs = [float(x) for line in lines for x in (*line.x[:1], *line.x[-1:])]
        ys = [y * factor for line in lines for y in line.y if np.isfinite(y)]
        if level is not None:
            ys.append(level * factor)
        if not xs or not ys:
            return
        low, high = min(ys), max(ys)
        room = max((high - low) * 0.08, 0.5 if factor > 1 else 1e-3)
        self.setXRange(min(xs), max(*xs, min(xs) + 1), padding=0.01)
        self.setYRange(low - room, high + room, padding=0)

    def _fit(self, across: tuple[float, float], upwards: tuple[float, float], *, room: float = _ROOM) -> None:
        self.setXRange(*across, padding=0.015)
        self.setYRange(upwards[0], upwards[1] * room, padding=0)


def _with_others(drawing: Bars) -> tuple[list[str], list[float]]:
    labels, counts = list(drawing.labels), [float(c) for c in drawing.counts]
    if drawing.others:
        labels.append("…")
        counts.append(float(drawing.others))
    return labels, counts


def _shares(drawing: Bars) -> list[float]:
    total = sum(drawing.counts) + drawing.others
    return [100 * count / (total or 1) for count in (*drawing.counts, drawing.others)]


def _spread(names: Sequence[str], letters: int) -> list[tuple[float, str]]:
    """Return ticks in the middle of cells with room for `letters` each.

    Not every cell gets one when there are many, or when a name would be cut to less than a few letters.
    """
    every = max(1, -(-len(names) // _MOST_NAMES), -(-_FEWEST_LETTERS // max(letters, 1)))
    room = min(letters * every, _HEAT_LETTERS)
    return [(n + 0.5, short_label(name, room)) for n, name in enumerate(names) if n % every == 0]
