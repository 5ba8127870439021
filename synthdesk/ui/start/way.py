"""The way through the program in five small pictures, for those who see it for the first time."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.icons import picture
from synthdesk.ui.steps import TITLES, Step
from synthdesk.ui.texts import translated


class WayStrip(QWidget):
    """Symbol, name and one line for each of the five steps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signs: list[tuple[QLabel, str]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(4))
        for column, (step, line) in enumerate(self._lines()):
            grid.addWidget(self._build(step, line, column + 1), 0, column)
            grid.setColumnStretch(column, 1)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_signs"):
            self._draw()

    def _lines(self) -> tuple[tuple[Step, str], ...]:
        return (
            (Step.DATA, self.tr("Check that the table was read as you mean it")),
            (Step.PREPARE, self.tr("Say what is to be learned, and how")),
            (Step.TRAIN, self.tr("Watch the program learn the pattern")),
            (Step.EVALUATE, self.tr("Compare real and synthetic rows")),
            (Step.EXPORT, self.tr("Make as many new rows as you need")),
        )

    def _build(self, step: Step, line: str, number: int) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        sign = QLabel()
        self._signs.append((sign, step.value))
        title = theme.heading(QLabel(f"{number}  {translated(TITLES[step])}"), 3)
        title.setWordWrap(True)
        words = theme.muted(QLabel(line))
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (sign, title, words):
            column.addWidget(label)
        column.addStretch(1)
        return made

    def _draw(self) -> None:
        for sign, name in self._signs:
            sign.setPixmap(picture(name, theme.space(6), "accent", self.devicePixelRatioF()))
