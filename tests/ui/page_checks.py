"""How the look of a page is checked by machine: names, tooltips, reach, nothing cut off, contrast."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)

from synthdesk.ui.widgets.plot import Plot

INTERACTIVE = (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QAbstractSpinBox,
    QAbstractSlider,
    QAbstractItemView,
    QTextEdit,
    QPlainTextEdit,
    QTabBar,
    QProgressBar,
    Plot,
)
_OF_QT = ("QTableCornerButton", "QComboBoxListView", "QComboBoxPrivateContainer", "CloseButton")


def is_of_qt(widget: QWidget) -> bool:
    """Whether Qt made this part itself: the line edit of a spin box, the corner of a table ..."""
    parent = widget.parent()
    return (
        widget.objectName().startswith(("qt_", "ScrollLeft", "ScrollRight"))
        or type(widget).__name__ in _OF_QT
        or isinstance(parent, QAbstractSpinBox | QComboBox)
        or (isinstance(widget, QAbstractButton) and isinstance(parent, QTableView | QLineEdit))
        or widget.metaObject().className().startswith("QDockWidget")
    )


def settle() -> None:
    """Let layouts and posted events be done."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()  # noqa: TID251  # a test's own loop


def interactive(root: QWidget) -> Iterator[QWidget]:
    """Yield what a user can operate in `root`."""
    for widget in root.findChildren(QWidget):
        wanted = isinstance(widget, INTERACTIVE) and not isinstance(widget, QScrollBar | QHeaderView)
        if wanted and not is_of_qt(widget) and widget.isVisibleTo(root):
            yield widget


def called(widget: QWidget) -> str:
    """Return words that tell a developer which widget is meant."""
    return f"{type(widget).__name__} {widget.objectName()!r} {widget.accessibleName()!r}"


def without_spoken_name(root: QWidget) -> list[str]:
    bad = []
    for widget in interactive(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface else ""
        if not name.strip() or re.search(r"<[a-z]+>", name):
            bad.append(called(widget))
    return bad


def hidden_from_readers(root: QWidget) -> list[str]:
    """Return what a screen reader does not come by when it goes through `root` from the outside in."""
    waiting = [QAccessible.queryAccessibleInterface(root)]
    seen: set[QObject | None] = set()
    while waiting:
        interface = waiting.pop()
        seen.add(interface.object())
        if interface.role() is not QAccessible.Role.Table:
            waiting += filter(None, map(interface.child, range(interface.childCount())))
    return [called(widget) for widget in interactive(root) if widget not in seen]


def without_tooltip(root: QWidget) -> list[str]:
    return [called(w) for w in interactive(root) if not isinstance(w, QTabBar) and not w.toolTip()]


def out_of_reach(root: QWidget, start: QWidget) -> list[str]:
    """Return what the Tab key does not reach from `start`; a group of radio buttons is one stop."""
    seen: set[QWidget | None] = set()
    widget = start
    for _ in range(5000):
        widget = widget.nextInFocusChain()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            seen |= {widget, widget.focusProxy(), widget.parentWidget()}
        if widget is start:
            break
    wanted = (
        w for w in interactive(root) if w.isEnabled() and not isinstance(w, QProgressBar | QRadioButton)
    )
    return [called(w) for w in wanted if w not in seen and w.focusProxy() is None]


def keyboard_traps(root: QWidget) -> list[str]:
    return [called(t) for t in root.findChildren(QTableView) if t.tabKeyNavigation()]


def cut_off(root: QWidget) -> list[str]:
    """Return labels and buttons whose text has too little room."""
    bad = []
    for label in root.findChildren(QLabel):
        if not label.isVisibleTo(root) or not label.text() or is_of_qt(label):
            continue
        need = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        too_narrow = not label.wordWrap() and label.width() + 1 < label.sizeHint().width()
        if label.height() + 1 < need or too_narrow:
            bad.append(f"{label.text()[:50]!r} has {label.size().toTuple()}, needs height {need}")
    for button in (*root.findChildren(QPushButton), *root.findChildren(QToolButton)):
        shown = button.isVisibleTo(root) and button.text() and not is_of_qt(button)
        if shown and button.width() + 1 < button.minimumSizeHint().width():
            bad.append(called(button))
    return bad


def cut_headings(root: QWidget) -> list[str]:
    bad = []
    for table in root.findChildren(QTableView):
        header = table.horizontalHeader()
        if not header.isVisibleTo(root):
            continue
        bad += [
            f"{called(table)} column {column}"
            for column in range(header.count())
            if header.sectionSize(column) + 1 < header.sectionSizeHint(column)
        ]
    return bad


def shared_accelerators(root: QWidget) -> list[str]:
    seen: dict[str, list[str]] = {}
    for widget in (*root.findChildren(QLabel), *root.findChildren(QAbstractButton)):
        if not widget.isVisibleTo(root) or (isinstance(widget, QLabel) and widget.buddy() is None):
            continue
        found = re.search(r"&(\w)", widget.text().replace("&&", ""))
        if found:
            seen.setdefault(found.group(1).lower(), []).append(widget.text())
    return [f"{letter}: {texts}" for letter, texts in seen.items() if len(texts) > 1]


def contrast(first: str | QColor, second: str | QColor) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, 1-21."""
    bright, dark = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
