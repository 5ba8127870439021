"""A table and its detail: beside each other where there is room, else one below the other."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from synthdesk.ui import theme

_LETTERS_SIDE_BY_SIDE = 110


class SideBySide(QSplitter):
    """A splitter that turns; the first part takes `share` of the width."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._share = share
        self._is_placed = False
        self.setChildrenCollapsible(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < theme.letters(_LETTERS_SIDE_BY_SIDE)
        turned = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if turned is not self.orientation() or not self._is_placed:
            self.setOrientation(turned)
            self._is_placed = True
            if not narrow:
                first = round(self._share * self.width())
                self.setSizes([first, self.width() - first])
        super().resizeEvent(event)
