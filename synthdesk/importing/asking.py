"""Asking where the data cannot decide: one place that keeps questions, answers and what holds meanwhile."""

from dataclasses import dataclass, field

from synthdesk.domain.messages import Message, message
from synthdesk.domain.questions import Choice, Question
from synthdesk.domain.source import ImportOptions
from synthdesk.importing.headings import Heading


@dataclass(slots=True)
class Asking:
    """The questions and remarks of one reading.

    Attributes:
        options: How the file is read, with the answers given so far.
        questions: Questions so far, answered ones too.
        remarks: Sentences about what was recognised and needs no answer.
    """

    options: ImportOptions
    questions: list[Question] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)

    def ask(
        self,
        key: str,
        sentence: Message,
        choices: tuple[Choice, ...],
        *,
        column: str | None = None,
        proposal: str | None = None,
    ) -> str:
        """Ask, and return the key of the choice that holds for now: the answer, the proposal or the first."""
        known = {choice.key for choice in choices}
        given = self.options.answer(key)
        answer = given if given in known else None
        self.questions.append(Question(key, column, sentence, choices, proposal, answer))
        return answer or proposal or choices[0].key

    def heading(self, found: Heading, row: list[str]) -> int:
        """Ask whether the doubtful `row` holds names or values; return the heading row, 0 for none."""
        shown = ", ".join(cell.strip() for cell in row if cell.strip())[:80]
        sentence = message("Are “{row}” the names of the columns or a row of values?", row=shown)
        choices = (Choice("names", message("Names")), Choice("values", message("Values")))
        return found.doubtful if self.ask("heading", sentence, choices) == "names" else 0

    def remark(self, sentence: Message) -> None:
        """Say what was recognised."""
        self.remarks.append(sentence)
