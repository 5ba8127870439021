"""Questions the program asks where the data alone cannot decide."""

from dataclasses import dataclass

from synthdesk.domain.messages import Message


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: its `key` in recipes and its words on a button."""

    key: str
    words: Message


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide.

    Attributes:
        key: Stable key, the same for the same file, for example "missing:smoker:-99".
        column: Name of the column it is about, or None.
        sentence: What was seen and what is asked; ends in a question mark.
        choices: Two or more possible answers.
        proposal: Key of the choice the evidence speaks for, or None when it speaks for none.
        answer: Key of the choice the user made, or None while the question is open.
    """

    key: str
    column: str | None
    sentence: Message
    choices: tuple[Choice, ...]
    proposal: str | None = None
    answer: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answer is None
