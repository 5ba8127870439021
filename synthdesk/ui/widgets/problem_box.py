"""The one way to tell of a problem and the one way to ask a question."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Failed
from synthdesk.storage import paths
from synthdesk.ui import theme
from synthdesk.ui.icons import icon, picture
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.named import named

Buttons = Sequence[tuple[str, str]]
"""(key, words) of each button: the first is the default, the last is what Escape means."""


class ProblemBox(QDialog):
    """What happened, what to do, and (folded) what support needs to know, without values of the data."""

    def __init__(self, parent: QWidget | None, failed: Failed, buttons: Buttons = ()) -> None:
        super().__init__(parent)
        self.key = ""
        self.setObjectName("problem")
        self.setWindowTitle(translated(failed.title))
        column = _dialog_column(self)
        column.addLayout(
            _message_row(
                "problem", translated(failed.title), (translated(failed.happened), translated(failed.remedy))
            )
        )
        self._details = QPlainTextEdit(self._support_text(failed))
        if failed.details:
            column.addLayout(self._build_details())
        row = _button_row(self, buttons or (("close", self.tr("Close")),))
        column.addLayout(row)

    def _support_text(self, failed: Failed) -> str:
        where = self.tr("Log files: {folder}").format(folder=paths.log_folder())
        return f"{failed.title.template}\n{failed.happened.template}\n\n{failed.details}\n\n{where}"

    def _build_details(self) -> QVBoxLayout:
        column = QVBoxLayout()
        fold = named(QToolButton(), self.tr("Details for support"))
        fold.setText(self.tr("Details for support"))
        fold.setIcon(icon("chevron-down"))
        fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        fold.setCheckable(True)
        copy = button(self.tr("Copy details"), "problem.copy", self.tr("They hold no values of your data"))
        self._details.setReadOnly(True)
        named(self._details, self.tr("Details for support"), self.tr("They hold no values of your data"))
        self._details.setMinimumHeight(theme.space(30))
        for widget in (self._details, copy):
            widget.hide()
            fold.toggled.connect(widget.setVisible)
        copy.clicked.connect(self._copy)
        column.addWidget(fold)
        column.addWidget(self._details)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details.toPlainText())


class QuestionBox(QDialog):
    """A question with a button for each answer."""

    def __init__(self, parent: QWidget | None, title: str, text: str, buttons: Buttons) -> None:
        super().__init__(parent)
        self.key = buttons[-1][0]
        self.setObjectName("question")
        self.setWindowTitle(title)
        column = _dialog_column(self)
        column.addLayout(_message_row("help", title, (text,)))
        column.addLayout(_button_row(self, buttons))


def show_problem(parent: QWidget | None, failed: Failed, buttons: Buttons = ()) -> str:
    """Tell what happened and what to do; return the key of the button, "" when the box was just closed."""
    box = ProblemBox(parent, failed, buttons)
    box.exec()
    box.deleteLater()
    return box.key


def show_user_error(parent: QWidget | None, error: UserError) -> str:
    """Tell of a `UserError` that was raised in the window itself."""
    return show_problem(parent, Failed(error.title, error.happened, error.remedy))


def ask(parent: QWidget | None, title: str, text: str, buttons: Buttons) -> str:
    """Return the key of the answer; Escape is the last of `buttons`, Enter the first."""
    box = QuestionBox(parent, title, text, buttons)
    box.exec()
    box.deleteLater()
    return box.key


def _dialog_column(dialog: QDialog) -> QVBoxLayout:
    dialog.setMinimumWidth(theme.letters(64))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(theme.space(6), theme.space(6), theme.space(6), theme.space(5))
    column.setSpacing(theme.space(4))
    return column


def _message_row(symbol: str, title: str, sentences: Sequence[str]) -> QHBoxLayout:
    sign = QLabel()
    color = "problem" if symbol == "problem" else "accent"
    sign.setPixmap(picture(symbol, theme.space(9), color, sign.devicePixelRatioF()))
    row = QHBoxLayout()
    row.setSpacing(theme.space(4))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(theme.space(2))
    for number, text in enumerate((title, *sentences)):
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if number == 0:
            theme.heading(label, 2)
        else:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    row.addLayout(column, 1)
    return row


class _AnswerButton(QPushButton):
    """A button that ends its dialog with its key."""

    def __init__(self, dialog: ProblemBox | QuestionBox, key: str, words: str) -> None:
        super().__init__(words, dialog)
        self._dialog, self._key = dialog, key
        self.setObjectName(f"answer.{key}")
        self.setToolTip(words.replace("&", ""))
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self._dialog.key = self._key
        self._dialog.accept()


def _button_row(dialog: ProblemBox | QuestionBox, buttons: Buttons) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.space(2))
    row.addStretch(1)
    made = [_AnswerButton(dialog, key, words) for key, words in buttons]
    made[0].setProperty("kind", "primary")
    made[0].setDefault(True)
    for answer in reversed(made):
        row.addWidget(answer)
    made[0].setFocus()
    return row
