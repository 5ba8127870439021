"""The menu of a plot: copy its picture, save it as PNG or SVG."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from synthdesk.domain.events import Failed
from synthdesk.domain.messages import message
from synthdesk.ui import theme
from synthdesk.ui.icons import icon
from synthdesk.ui.widgets import file_dialogs, problem_box
from synthdesk.ui.widgets.named import named


class PlotMenu(QToolButton):
    """A button in the corner of `plot`; it is not in the pictures."""

    def __init__(self, plot: QWidget, name: str) -> None:
        super().__init__(plot)
        self._plot = plot
        words = self.tr("Copy or save this picture: {name}").format(name=name)
        named(self, words, words)
        self.setObjectName("plot.menu")
        self.setIcon(icon("more"))
        self.setIconSize(QSize(theme.space(4), theme.space(4)))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(self.tr("Copy picture")).triggered.connect(self.copy_picture)
        menu.addAction(self.tr("Save as PNG …")).triggered.connect(self._on_save_png)
        menu.addAction(self.tr("Save as SVG …")).triggered.connect(self._on_save_svg)
        self.setMenu(menu)

    def picture(self, scale: float = 2.0) -> QPixmap:
        """Return the plot with its legend as it is on screen, `scale` times as fine."""
        made = QPixmap(self._plot.size() * scale)
        made.setDevicePixelRatio(scale)
        made.fill(theme.colors().surface)
        self.hide()
        self._plot.render(made)
        self.show()
        return made

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.picture())

    def save_picture(self, path: Path) -> bool:
        """Write the picture as PNG or, by its ending, SVG; return whether that was possible."""
        if path.suffix.lower() != ".svg":
            return self.picture(3.0).save(str(path))
        from PySide6.QtSvg import QSvgGenerator

        plot = self._plot
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(plot.size())
        generator.setViewBox(QRectF(0, 0, plot.width(), plot.height()))
        generator.setTitle(plot.accessibleName())
        self.hide()
        painter = QPainter()
        begun = painter.begin(generator)
        if begun:
            plot.render(painter, QPoint())
            painter.end()
        self.show()
        return begun

    def _on_save_png(self) -> None:
        self._save(".png", self.tr("Picture (*.png)"))

    def _on_save_svg(self) -> None:
        self._save(".svg", self.tr("Drawing (*.svg)"))

    def _save(self, suffix: str, filters: str) -> None:
        proposal = Path.home() / f"{self.tr('plot')}{suffix}"
        path = file_dialogs.file_to_save(self, self.tr("Save the picture"), proposal, filters)
        if path is not None and not self.save_picture(path):
            problem_box.show_problem(
                self,
                Failed(
                    message("The picture was not saved"),
                    message("The file could not be written."),
                    message("Choose another folder."),
                ),
            )
