"""What is done when the window is on screen and idle: nothing of it may delay the first picture."""

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from synthdesk.jobs import spare
from synthdesk.ui.project_files import left_behind

if TYPE_CHECKING:
    from synthdesk.ui.main_window import MainWindow

_FIRST_MS, _NEXT_MS = 150, 60


class WarmUp(QObject):
    """Does one small thing after the other, with the event loop in between."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._todo = [self._look_for_left_work, spare.keep, _import_numbers, _import_pages, _import_plots]
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        window.shown.connect(self._on_shown)

    def stop(self) -> None:
        """Do no more; the program ends."""
        self._timer.stop()
        self._todo.clear()

    @Slot()
    def _on_shown(self) -> None:
        self._timer.start(_FIRST_MS)

    @Slot()
    def _on_time(self) -> None:
        if self._todo:
            self._todo.pop(0)()
            self._timer.start(_NEXT_MS)

    def _look_for_left_work(self) -> None:
        self._window.start_wiring.offer(left_behind())


def _import_numbers() -> None:
    """Load numpy in a thread: a plot will need it, and it takes a while."""
    threading.Thread(target=__import__, args=("numpy",), name="import numpy", daemon=True).start()


def _import_pages() -> None:
    from synthdesk.ui.data import screen  # noqa: F401  # loaded ahead


def _import_plots() -> None:
    from synthdesk.ui.widgets import canvas  # noqa: F401  # loaded ahead
