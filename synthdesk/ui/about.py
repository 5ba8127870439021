"""About the program: version, licences of what it is made from, and what it does not do."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from synthdesk import __version__
from synthdesk.storage import paths
from synthdesk.ui import theme
from synthdesk.ui.help import help_style
from synthdesk.ui.icons import app_icon
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.named import named

ALL_TEXTS = "THIRD_PARTY_LICENSES.txt"
"""The text of every licence; an installed program has it, the source has not."""


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
        self.text = named(QTextBrowser(), self.tr("Licences"))
        self.text.document().setDefaultStyleSheet(help_style())
        self._folder = paths.resources() / "licences"
        self.text.setHtml((self._folder / "licences.html").read_text(encoding="utf-8"))
        column.addWidget(self.text, 1)
        close = button(self.tr("Close"), "about.close", self.tr("Close this window"), kind="primary")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        if (self._folder / ALL_TEXTS).is_file():
            row.addWidget(self._build_texts())
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)

    def _build_texts(self) -> QPushButton:
        texts = button(self.tr("All licence texts"), "about.texts", self.tr("Show the text of every licence"))
        texts.clicked.connect(self._on_texts)
        return texts

    def _on_texts(self) -> None:
        self.text.setPlainText((self._folder / ALL_TEXTS).read_text(encoding="utf-8"))

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
