"""Names for screen readers and tooltips, given in one place."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, tip: str = "") -> W:
    """Give `widget` a spoken name and a tooltip (the name when there is no `tip`), and return it.

    A table also stops holding the Tab key, which otherwise traps a keyboard user in its cells.
    """
    widget.setAccessibleName(name)
    widget.setToolTip(tip or name)
    if isinstance(widget, QTableView):
        widget.setTabKeyNavigation(False)
    if isinstance(widget, QAbstractItemView):
        widget.setAccessibleDescription(tip)
    return widget
