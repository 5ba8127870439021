"""The bundled help in a dock beside the page, with a field to find words in it."""

from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDockWidget, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from synthdesk.storage import paths
from synthdesk.ui import theme
from synthdesk.ui.widgets.named import named


class HelpDock(QDockWidget):
    """Shows one page of resources/help; links lead to other pages of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._topic = ""  # before Qt sends the first event
        super().__init__(parent)
        self.setWindowTitle(self.tr("Help"))
        self.setObjectName("help")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
        self.browser = named(QTextBrowser(), self.tr("Help text"))
        self.browser.setObjectName("help.text")
        self.browser.setOpenExternalLinks(False)
        self.words = named(QLineEdit(), self.tr("Find in the help"), self.tr("Type a word and press Enter"))
        self.words.setObjectName("help.find")
        self.words.setPlaceholderText(self.tr("Find …"))
        self.words.setClearButtonEnabled(True)
        self.words.returnPressed.connect(self._on_find)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space(3), theme.space(3), theme.space(2), theme.space(2))
        column.addWidget(self.words)
        column.addWidget(self.browser, 1)
        self.setWidget(inside)
        self.setMinimumWidth(theme.letters(32))
        self.hide()

    @property
    def topic(self) -> str:
        """The page that is shown."""
        return self._topic

    def show_topic(self, topic: str) -> None:
        """Show the page `topic` in the language of the window, English where there is none."""
        self._topic = topic
        self.browser.document().setDefaultStyleSheet(help_style())
        self.browser.setSource(QUrl.fromLocalFile(str(_page(topic))))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._topic:
            self.show_topic(self._topic)

    def _on_find(self) -> None:
        words = self.words.text()
        if words and not self.browser.find(words):
            self.browser.moveCursor(self.browser.textCursor().MoveOperation.Start)
            self.browser.find(words, QTextDocument.FindFlag(0))


def _page(topic: str) -> Path:
    language = QLocale().name().split("_")[0]
    folder = paths.resources() / "help"
    for place in (folder / language, folder / "en"):
        if (place / f"{topic}.html").is_file():
            return place / f"{topic}.html"
    return folder / "en" / "start.html"


def help_style() -> str:
    """Return the stylesheet of bundled HTML pages."""
    now = theme.colors()
    return (
        f"body {{ color: {now.text}; }} h1 {{ font-size: x-large; }} h2 {{ font-size: large; margin-top: 18px; }}"
        f" a {{ color: {now.accent}; }} p, li, dd {{ line-height: 140%; }} b, dt, h1, h2 {{ font-weight: 600; }}"
        f" .muted {{ color: {now.muted}; }}"
    )
