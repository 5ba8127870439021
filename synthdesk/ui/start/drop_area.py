"""The big area that takes a file."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.icons import picture
from synthdesk.ui.widgets.buttons import button


class DropArea(QFrame):
    """Says that a file may be dropped (the whole window takes it) and has the buttons that choose one."""

    choose_pressed = Signal()
    project_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Open a table"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(6), theme.space(6), theme.space(6), theme.space(6))
        column.setSpacing(theme.space(2))
        column.addStretch(1)
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._sign)
        for text, level in (
            (self.tr("Drop a table here"), 2),
            (self.tr("CSV and other texts, Excel, OpenDocument, SPSS, Stata, SAS, Parquet and more"), None),
        ):
            label = QLabel(text)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            theme.muted(label) if level is None else theme.heading(label, level)
            column.addWidget(label)
        column.addSpacing(theme.space(2))
        column.addLayout(self._build_buttons())
        column.addStretch(1)
        self._draw_sign()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.colors()
        pen = QPen(QColor(now.strong_border), 1.5, Qt.PenStyle.DashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(now.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.space(3), theme.space(3))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_sign"):
            self._draw_sign()

    def _build_buttons(self) -> QHBoxLayout:
        choose = button(
            self.tr("&Choose a file …"),
            "start.choose",
            self.tr("Choose a table on this computer"),
            kind="primary",
            symbol="table",
        )
        project = button(
            self.tr("Open a &project …"),
            "start.project",
            self.tr("Go on with a saved project"),
            symbol="folder",
        )
        choose.clicked.connect(self.choose_pressed)
        project.clicked.connect(self.project_pressed)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addStretch(1)
        row.addWidget(choose)
        row.addWidget(project)
        row.addStretch(1)
        return row

    def _draw_sign(self) -> None:
        self._sign.setPixmap(picture("drop", theme.space(14), "accent", self.devicePixelRatioF()))
