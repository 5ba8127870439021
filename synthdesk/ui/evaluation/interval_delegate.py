"""Cells that show two intervals below each other: from real rows, and from synthetic ones."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from synthdesk.ui import theme

INTERVALS_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""((low, middle, high) of real rows, the same of synthetic rows, (lowest, highest) of the scale)."""

Three = tuple[float, float, float]


class IntervalDelegate(QStyledItemDelegate):
    """Paints the interval of real rows as a line with a dot, that of synthetic rows dashed with a ring below it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        found = index.data(INTERVALS_ROLE)
        if found is None:
            return
        real, synthetic, scale = found
        gap = theme.space(3)
        area = QRectF(option.rect).adjusted(gap, 0, -gap, 0)  # type: ignore[attr-defined]  # the stubs lack the fields
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.colors()
        if scale[0] < 0 < scale[1]:
            zero = _x(area, 0.0, scale)
            painter.setPen(QPen(QColor(colors.border), 1))
            painter.drawLine(QPointF(zero, area.top()), QPointF(zero, area.bottom()))
        third = area.height() / 3
        self._draw(painter, area, (real, scale), area.top() + third, QColor(colors.real), is_filled=True)
        self._draw(
            painter,
            area,
            (synthetic, scale),
            area.top() + 2 * third,
            QColor(colors.synthetic),
            is_filled=False,
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        wanted: QSize = super().sizeHint(option, index)
        if index.data(INTERVALS_ROLE) is None:
            return wanted
        return QSize(theme.letters(24), max(wanted.height(), theme.space(10)))

    def _draw(
        self,
        painter: QPainter,
        area: QRectF,
        drawn: tuple[Three, tuple[float, float]],
        y: float,
        color: QColor,
        *,
        is_filled: bool,
    ) -> None:
        (low, middle, high), scale = drawn
        pen = QPen(color, 2)
        if not is_filled:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(_x(area, low, scale), y), QPointF(_x(area, high, scale), y))
        painter.setPen(QPen(color, 2))
        painter.setBrush(color if is_filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(_x(area, middle, scale), y), theme.space(0.9), theme.space(0.9))


def _x(area: QRectF, value: float, scale: tuple[float, float]) -> float:
    span = (scale[1] - scale[0]) or 1.0
    return area.left() + (value - scale[0]) / span * area.width()
