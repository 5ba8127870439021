"""Tabs that need only the room of the one on screen."""

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.widgets.named import named


class Tabs(QTabWidget):
    """A tab widget whose hidden pages do not make the page long; `name` is spoken."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        named(self.tabBar(), name)
        self.currentChanged.connect(self._fit)

    def add(self, inside: QWidget, title: str) -> QWidget:
        """Add a tab with `inside` and the distances of the theme round it; returns the page."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, theme.space(3), 0, 0)
        column.addWidget(inside)
        self.addTab(page, title)
        self._fit()
        return page

    def heightForWidth(self, width: int) -> int:
        """Return the height that the page on screen needs: Qt takes that of the longest one, hidden or not."""
        height = super().heightForWidth(width)
        pages, shown = self.findChild(QStackedWidget), self.currentWidget()
        if not isinstance(pages, QStackedWidget) or shown is None:
            return height
        needed = max(shown.heightForWidth(width), shown.minimumSizeHint().height())
        return height - pages.heightForWidth(width) + needed

    def _fit(self) -> None:
        policy = QSizePolicy.Policy
        for place in range(self.count()):
            is_shown = place == self.currentIndex()
            wanted = policy.Preferred if is_shown else policy.Ignored
            self.widget(place).setSizePolicy(wanted, wanted)
        self.updateGeometry()
