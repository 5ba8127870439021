"""A table out of the clipboard, by a button or Ctrl+V."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from synthdesk.storage import pasted
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.widgets.buttons import button


class Pasting(QObject):
    """`taken` carries the file that keeps the pasted table while the project is open, or a file that was copied."""

    taken = Signal(object)

    def __init__(self, page: QWidget, store: ProjectStore) -> None:
        super().__init__(page)
        self._page, self._store = page, store
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), page, self.paste)

    def button(self, object_name: str) -> QPushButton:
        """Return a new button that pastes."""
        made = button(
            self.tr("Paste a table"),
            object_name,
            self.tr("Take the table that was copied in another program (Ctrl+V)"),
            symbol="copy",
        )
        made.clicked.connect(self.paste)
        return made

    @Slot()
    def paste(self) -> None:
        """Take what is in the clipboard; ask before it takes the place of another table."""
        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # None when it was emptied
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        text = data.text()
        if not files and not text.strip():
            self._say_empty()
        elif self._store.project.source is None or self._may_replace():
            name = self.tr("Pasted table")
            path = Path(files[0]) if files else pasted.keep(text.encode(), self._store.work_folder, name)
            self.taken.emit(path)

    def _say_empty(self) -> None:
        problem_box.ask(
            self._page,
            self.tr("There is no table to paste"),
            self.tr("Copy the cells in Excel or another program first, their headings included."),
            (("back", self.tr("Go &back")),),
        )

    def _may_replace(self) -> bool:
        answer = problem_box.ask(
            self._page,
            self.tr("Paste in place of the table that is open?"),
            self.tr("The copied table takes its place; settings of columns of the same name are kept."),
            (("paste", self.tr("&Paste")), ("back", self.tr("Go &back"))),
        )
        return answer == "paste"
