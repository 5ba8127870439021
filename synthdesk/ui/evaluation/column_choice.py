"""A button that opens a list of columns to tick, for where one or more are chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QMenu, QToolButton, QWidget, QWidgetAction

from synthdesk.ui.widgets.named import named

_NAMES_SHOWN = 3


class ColumnChoice(QToolButton):
    """Shows what is chosen; `changed` is sent after every tick."""

    changed = Signal()

    def __init__(self, name: str, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name)
        self.setObjectName(object_name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._chosen: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._say()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen columns in the order in which they were ticked."""
        return self._chosen

    def offer(self, names: Sequence[str]) -> None:
        """Offer the columns `names`, none of them chosen."""
        self._names, self._chosen = tuple(names), ()
        self._menu.clear()
        for name in names:
            box = QCheckBox(name.replace("&", "&&"))
            box.setObjectName(f"{self.objectName()}.{name}")
            box.toggled.connect(partial(self._on_toggled, name))
            action = QWidgetAction(self._menu)
            action.setDefaultWidget(box)
            self._menu.addAction(action)
        self._say()

    def clear(self) -> None:
        """Choose none."""
        self.offer(self._names)

    def _on_toggled(self, name: str, is_on: bool) -> None:  # noqa: FBT001  # the value of a signal
        self._chosen = (*self._chosen, name) if is_on else tuple(n for n in self._chosen if n != name)
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        more = len(self._chosen) - _NAMES_SHOWN
        shown = ", ".join(self._chosen[:_NAMES_SHOWN])
        if more > 0:
            shown = self.tr("{names} and {more} more").format(names=shown, more=more)
        self.setText(shown or self.tr("choose columns …"))
        self.setAccessibleDescription(shown)
