"""The user's settings while the window is open: changed in one place, written at once, told to all."""

import contextlib
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from synthdesk.domain.errors import UserError
from synthdesk.storage import settings
from synthdesk.storage.settings import LARGEST_SCALE, SMALLEST_SCALE, Appearance, Settings
from synthdesk.ui import theme

_STEP = 0.125


class Preferences(QObject):
    """Holds the `Settings` and applies those that change the look."""

    changed = Signal()

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._now = settings.load()
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def now(self) -> Settings:
        """The settings in use."""
        return self._now

    def apply(self) -> None:
        """Give the application the colours and the size of letters that are set."""
        dark = {Appearance.DARK: True, Appearance.LIGHT: False}.get(
            self._now.appearance, theme.system_is_dark()
        )
        theme.apply(self._app, dark=dark, scale=self._now.font_scale)

    def set_appearance(self, appearance: Appearance) -> None:
        self._become(replace(self._now, appearance=appearance))
        self.apply()

    def set_scale(self, scale: float) -> None:
        """Set the size of letters, 1.0 is normal; kept within the limits."""
        self._become(replace(self._now, font_scale=min(LARGEST_SCALE, max(SMALLEST_SCALE, scale))))
        self.apply()

    @Slot()
    def make_larger(self) -> None:
        self.set_scale(self._now.font_scale + _STEP)

    @Slot()
    def make_smaller(self) -> None:
        self.set_scale(self._now.font_scale - _STEP)

    @Slot()
    def make_normal(self) -> None:
        self.set_scale(1.0)

    def remember(self, path: Path) -> None:
        """Put a project file at the head of the recent ones."""
        self._become(self._now.with_recent(path))

    def forget(self, path: Path) -> None:
        """Take a project file off the recent ones."""
        self._become(self._now.without_recent(path))

    def set_keep_recent(self, keep: bool) -> None:  # noqa: FBT001  # the value of a check box
        self._become(self._now.with_keep_recent(keep=keep))

    @Slot()
    def _on_system_changed(self) -> None:
        if self._now.appearance is Appearance.SYSTEM:
            self.apply()

    def _become(self, new: Settings) -> None:
        if new == self._now:
            return
        self._now = new
        with contextlib.suppress(UserError):  # a full disk: work goes on, and the next change tries again
            settings.save(new)
        self.changed.emit()
