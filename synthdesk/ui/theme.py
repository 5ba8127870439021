"""The look of the window: colours, one font, one spacing scale. Everything follows palette and font size."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QStyleFactory, QWidget

from synthdesk.storage import paths
from synthdesk.ui import palettes
from synthdesk.ui.palettes import Colors
from synthdesk.ui.stylesheet import stylesheet

_FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
_NORMAL_POINTS = 10.0
_FAMILY = "synthdesk.family"
_STEPS_PER_LINE = 4
_OWN_FONTS = ("QAbstractItemView", "QMenu", "QMenuBar", "QMessageBox", "QStatusBar", "QTipLabel")
"""Kinds of controls that on Windows keep a small font of the system's, whatever the font of the program is."""


def apply(app: QApplication, *, dark: bool, scale: float) -> None:
    """Give `app` its style, palette, font and stylesheet; `scale` 1.0 is the normal size of letters.

    May be called again at any time; all windows follow.
    """
    before = space(_STEPS_PER_LINE)
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("fusion"))
    colors_now = palettes.DARK if dark else palettes.LIGHT
    font = _font(app, scale)
    app.setFont(font)
    app.setPalette(palettes.palette(colors_now))
    app.setStyleSheet(stylesheet(colors_now, space=space, points=_NORMAL_POINTS * scale, dark=dark))
    for kind in _OWN_FONTS:
        app.setFont(font, kind)  # type: ignore[arg-type]  # the stubs say bytes, which are refused
    after = space(_STEPS_PER_LINE)
    for window in app.topLevelWidgets():
        _rescale(window, after / before)


def is_dark() -> bool:
    """Return whether the dark palette is in use."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightnessF() < 0.5


def system_is_dark() -> bool:
    """Return whether the system asks for dark windows."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def colors() -> Colors:
    """Return the colours in use; ask again after a palette change."""
    return palettes.DARK if is_dark() else palettes.LIGHT


def space(steps: float) -> int:
    """Return `steps` units of the spacing scale in pixels; four units are one line of text."""
    return max(1, round(steps * QFontMetricsF(QApplication.font()).height() / _STEPS_PER_LINE))


def letters(count: float) -> int:
    """Return the width of about `count` letters in pixels."""
    return round(count * QFontMetricsF(QApplication.font()).averageCharWidth())


def heading(label: QLabel, level: int) -> QLabel:
    """Make `label` a heading: 1 for a page, 2 for a part of it, 3 for a card; 0 is a large figure."""
    label.setProperty("heading", level)
    return label


def muted(label: QLabel) -> QLabel:
    """Give `label` the colour of text of less weight."""
    label.setProperty("muted", True)  # noqa: FBT003  # Qt's own signature
    return label


def _font(app: QApplication, scale: float) -> QFont:
    family = app.property(_FAMILY)
    if not family:
        folder = paths.resources() / "fonts"
        numbers = [QFontDatabase.addApplicationFont(str(folder / name)) for name in _FONT_FILES]
        known = [QFontDatabase.applicationFontFamilies(n)[0] for n in numbers if n >= 0]
        family = known[0] if known else app.font().family()
        app.setProperty(_FAMILY, family)
    font = QFont(family)
    font.setPointSizeF(_NORMAL_POINTS * scale)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def _rescale(window: QWidget, factor: float) -> None:
    """Let the distances in a window that stands already follow the size of its letters."""
    if factor == 1:
        return
    for layout in window.findChildren(QLayout):
        margins = layout.contentsMargins()
        layout.setContentsMargins(
            round(margins.left() * factor),
            round(margins.top() * factor),
            round(margins.right() * factor),
            round(margins.bottom() * factor),
        )
        if layout.spacing() > 0:
            layout.setSpacing(round(layout.spacing() * factor))
