"""The one error that is meant for a user: what happened, and what to do."""

from synthdesk.domain.messages import Message


class UserError(Exception):
    """Something a user can act on; anything else that is raised is a bug of the program.

    Args:
        title: A few words for the head line, "The file is empty".
        happened: One sentence that says what happened.
        remedy: One sentence that says what to do now.
    """

    def __init__(self, title: Message, happened: Message, remedy: Message) -> None:
        # The arguments go to Exception whole, so that the error survives pickling between processes.
        super().__init__(title, happened, remedy)
        self.title = title
        self.happened = happened
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the three sentences in English, as the command line prints them."""
        return f"{self.title}. {self.happened} {self.remedy}"


class NotEnoughMemoryError(UserError):
    """The work needs more memory than this computer can give; the remedy names a smaller table."""


class CannotMeetConditionError(UserError):
    """Rows were asked for that the model cannot make; `happened` names how many real rows are like that."""
