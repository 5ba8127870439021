"""The line at the foot of the window: saved or not, offline, memory."""

import psutil
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QLabel, QStatusBar

from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import bytes_words
from synthdesk.ui.widgets.named import named

_REFRESH_MS = 2000


class StatusLine(QObject):
    """Fills the status bar of the window and keeps it true."""

    def __init__(self, bar: QStatusBar, store: ProjectStore) -> None:
        super().__init__(bar)
        self._store = store
        bar.setSizeGripEnabled(False)
        self._saved = named(QLabel(), self.tr("Whether the project is saved"))
        self._memory = named(QLabel(), self.tr("Memory in use on this computer"))
        offline = named(
            QLabel(self.tr("Offline: nothing leaves this computer")),
            self.tr("Offline: nothing leaves this computer"),
            self.tr("SynthDesk opens no network connection. Everything is worked out here."),
        )
        bar.addWidget(self._saved)
        bar.addPermanentWidget(offline)
        bar.addPermanentWidget(self._memory)
        store.dirty_changed.connect(self._on_dirty_changed)
        store.path_changed.connect(self._on_dirty_changed)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()
        self._on_dirty_changed()
        self._on_tick()

    def stop(self) -> None:
        """Stop refreshing; the window closes."""
        self._timer.stop()

    @Slot()
    def _on_dirty_changed(self) -> None:
        if self._store.project.source is None and self._store.path is None:
            self._saved.setText(self.tr("No project yet"))
        elif self._store.is_dirty:
            self._saved.setText(self.tr("Not saved yet"))
        else:
            self._saved.setText(self.tr("Saved"))

    @Slot()
    def _on_tick(self) -> None:
        memory = psutil.virtual_memory()
        self._memory.setText(
            self.tr("Memory {used} of {total}").format(
                used=bytes_words(memory.total - memory.available), total=bytes_words(memory.total)
            )
        )
