"""About the program: version, licences of what it is made from, and what it does not do."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from synthdesk import __version__
from synthdesk.storage import paths
from synthdesk.ui import theme
from synthdesk.ui.help import help_style
from synthdesk.ui.icons import app_icon
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.named import named


class AboutBox(QDialog):
    """Version and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About SynthDesk"))
        self.setObjectName("about")
        self.setMinimumSize(theme.letters(84), theme.space(110))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(6), theme.space(6), theme.space(6), theme.space(5))
        column.setSpacing(theme.space(4))
        column.addLayout(self._build_head())
        text = named(QTextBrowser(), self.tr("Licences"))
        text.document().setDefaultStyleSheet(help_style())
        licences = paths.resources() / "licences" / "licences.html"
        text.setHtml(licences.read_text(encoding="utf-8"))
        column.addWidget(text, 1)
        close = button(self.tr("Close"), "about.close", self.tr("Close this window"), kind="primary")
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        sign = QLabel()
        sign.setPixmap(app_icon().pixmap(theme.space(14), theme.space(14)))
        row.addWidget(sign)
        words = QVBoxLayout()
        words.addWidget(theme.heading(QLabel(self.tr("SynthDesk {version}").format(version=__version__)), 1))
        parts = self.tr("Python {python}, Qt {qt}").format(python=platform.python_version(), qt=qVersion())
        words.addWidget(theme.muted(QLabel(parts)))
        row.addLayout(words, 1)
        return row


def show_about(parent: QWidget) -> None:
    """Show the box until it is closed."""
    box = AboutBox(parent)
    box.exec()
    box.deleteLater()
