"""The questions that only the user can answer, each a card with its answers as buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.questions import Choice, Question
from synthdesk.ui import theme
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.notice import Notice

MOST_CARDS = 12
"""More cards than this are folded away, open ones first."""


def holding(question: Question) -> Choice:
    """Return the choice that holds: the answer, else the proposal, else the first one."""
    wanted = question.answer or question.proposal
    return next((choice for choice in question.choices if choice.key == wanted), question.choices[0])


class QuestionCard(Notice):
    """One question. `answered` carries its key and the key of the choice."""

    answered = Signal(str, str)
    column_wanted = Signal(str)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        is_open = question.is_open
        super().__init__("warning" if is_open else "plain", translated(question.sentence), parent)
        self.question = question
        self.setObjectName(f"data.question.{question.key}")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for choice in question.choices:
            self._add_choice(choice)
        self._group.buttonClicked.connect(self._on_clicked)
        if question.column is not None:
            self._add_show_button()

    def _add_show_button(self) -> None:
        show = button(
            self.tr("Show column"),
            f"data.show.{self.question.key}",
            self.tr("Bring the column into view in the table"),
            kind="link",
        )
        show.clicked.connect(self._on_show)
        self.add(show)

    def _on_show(self) -> None:
        self.column_wanted.emit(self.question.column or "")

    def _add_choice(self, choice: Choice) -> None:
        chosen = self.question.answer == choice.key
        holds = self.question.is_open and holding(self.question) == choice
        advised = holds and self.question.proposal is not None
        whole = translated(choice.words)
        words = whole.replace("&", "&&")
        tip = self.tr("This holds until you answer") if holds else self.tr("Answer the question like this")
        name = f"data.answer.{self.question.key}.{choice.key}"
        made = button(words, name, f"{whole}\n{tip}", elided=True)
        if advised:
            made.setText(self.tr("{answer} (proposed)").format(answer=words))
        elif holds:
            made.setText(self.tr("{answer} (for now)").format(answer=words))
        made.setCheckable(True)
        made.setChecked(chosen)
        made.setProperty("choice", choice.key)
        self._group.addButton(made)
        self.add(made)

    def _on_clicked(self, pressed: QAbstractButton) -> None:
        self.answered.emit(self.question.key, str(pressed.property("choice")))


class QuestionPanel(QFrame):
    """All questions, open ones first. `answered` carries pairs (question key, choice key)."""

    answered = Signal(object)
    column_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions: tuple[Question, ...] = ()
        self._all = False
        self._cards: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(2.5))
        self.title = theme.heading(QLabel(), 2)
        self.title.setWordWrap(True)
        self._take_all = button(
            self.tr("Take all proposals"),
            "data.take_all",
            self.tr("Answer every open question as it is proposed"),
            symbol="check",
        )
        self._more = button("", "data.more_questions", self.tr("Show every question"), kind="link")
        self._build()
        self._take_all.clicked.connect(self._on_take_all)
        self._more.clicked.connect(self._on_more)

    def show_questions(self, questions: tuple[Question, ...]) -> None:
        """Show `questions`; nothing moves when they are the same."""
        if questions != self._questions:
            self._questions = questions
            self._rebuild()

    def _build(self) -> None:
        self._column.addWidget(self.title)
        self._column.addWidget(self._take_all, 0, Qt.AlignmentFlag.AlignLeading)
        self._cards_at = self._column.count()
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        self._column.addStretch(1)

    def _rebuild(self) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.deleteLater()
        ordered = sorted(self._questions, key=lambda question: not question.is_open)
        shown = ordered if self._all else ordered[:MOST_CARDS]
        self._cards = [self._card(question) for question in shown]
        for place, card in enumerate(self._cards):
            self._column.insertWidget(self._cards_at + place, card)
        n_open = sum(question.is_open for question in self._questions)
        self.title.setText(self._title(n_open))
        self._take_all.setVisible(n_open > 1)
        hidden = len(ordered) - len(shown)
        self._more.setText(self.tr("Show {count:,} more").format(count=hidden))
        self._more.setVisible(hidden > 0)

    def _card(self, question: Question) -> QuestionCard:
        card = QuestionCard(question)
        card.answered.connect(self._on_answered)
        card.column_wanted.connect(self.column_wanted)
        return card

    def _title(self, n_open: int) -> str:
        if not n_open:
            return self.tr("Your answers")
        return self.tr("One question") if n_open == 1 else self.tr("{count:,} questions").format(count=n_open)

    def _on_answered(self, key: str, choice: str) -> None:
        self.answered.emit(((key, choice),))

    def _on_take_all(self) -> None:
        self.answered.emit(tuple((q.key, holding(q).key) for q in self._questions if q.is_open))

    def _on_more(self) -> None:
        self._all = True
        self._rebuild()
