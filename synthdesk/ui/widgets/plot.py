"""A plot that follows the palette, says in words what it shows, and can be copied and saved.

numpy and pyqtgraph are loaded when the first plot comes on screen, not before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.ui import theme
from synthdesk.ui.widgets.legend import Legend
from synthdesk.ui.widgets.plot_menu import PlotMenu

if TYPE_CHECKING:
    from synthdesk.ui.widgets.canvas import Canvas

Drawing = Histogram | Bars


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its name in the legend, its points, and its colour (dashed tells it apart without colour)."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    color: Literal["real", "synthetic", "accent", "muted"] = "real"
    dashed: bool = False


class Plot(QFrame):
    """A picture of data. Call a `draw_...` method whenever there is something new; `describe` says it in words."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas: Canvas | None = None
        self._draw: Callable[[Canvas], None] | None = None
        self._bars = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.legend = Legend()
        self.menu_button = PlotMenu(self, name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(theme.space(1))
        self._column.addWidget(self.legend)
        self._column.addStretch(1)

    def describe(self, sentence: str) -> None:
        """Say in a sentence what the plot shows, for those who do not see it, and as its tooltip."""
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)

    def draw_histogram(self, drawing: Histogram, *, dates: bool = False) -> None:
        """Show how the values of one column of the real data are spread."""
        self._show((), 0, lambda canvas: canvas.histogram(drawing, dates=dates))

    def draw_bars(self, drawing: Bars) -> None:
        """Show how many rows have each value of one column of the real data."""
        self._show((), len(drawing.labels) + (drawing.others > 0), lambda canvas: canvas.bars(drawing))

    def draw_comparison(self, real: Drawing, synthetic: Drawing, *, dates: bool = False) -> None:
        """Show real against synthetic as shares of their rows; both have the same edges or labels."""
        entries = ((self.tr("real"), "real", False), (self.tr("synthetic"), "synthetic", True))
        bars = 2 * len(real.labels) if isinstance(real, Bars) else 0
        self._show(entries, bars, lambda canvas: canvas.comparison(real, synthetic, dates=dates))

    def draw_lines(
        self,
        lines: Sequence[Line],
        *,
        x_title: str = "",
        y_title: str = "",
        percent: bool = False,
        reference: tuple[float, str] | None = None,
    ) -> None:
        """Show curves; with `percent` the y values are shares of 0-1. `reference` is a level and its words."""
        shown = list(lines)
        entries = [(line.name, line.color, line.dashed) for line in shown if line.name]
        if reference is not None:
            entries.append((reference[1], "muted", True))
        level = None if reference is None else reference[0]
        self._show(
            entries,
            0,
            lambda canvas: canvas.lines(shown, titles=(x_title, y_title), percent=percent, level=level),
        )

    def draw_heat(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        values: Sequence[Sequence[float]],
        *,
        highest: float,
    ) -> None:
        """Show a table of values of 0 to `highest` as shades, the highest strongest."""
        self._show((), len(rows), lambda canvas: canvas.heat(rows, columns, values, highest=highest))

    def clear(self) -> None:
        """Show nothing."""
        self._show((), 0, lambda canvas: canvas.wipe())

    def sizeHint(self) -> QSize:
        height = theme.space(48) if not self._bars else theme.space(12) + self._bars * theme.space(3.4)
        return QSize(theme.letters(50), round(height))

    def minimumSizeHint(self) -> QSize:
        height = theme.space(30) if not self._bars else theme.space(10) + self._bars * theme.space(2.6)
        return QSize(theme.letters(24), round(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self.menu_button.sizeHint()
        self.menu_button.setGeometry(self.width() - size.width(), 0, size.width(), size.height())
        self.menu_button.raise_()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            canvas = getattr(self, "_canvas", None)
            if canvas is not None:
                canvas.follow_theme()
                self._redraw()

    def _show(
        self, entries: Sequence[tuple[str, str, bool]], bars: int, draw: "Callable[[Canvas], None]"
    ) -> None:
        self.legend.set_entries(entries)
        self._draw = draw
        if bars != self._bars:
            self._bars = bars
            self.updateGeometry()
        if self.isVisible():
            self._redraw()

    def _redraw(self) -> None:
        if self._draw is None:
            return
        if self._canvas is None:
            from synthdesk.ui.widgets.canvas import Canvas

            self._canvas = Canvas(self)
            self._column.removeItem(self._column.itemAt(self._column.count() - 1))
            self._column.addWidget(self._canvas, 1)
            self.menu_button.raise_()
        self._draw(self._canvas)
