"""One set of line icons, coloured when they are painted, so that they follow the palette."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from synthdesk.storage import paths
from synthdesk.ui import theme


def icon(name: str, color: str = "text") -> QIcon:
    """Return the icon `name` of resources/icons; `color` is a field of `theme.Colors`.

    Raises:
        FileNotFoundError: When there is no such icon.
    """
    return QIcon(_LineIcon(name, color))


def picture(name: str, size: int, color: str = "muted", ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of `size` pixels for a label."""
    pixels = round(size * ratio)
    made = _drawn(name, getattr(theme.colors(), color), QSize(pixels, pixels))
    made.setDevicePixelRatio(ratio)
    return made


class _LineIcon(QIconEngine):
    """Paints an SVG file in a colour of the palette in use."""

    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        _source(name)
        self._name, self._color = name, color

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon in the middle of `rect`, paler when it is disabled."""
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:  # noqa: ARG002
        """Return the icon in the middle of a picture of `size`."""
        return _drawn(self._name, self._paint_color(mode), size)

    def clone(self) -> QIconEngine:
        """Return another engine for the same icon."""
        return _LineIcon(self._name, self._color)

    def _paint_color(self, mode: QIcon.Mode) -> str:
        colors = theme.colors()
        name = "strong_border" if mode == QIcon.Mode.Disabled else self._color
        return str(getattr(colors, name))


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _drawn(name: str, color: str, size: QSize) -> QPixmap:
    made = QPixmap(size.expandedTo(QSize(1, 1)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    side = min(size.width(), size.height())
    renderer.render(painter, QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side))
    painter.end()
    return made


def app_icon() -> QIcon:
    """Return the sign of the program, in its own colours."""
    return QIcon(str(paths.resources() / "icons" / "app.svg"))
