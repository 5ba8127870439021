"""A splitter that lies on its side when there is no room for two parts beside each other."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from synthdesk.ui import theme

_BESIDE_LETTERS = 95
_FIRST_SHARE = 0.6


class TurningSplitter(QSplitter):
    """Two parts, beside each other where both have room, else one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.space(3))
        self._is_divided = False

    @property
    def is_beside(self) -> bool:
        return self.orientation() is Qt.Orientation.Horizontal

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = event.size().width() >= theme.letters(_BESIDE_LETTERS)
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        turned = wanted is not self.orientation()
        if turned:
            self.setOrientation(wanted)
        super().resizeEvent(event)
        if beside and (turned or not self._is_divided):
            first = round(event.size().width() * _FIRST_SHARE)
            self.setSizes([first, event.size().width() - first])
            self._is_divided = True


class Pane(QScrollArea):
    """A part of a turning splitter: scrolls by itself beside the other, is as tall as its content below it."""

    def __init__(self, content: QWidget, splitter: TurningSplitter) -> None:
        super().__init__(splitter)
        self._splitter, self._content = splitter, content
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        content.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        width = self._content.minimumSizeHint().width()
        self.setMinimumWidth(width + self.verticalScrollBar().sizeHint().width())
        tall = self._content.heightForWidth(self.viewport().width())
        tall = tall if tall > 0 else self._content.sizeHint().height()
        self.setMinimumHeight(theme.space(40) if self._splitter.is_beside else tall)
