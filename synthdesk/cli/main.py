"""The command line: reads the arguments, runs one command, and turns every ending into an exit status."""

import contextlib
import functools
import io
import logging
import signal
import sys
from argparse import Namespace
from collections.abc import Sequence

from synthdesk.cli import table
from synthdesk.cli.console import Console
from synthdesk.cli.endings import (
    DONE,
    FAILED,
    STOPPED,
    WRONG_USAGE,
    OpenQuestionsError,
    StoppedError,
    UsageError,
)
from synthdesk.domain.errors import UserError
from synthdesk.domain.questions import Question
from synthdesk.storage import log, paths, recovery

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run the command in `arguments` (without the program's name) and return the exit status.

    0 done; 1 failed; 2 wrong usage or open questions; 130 stopped by Ctrl-C.
    """
    _prepare_process()
    try:
        parsed = table.parser().parse_args(arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else WRONG_USAGE
    console = Console()
    return _finished(console, _run(parsed, console))


def _run(parsed: Namespace, console: Console) -> int:
    try:
        table.function_of(parsed.command)(parsed, console)
    except KeyboardInterrupt:
        console.remark("Stopped.")
        return STOPPED
    except Exception as error:  # noqa: BLE001  # the hook of this application: a sentence, never a traceback
        return _ended(error, console, parsed.command.name)
    return DONE


@functools.singledispatch
def _ended(error: Exception, console: Console, _command: str) -> int:
    """Say how the command ended, and return the exit status of that ending."""
    _log.error("The command ended with an error", exc_info=error)
    console.remark("Something went wrong inside SynthDesk. The log says where; your files are unchanged.")
    console.remark(f"The log is in {paths.log_folder()}")
    return FAILED


@_ended.register
def _(error: UserError, console: Console, _command: str) -> int:
    console.remark(str(error))
    if getattr(error, "details", ""):
        console.remark(f"The log is in {paths.log_folder()}")
    return FAILED


@_ended.register
def _(error: UsageError, console: Console, command: str) -> int:
    console.remark(f"synthdesk {command}: {error.sentence}")
    return WRONG_USAGE


@_ended.register
def _(error: OpenQuestionsError, console: Console, _command: str) -> int:
    for question in error.questions:
        console.remark(_asked(question))
    return WRONG_USAGE


@_ended.register
def _(error: StoppedError, console: Console, _command: str) -> int:
    console.remark(error.sentence)
    return STOPPED


@_ended.register
def _(_error: BrokenPipeError, _console: Console, _command: str) -> int:
    return FAILED


@_ended.register
def _(error: OSError, console: Console, _command: str) -> int:
    console.remark(f"A file or folder could not be used: {error.strerror}. Check it and try again.")
    return FAILED


def _asked(question: Question) -> str:
    """Return the question, and under it the options that answer it."""
    lines = [str(question.sentence)]
    for choice in question.choices:
        mark = " (proposed)" if choice.key == question.proposal else ""
        lines.append(f"    --answer '{question.key}={choice.key}'    {choice.words}{mark}")
    return "\n".join(lines)


def _finished(console: Console, status: int) -> int:
    """Flush what was written; a result that nobody received is a failure."""
    try:
        console.flush()
    except (BrokenPipeError, UserError) as error:
        if isinstance(error, UserError) and status == DONE:
            console.remark(str(error))
        with contextlib.suppress(OSError):
            sys.stdout.close()
        return FAILED
    return status


def _prepare_process() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(OSError):  # work goes on without a log
        log.configure("command-line")
        recovery.sweep()
