"""Connects the start page with the window: it only asks, here it is done."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from synthdesk.storage import recovery
from synthdesk.storage.recovery import Recovered
from synthdesk.ui.start.screen import StartScreen
from synthdesk.ui.steps import Step

if TYPE_CHECKING:
    from synthdesk.ui.main_window import MainWindow


class StartWiring(QObject):
    """Keeps the start page up to date and does what it asks for."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._left: list[Recovered] = []
        page = window.pages.page(Step.START)
        assert isinstance(page, StartScreen)
        self._page = page
        page.choose_wanted.connect(window.opening.ask_data)
        page.open_project_wanted.connect(window.files.ask_open)
        page.example_wanted.connect(window.opening.open_example)
        page.project_wanted.connect(window.opening.open_path)
        page.forget_wanted.connect(self._on_forget)
        page.recovery_wanted.connect(self._on_recover)
        page.discard_wanted.connect(self._on_discard)
        window.preferences.changed.connect(self._on_preferences_changed)
        self._on_preferences_changed()

    def offer(self, found: Sequence[Recovered]) -> None:
        """Offer what earlier starts left, one after the other, the latest first."""
        self._left = list(found)
        self._page.set_recovered(self._left[0] if self._left else None)

    @Slot(object)
    def _on_recover(self, found: Recovered) -> None:
        self._window.files.recover(found)
        if self._window.store.project == found.project:
            self.offer([other for other in self._left if other is not found])

    @Slot(object)
    def _on_discard(self, found: Recovered) -> None:
        recovery.discard(found)
        self.offer([other for other in self._left if other is not found])

    @Slot(object)
    def _on_forget(self, path: Path) -> None:
        self._window.preferences.forget(path)

    @Slot()
    def _on_preferences_changed(self) -> None:
        self._page.set_recent(self._window.preferences.now.recent)
