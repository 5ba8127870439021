"""The heading of the preview: two lines, name and kind, with an arrow that says there is a menu."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QTableView

from synthdesk.ui import icons, theme
from synthdesk.ui.data.preview_model import KIND_WORDS_ROLE, LEFT_OUT_ROLE


class KindHeader(QHeaderView):
    """A heading with the name above the kind. `kind_wanted` carries the section that was clicked."""

    kind_wanted = Signal(int)

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setMouseTracking(True)
        self._pressed = -1
        self._hovered = -1

    def sectionSizeFromContents(self, section: int) -> QSize:
        bold, small = self._fonts()
        name, kind = self._texts(section)
        pad = self._padding()
        arrow = self._arrow_side() + pad
        width = max(bold.horizontalAdvance(name), small.horizontalAdvance(kind) + arrow) + 4 * pad
        return QSize(width, bold.lineSpacing() + small.lineSpacing() + 2 * pad)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        self._paint_ground(painter, rect, section)
        pad, colors = self._padding(), theme.colors()
        inside = rect.adjusted(2 * pad, pad, -2 * pad, -pad)
        name, kind = self._texts(section)
        left_out = bool(self.model().headerData(section, Qt.Orientation.Horizontal, LEFT_OUT_ROLE))
        painter.setFont(self._bold())
        painter.setPen(QColor(colors.muted) if left_out else self.palette().text().color())
        self._paint_line(painter, inside, name, painter.fontMetrics().lineSpacing())
        top = painter.fontMetrics().lineSpacing()
        painter.setFont(self.font())
        painter.setPen(QColor(colors.muted if left_out else colors.accent))
        second = inside.adjusted(0, top, 0, 0)
        shown = self._paint_line(painter, second.adjusted(0, 0, -self._arrow_side() - pad // 2, 0), kind, 0)
        self._paint_arrow(painter, second, shown)
        painter.restore()

    def mousePressEvent(self, e: QMouseEvent) -> None:
        section = self.logicalIndexAt(e.position().toPoint())
        plain = e.button() is Qt.MouseButton.LeftButton and not e.modifiers()
        self._pressed = section if plain and not self._near_edge(e.position().toPoint()) else -1
        if self._pressed >= 0 and self._is_one_of_many(section):
            return  # a click on one of several selected headings keeps them selected
        super().mousePressEvent(e)

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        super().mouseReleaseEvent(e)
        pressed, self._pressed = self._pressed, -1
        if pressed >= 0 and pressed == self.logicalIndexAt(e.position().toPoint()):
            self.kind_wanted.emit(pressed)

    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        super().mouseMoveEvent(e)
        hovered = self.logicalIndexAt(e.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    def section_name(self, section: int) -> str:
        """Return the name in a heading."""
        return self._texts(section)[0]

    def section_corner(self, section: int) -> QPoint:
        """Return the lower left corner of a heading on the screen, where its menu opens."""
        corner = QPoint(self.sectionViewportPosition(section), self.height())
        return self.viewport().mapToGlobal(corner)

    def _paint_ground(self, painter: QPainter, rect: QRect, section: int) -> None:
        colors = theme.colors()
        selected = self.selectionModel().isColumnSelected(section, QModelIndex())
        if selected:
            ground = QColor(colors.tint)
        else:
            ground = QColor(colors.hover if section == self._hovered else colors.raised)
        painter.fillRect(rect, ground)
        painter.setPen(QColor(colors.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())

    def _paint_line(self, painter: QPainter, rect: QRect, text: str, height: int) -> int:
        """Paint one line, shortened where it must be, and return its width."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        line = QRect(rect.left(), rect.top(), rect.width(), height or metrics.lineSpacing())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter), shown)
        return metrics.horizontalAdvance(shown)

    def _paint_arrow(self, painter: QPainter, line: QRect, after: int) -> None:
        side = self._arrow_side()
        left = line.left() + after + self._padding() // 2
        top = line.top() + (painter.fontMetrics().lineSpacing() - side) // 2
        icons.icon("chevron-down", "muted").paint(painter, QRect(left, top, side, side))

    def _texts(self, section: int) -> tuple[str, str]:
        model = self.model()
        name = model.headerData(section, Qt.Orientation.Horizontal)
        kind = model.headerData(section, Qt.Orientation.Horizontal, KIND_WORDS_ROLE)
        return str(name or ""), str(kind or "")

    def _is_one_of_many(self, section: int) -> bool:
        selected = self.selectionModel().selectedColumns()
        return len(selected) > 1 and any(index.column() == section for index in selected)

    def _near_edge(self, place: QPoint) -> bool:
        """Whether a press here begins to change the width of a section."""
        grip = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderGripMargin, None, self)
        return self.logicalIndexAt(place + QPoint(grip, 0)) != self.logicalIndexAt(place - QPoint(grip, 0))

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _fonts(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(self._bold()), QFontMetrics(self.font())

    def _padding(self) -> int:
        return theme.space(1)

    def _arrow_side(self) -> int:
        return self.fontMetrics().height() // 2
