"""The checks for leaks under their three headings, each with what was found, its power, and what to do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.privacy import Action, Outcome, PrivacyCheck
from synthdesk.domain.results import EvaluationResult
from synthdesk.evaluation import summary
from synthdesk.evaluation.report_privacy import HEADINGS, under_headings, words_of
from synthdesk.ui import theme
from synthdesk.ui.evaluation.copies_view import CopiesView
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.notice import Kind, Notice

_KINDS: dict[Outcome, Kind] = {Outcome.NONE: "good", Outcome.REVIEW: "warning", Outcome.STOP: "problem"}


class PrivacyView(QWidget):
    """Shows the checks of an evaluation; `action_chosen` carries the `Action` of a pressed button."""

    action_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copies = CopiesView()
        self._checks = QWidget()
        self._column = QVBoxLayout(self._checks)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addWidget(self._checks)
        column.addWidget(self.copies)
        column.addStretch(1)

    def show_result(self, result: EvaluationResult) -> None:
        """Show what was found in `result`."""
        self._clear()
        self.copies.show_result(result)
        self.copies.setVisible(not result.privacy)
        attempt = summary.attempt_sentence(result)
        if attempt is not None:
            self._column.addWidget(Notice("info", translated(attempt)))
        for head, checks in under_headings(result.privacy):
            if checks:
                self._column.addWidget(self._heading(translated(HEADINGS[head])))
            for check in checks:
                self._column.addWidget(self._notice(check))

    def _heading(self, words: str) -> QLabel:
        label = theme.heading(QLabel(words), 3)
        label.setWordWrap(True)
        return label

    def _notice(self, check: PrivacyCheck) -> Notice:
        kind = _KINDS[check.outcome] if check.testable else "plain"
        lines = (
            f"{check.key}  {translated(check.title)}  –  {translated(words_of(check))}",
            translated(check.sentence),
            translated(check.power),
        )
        notice = Notice(kind, "\n".join(lines))
        notice.setObjectName(f"evaluate.{check.key}")
        notice.setToolTip(translated(check.method))
        for number, action in enumerate(check.actions):
            pressed: Callable[[], None] = partial(self.action_chosen.emit, action)
            made = button(translated(action.words), f"evaluate.{check.key}.action{number}", self._tip(action))
            made.clicked.connect(pressed)
            notice.add(made)
        return notice

    def _tip(self, action: Action) -> str:
        return self.tr("{what}: changes the settings and opens their page; Undo takes it back").format(
            what=translated(action.words)
        )

    def _clear(self) -> None:
        while self._column.count():
            old = self._column.takeAt(0).widget()
            old.hide()
            old.deleteLater()
