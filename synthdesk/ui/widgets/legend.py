"""The legend above a plot: a piece of each line with its name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from synthdesk.ui import theme
from synthdesk.ui.widgets.flow import FlowLayout

Entry = tuple[str, str, bool]
"""Name, colour (a field of `theme.Colors`), and whether the line is dashed."""


class Legend(QWidget):
    """Names of lines; colour and line style both tell them apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._flow = FlowLayout(self)
        self._flow.setSpacing(theme.space(4))
        self._flow.setContentsMargins(0, theme.space(1), theme.space(8), 0)
        self.hide()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these lines; nothing is done when they stand there already."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        self._build()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_flow"):
            self._build()

    def _build(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, color, dashed in self._entries:
            self._flow.addWidget(self._entry(name, str(getattr(theme.colors(), color)), dashed=dashed))
        self.setVisible(bool(self._entries))
        self.updateGeometry()

    def _entry(self, name: str, color: str, *, dashed: bool) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1.5))
        sample = QLabel()
        sample.setPixmap(_sample(color, self.devicePixelRatioF(), dashed=dashed))
        row.addWidget(sample)
        row.addWidget(theme.muted(QLabel(name)))
        return made


def _sample(color: str, ratio: float, *, dashed: bool) -> QPixmap:
    width, height = theme.space(6), theme.space(2)
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    pen = QPen(QColor(color), max(2.0, height / 3))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([2.0, 1.2])
    painter.setPen(pen)
    painter.drawLine(QPointF(0, height / 2), QPointF(width, height / 2))
    painter.end()
    return made
