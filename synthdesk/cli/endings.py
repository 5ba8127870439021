"""How a command can end, and the exit status of each ending."""

from collections.abc import Iterable

from synthdesk.domain.messages import Message
from synthdesk.domain.questions import Question

DONE = 0
FAILED = 1
WRONG_USAGE = 2
STOPPED = 130
"""Ended by Ctrl-C; the number shells use for it (128 + SIGINT)."""


class UsageError(Exception):
    """An option has a value that cannot be used; the message says what can."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class OpenQuestionsError(Exception):
    """Questions that need an answer before the work can begin."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.questions = tuple(questions)
        super().__init__(self.questions)


class StoppedError(Exception):
    """The user stopped the work with Ctrl-C; the message says what was kept."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence)
        self.sentence = sentence
