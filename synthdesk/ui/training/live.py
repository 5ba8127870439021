"""The part of the page that follows a run: its figures, and its charts; made when the first run begins."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.training.live_charts import LiveCharts
from synthdesk.ui.training.running import RunningPanel
from synthdesk.ui.training.watching import Watched
from synthdesk.ui.widgets.card import Card

TICK_MILLISECONDS = 200


class LivePanel(QWidget):
    """Shows a `Watched` run; while it runs a timer draws what came in, and sends `looked`."""

    looked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.running = RunningPanel()
        self._tick = QTimer(self, interval=TICK_MILLISECONDS)
        self._tick.timeout.connect(self.refresh)
        self.charts = LiveCharts()
        self._watched: Watched | None = None
        self._is_running = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self.running)
        self._card = Card()
        self._card.body.addWidget(self.charts)
        column.addWidget(self._card, 1)

    def show_run(self, watched: Watched | None, *, is_running: bool) -> None:
        """Show `watched` (None: nothing), with the figures and buttons only while it runs."""
        if is_running and (self.running.isHidden() or watched is not self._watched):
            self.running.begin()
        self.running.setVisible(is_running)
        self._card.setVisible(watched is not None and (is_running or len(watched.similarity) > 0))
        self.setVisible(watched is not None)
        if watched is not None and watched is not self._watched:
            self.charts.watch(watched)
        self._watched, self._is_running = watched, is_running
        self._let_tick()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._let_tick()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _let_tick(self) -> None:
        """Draw now, and go on drawing while something runs that somebody can see."""
        if self._is_running and self.isVisible():
            self._tick.start()
        else:
            self._tick.stop()
        self.refresh()

    def refresh(self) -> None:
        """Draw what came in since the last time."""
        if self._watched is None or not self.isVisible():
            return
        if not self.running.isHidden():
            self.running.show_run(self._watched)
        self.charts.refresh()
        self.looked.emit()
