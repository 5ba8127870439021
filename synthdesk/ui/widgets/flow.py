"""A layout that puts widgets in a row and goes on below when the row is full."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from synthdesk.ui import theme


class FlowLayout(QLayout):
    """Widgets side by side, each as wide as it asks for, in as many rows as are needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.space(2))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def add(self, widget: QWidget) -> QWidget:
        """Add `widget` and return it."""
        self.addWidget(widget)
        return widget

    def count(self) -> int:
        return len(self._known)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._known[index] if 0 <= index < len(self._known) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt allows null here
        return self._known.pop(index) if 0 <= index < len(self._known) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        visible = self._visible()
        width = sum(item.sizeHint().width() for item in visible) + self.spacing() * max(0, len(visible) - 1)
        height = max((item.sizeHint().height() for item in visible), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._visible():
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    @property
    def _known(self) -> list[QLayoutItem]:
        """The items; none while Qt takes a layout apart whose Python part has gone already."""
        return getattr(self, "_items", [])

    def _visible(self) -> list[QLayoutItem]:
        return [i for i in self._known if not (isinstance(i, QWidgetItem) and i.isEmpty())]

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items in `rect` (when `move`) and return the height they need."""
        area = rect.marginsRemoved(self.contentsMargins())
        row: list[tuple[QLayoutItem, QRect]] = []
        x, y, height = area.x(), area.y(), 0
        for item in self._visible():
            size = item.sizeHint().boundedTo(QSize(max(area.width(), item.minimumSize().width()), 1 << 20))
            if x > area.x() and x + size.width() > area.right() + 1:
                _settle(row, height, move=move)
                row, x, y, height = [], area.x(), y + height + self.spacing(), 0
            if item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            row.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        _settle(row, height, move=move)
        margins = self.contentsMargins()
        return y + height - rect.y() + margins.bottom()


def _settle(row: list[tuple[QLayoutItem, QRect]], height: int, *, move: bool) -> None:
    """Centre the items of a full row on one line."""
    if move:
        for item, place in row:
            item.setGeometry(place.translated(0, (height - place.height()) // 2))
