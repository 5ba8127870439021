"""Where the command line writes: results on stdout, everything else on stderr."""

import contextlib
import sys
from collections.abc import Iterator
from typing import TextIO

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import Message, message


class Console:
    """The two streams of the command line. A sign that a stream cannot show is written as an escape."""

    def __init__(self, results: TextIO | None = None, remarks: TextIO | None = None) -> None:
        self._results = results or sys.stdout
        self._remarks = remarks or sys.stderr
        self._line_length = 0

    @property
    def is_terminal(self) -> bool:
        """Whether somebody watches stderr on a terminal."""
        return self._remarks.isatty()

    def result(self, text: str) -> None:
        """Write a line of a result; `UserError` when it cannot be written."""
        self._clear_line()
        with _told():
            self._results.write(text + "\n")

    def remark(self, text: str | Message) -> None:
        """Write a line that is not a result."""
        self._clear_line()
        self._remarks.write(f"{text}\n")
        self._remarks.flush()

    def status(self, text: str) -> None:
        """Show `text` in place of the last status; only on a terminal."""
        self._remarks.write("\r" + text.ljust(self._line_length))
        self._remarks.flush()
        self._line_length = len(text)

    def flush(self) -> None:
        """Send what was written on its way; `UserError` when it cannot be written."""
        self._clear_line()
        with _told():
            self._results.flush()

    def _clear_line(self) -> None:
        if self._line_length:
            self._remarks.write("\r" + " " * self._line_length + "\r")
            self._line_length = 0


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn a failure to write a result into a sentence, unless the reader just went away."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UserError(
            message("The result could not be written"),
            message("Writing to the output failed ({reason}).", reason=error.strerror or ""),
            message("Make room, or send the output elsewhere."),
        ) from error
