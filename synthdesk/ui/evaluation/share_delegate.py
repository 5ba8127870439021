"""Cells of a table that show a share as a bar behind its figure."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from synthdesk.evaluation.verdicts import Grade, grade_of_column
from synthdesk.ui import theme
from synthdesk.ui.evaluation.tables import SHARE_ROLE

_COLORS = {Grade.GOOD: "good", Grade.LOOK_CLOSER: "warning", Grade.PROBLEM: "problem"}
_BAR_ALPHA = 0.8


class ShareDelegate(QStyledItemDelegate):
    """Paints a thin bar, as long as the share, under the words of the cell.

    With `graded` the bar has the colour of its grade; the figure beside it says the same.
    """

    graded = True

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        share = index.data(SHARE_ROLE)
        if share is None:
            return
        area = QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs lack the fields of the option
        gap, thick = theme.space(2), max(2.0, theme.space(0.75))
        groove = QRectF(
            area.left() + gap, area.bottom() - thick - theme.space(0.5), area.width() - 2 * gap, thick
        )
        colors = theme.colors()
        color = getattr(colors, _COLORS[grade_of_column(share)] if self.graded else "accent")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.border))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)
        filled = QColor(color)
        filled.setAlphaF(_BAR_ALPHA)
        painter.setBrush(filled)
        groove.setWidth(max(thick, groove.width() * min(max(share, 0.0), 1.0)))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)
        painter.restore()
