"""The projects that were open lately."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QMenu, QStackedLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.icons import icon
from synthdesk.ui.widgets.named import named


class RecentList(QWidget):
    """A list of project files, or a sentence while there is none. `chosen` and `forgotten` carry a `Path`."""

    chosen = Signal(object)
    forgotten = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = named(
            QListWidget(),
            self.tr("Recent projects"),
            self.tr("Enter opens a project, Delete takes it off this list"),
        )
        self.view.setObjectName("start.recent")
        self.view.setFrameShape(QListWidget.Shape.NoFrame)
        self.view.setStyleSheet("QListWidget { border: none; }")
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.itemActivated.connect(self._on_activated)
        self.view.itemClicked.connect(self._on_activated)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.empty = QLabel(self.tr("Projects you save are listed here."))
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.muted(self.empty)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        self.setMinimumHeight(theme.space(20))

    def set_paths(self, paths: Sequence[Path]) -> None:
        """Show these files."""
        self.view.clear()
        for path in paths:
            item = QListWidgetItem(icon("file", "muted"), f"{path.stem}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            self.view.addItem(item)
        self._stack.setCurrentWidget(self.view if paths else self.empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.view.currentItem() is not None:
            self.forgotten.emit(_path(self.view.currentItem()))
            return
        super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(_path(item))

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        item: QListWidgetItem | None = self.view.itemAt(place)
        if item is None:
            return
        menu = QMenu(self)
        remove = menu.addAction(self.tr("Take it off this list"))
        if menu.exec(self.view.mapToGlobal(place)) is remove:
            self.forgotten.emit(_path(item))
        menu.deleteLater()


def _path(item: QListWidgetItem) -> Path:
    return Path(str(item.data(Qt.ItemDataRole.UserRole)))
