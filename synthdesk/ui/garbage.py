"""Python's collection of garbage in the window's thread only.

A cycle of objects may hold widgets. Collected by chance in a thread that watches over a child, they would be
taken apart there, and Qt does not survive that.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 1_000


class GarbageCollection(QObject):
    """Looks once a second whether there is enough garbage, as Python itself does at each allocation."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_time)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again; the program ends."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _on_time(self) -> None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        full = [n for n in range(len(counts)) if counts[n] > thresholds[n]]
        if full:
            gc.collect(max(full))
