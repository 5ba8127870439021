"""Doing one request and ending in exactly one ending, whatever happens; shared by child and inline runs."""

import importlib
import logging
from collections.abc import Callable, Generator, Iterator
from typing import Any

from synthdesk.domain.control import Control, Wish
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Cancelled, Event, Failed, Finished
from synthdesk.domain.messages import Message, message
from synthdesk.storage.log import without_values

_log = logging.getLogger(__name__)

Perform = Callable[[Any, Control], Iterator[Event]]
"""What a module of tasks offers as `perform`: the events of a request, an ending last."""


def other_tasks(module: str) -> Perform:
    """Return the function `perform` of the module called `module`."""
    perform: Perform = importlib.import_module(module).perform
    return perform


class GivenUpError(Exception):
    """The work ends here because it was asked to; the run ends with `Cancelled`."""


def events(find: Callable[[], Perform], request: object, control: Control) -> Iterator[Event]:
    """Yield what the function that `find` returns does for `request`; exactly one ending, which is last."""
    if control.wish() is Wish.CANCEL:
        yield Cancelled()
        return
    try:
        yield from _stoppable(find()(request, control), control)
    except GivenUpError:
        yield Cancelled()
    except Exception as error:  # noqa: BLE001  # whatever went wrong, the watcher has to be told
        ending = failure(error)
        if ending.details:
            _log.error("Work failed", exc_info=error)
        yield ending


def _stoppable(working: Iterator[Event], control: Control) -> Iterator[Event]:
    for event in working:
        yield event
        if isinstance(event, Finished | Cancelled | Failed):
            return
        if control.wish() is Wish.CANCEL:
            # Thrown into the work, so that it clears up before anybody hears that it has ended.
            if isinstance(working, Generator):
                working.throw(GivenUpError())
            raise GivenUpError
    raise RuntimeError("the work ended without an ending")


def failure(error: BaseException) -> Failed:
    """Return `error` as the ending of a run: three sentences, and for a bug where it happened."""
    if isinstance(error, UserError):
        return Failed(error.title, error.happened, error.remedy)
    if isinstance(error, MemoryError):
        return Failed(
            message("Not enough memory"),
            message("The computer's memory is too small for this work."),
            message("Close other programs, or take a table with fewer rows or columns, and try again."),
            without_values(error),
        )
    if isinstance(error, OSError):
        return _file_failure(error)
    return Failed(
        message("Something went wrong inside SynthDesk"),
        message("The work ended with an error that was not expected ({kind}).", kind=type(error).__name__),
        message(
            "Your file is unchanged. Try again; if it happens again, send the report to whoever supports you."
        ),
        without_values(error),
    )


_FILE_TROUBLE: dict[str, tuple[str, str, str]] = {
    "ENOSPC": (
        "The disk is full",
        "There is no room left on the disk to write to.",
        "Free some space or choose another folder, and try again.",
    ),
    "EACCES": (
        "No permission",
        "This user account may not read or write a file or folder that is needed.",
        "Choose another folder, or ask whoever looks after this computer.",
    ),
    "ENOENT": (
        "A file is gone",
        "A file or folder that is needed is not there any more.",
        "Check the place and try again.",
    ),
    "EROFS": (
        "The folder cannot be written to",
        "The disk can only be read.",
        "Choose another folder.",
    ),
}
_SAME = {"EPERM": "EACCES", "EDQUOT": "ENOSPC", "EFBIG": "ENOSPC"}
_OTHER_TROUBLE = (
    "The disk could not be used",
    "Reading or writing a file failed ({kind}).",
    "Check the disk or the network folder, and try again.",
)


def _file_failure(error: OSError) -> Failed:
    import errno

    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    title, happened, remedy = _FILE_TROUBLE.get(_SAME.get(name, name), _OTHER_TROUBLE)
    return Failed(Message(title), _with_kind(happened, name), Message(remedy), without_values(error))


def _with_kind(template: str, kind: str) -> Message:
    return message(template, kind=kind) if "{kind}" in template else message(template)
