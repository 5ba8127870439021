"""The list of steps at the left: a symbol whose shape tells the state, the name, and one line about it."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from synthdesk.ui import theme
from synthdesk.ui.icons import picture
from synthdesk.ui.steps import STATE_WORDS, TITLES, Answer, Step, StepState
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.named import named

_STEP, _STATE, _LINE = (Qt.ItemDataRole.UserRole + n for n in range(3))
Index = QModelIndex | QPersistentModelIndex

_COLORS = {
    StepState.LOCKED: "muted",
    StepState.OPEN: "accent",
    StepState.QUESTION: "warning",
    StepState.RUNNING: "accent",
    StepState.DONE: "good",
    StepState.OUTDATED: "warning",
    StepState.FAILED: "problem",
}


class StepList(QListWidget):
    """One row for each step. `chosen` carries the `Step`; arrow keys move, every step can be chosen."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, self.tr("Steps"), self.tr("The steps of the work. Alt and a digit opens a step, too."))
        self.setObjectName("steps")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListWidget { background: transparent; border: none; }")
        self.setItemDelegate(_StepDelegate(self))
        self._collapsed = False
        for step in Step:
            item = QListWidgetItem(self)
            item.setData(_STEP, step)
        self.currentItemChanged.connect(self._on_current_changed)

    @property
    def is_collapsed(self) -> bool:
        """Whether only symbols are shown."""
        return self._collapsed

    def set_collapsed(self, collapsed: bool) -> None:  # noqa: FBT001  # a property's setter
        """Show only symbols, or symbols and words."""
        if collapsed != self._collapsed:
            self._collapsed = collapsed
            self.scheduleDelayedItemsLayout()
            self.viewport().update()

    def full_width(self) -> int:
        """Return the width with words, in pixels."""
        bold = QFontMetrics(_bold(self.font()))
        titles = max(bold.horizontalAdvance(_title(step)) for step in Step)
        return max(titles, theme.letters(23)) + theme.space(17)

    def width_wanted(self) -> int:
        """Return the width it asks for now, in pixels."""
        return theme.space(18) if self._collapsed else self.full_width()

    def show_state(self, step: Step, answer: Answer) -> None:
        """Show the state of a step, and say it to a screen reader."""
        state, line = answer
        item = self.item(list(Step).index(step))
        words = translated(line)
        spoken = _title(step) if step is Step.START else f"{_title(step)}: {translated(STATE_WORDS[state])}"
        full = f"{spoken}, {words}" if words else spoken
        if item.data(Qt.ItemDataRole.AccessibleTextRole) == full:
            return
        item.setData(_STATE, state)
        item.setData(_LINE, words)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, full)
        item.setToolTip(full)

    def choose(self, step: Step) -> None:
        """Mark `step` as the open one."""
        self.setCurrentRow(list(Step).index(step))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.scheduleDelayedItemsLayout()

    def _on_current_changed(self, current: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if current is not None:
            self.chosen.emit(Step(current.data(_STEP)))


class _StepDelegate(QStyledItemDelegate):
    """Paints one step."""

    def __init__(self, steps: StepList) -> None:
        super().__init__(steps)
        self._steps = steps

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        line = QFontMetrics(self._steps.font()).height()
        height = theme.space(11) if self._steps.is_collapsed else 2 * line + theme.space(4.5)
        return QSize(self._steps.width_wanted(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs lack the fields of the option
        box = rect.adjusted(theme.space(2), theme.space(0.5), -theme.space(2), -theme.space(0.5))
        self._paint_ground(painter, option, box)
        size = theme.space(6)
        left = box.left() + theme.space(2.5)
        if self._steps.is_collapsed:
            is_first = Step(index.data(_STEP)) is Step.START
            left = box.center().x() - size // 2 if is_first else box.right() - size - theme.space(2)
        place = QRect(left, box.center().y() - size // 2, size, size)
        self._paint_symbol(painter, index, place)
        if self._steps.is_collapsed:
            self._paint_number(painter, index, box)
        else:
            self._paint_words(painter, index, box.adjusted(theme.space(11), 0, -theme.space(1.5), 0))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
        now = theme.colors()
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the stubs lack the fields of the option
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        pointed = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or pointed:
            painter.setBrush(QColor(now.tint if chosen else now.hover))
            painter.drawRoundedRect(box, theme.space(1.75), theme.space(1.75))
        if chosen:
            bar = QRect(
                box.left(), box.top() + theme.space(2), theme.space(0.75), box.height() - 2 * theme.space(2)
            )
            painter.setBrush(QColor(now.accent))
            painter.drawRoundedRect(bar, 2, 2)
        if chosen and self._steps.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.space(1.75), theme.space(1.75))

    def _paint_symbol(self, painter: QPainter, index: Index, place: QRect) -> None:
        step, state = Step(index.data(_STEP)), index.data(_STATE) or StepState.OPEN
        name = "start" if step is Step.START else f"state-{StepState(state)}"
        color = "muted" if step is Step.START else _COLORS[StepState(state)]
        painter.drawPixmap(place, picture(name, place.width(), color, painter.device().devicePixelRatio()))

    def _paint_number(self, painter: QPainter, index: Index, box: QRect) -> None:
        number = list(Step).index(Step(index.data(_STEP)))
        if number:
            painter.setPen(QColor(theme.colors().text))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.setFont(_bold(self._steps.font()))
            painter.drawText(box.adjusted(theme.space(2.5), 0, 0, 0), flags, str(number))

    def _paint_words(self, painter: QPainter, index: Index, box: QRect) -> None:
        now, line = theme.colors(), str(index.data(_LINE) or "")
        bold = _bold(self._steps.font())
        title = QFontMetrics(bold).elidedText(
            _title(Step(index.data(_STEP))), Qt.TextElideMode.ElideRight, box.width()
        )
        half = Qt.AlignmentFlag.AlignLeft
        upper, lower = QRect(box), QRect(box)
        upper.setBottom(box.center().y())
        lower.setTop(box.center().y() + 1)
        painter.setFont(bold)
        painter.setPen(QColor(now.text))
        if not line:
            painter.drawText(box, half | Qt.AlignmentFlag.AlignVCenter, title)
            return
        painter.drawText(upper, half | Qt.AlignmentFlag.AlignBottom, title)
        painter.setFont(self._steps.font())
        painter.setPen(QColor(now.muted))
        words = QFontMetrics(self._steps.font()).elidedText(line, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(lower, half | Qt.AlignmentFlag.AlignTop, words)


def _title(step: Step) -> str:
    number = list(Step).index(step)
    title = translated(TITLES[step])
    return f"{number}  {title}" if number else title


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
