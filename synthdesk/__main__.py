"""The start of the program: the window, or a command."""

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from synthdesk.jobs import seclusion
from synthdesk.storage import programs

_COMMAND_LINE = ("-h", "--help", "--version")
_FOR_PYTHON = ("-m", "-c")
_NOT_PYTHON = 97
"""Exit status of a bundle that a library took for a Python interpreter."""


def main() -> int:
    """Open the window, or run the command in `sys.argv`; return the exit status.

    Where there is no screen and nothing else is asked for, the example is run instead of the window.
    """
    return _secluded(_open_or_run)


def command_line() -> int:
    """Run the command in `sys.argv`; the program without Qt of a bundle. Return the exit status."""
    from synthdesk.cli.main import main as run_command

    return _secluded(run_command)


def has_screen() -> bool:
    """Return whether a window can be opened here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _secluded(run: Callable[[list[str]], int]) -> int:
    """Return what `run` does with the arguments of this process, in a process that keeps to itself."""
    seclusion.begin()
    # In a bundle every child process starts here, too.
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if programs.is_bundle() and arguments and arguments[0] in _FOR_PYTHON:
        return _NOT_PYTHON
    with _own_temporary_folder():
        return run(arguments)


def _open_or_run(arguments: list[str]) -> int:
    if arguments[:1] == [programs.WRITE_PDF]:
        from synthdesk.ui.pdf import main as write_pdf

        return write_pdf(arguments[1:])
    if _is_command(arguments):
        from synthdesk.cli.main import main as run_command

        return run_command(arguments)
    if has_screen():
        from synthdesk.ui.app import main as open_window

        return open_window(arguments)
    return _without_screen(arguments)


@contextlib.contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """Where the user's folder cannot be written to, no table is read either; help and version remain."""
    from synthdesk.domain.errors import UserError
    from synthdesk.storage import temporary

    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, UserError):
            stack.enter_context(temporary.own_folder())
        yield


def _is_command(arguments: list[str]) -> bool:
    """Return whether `arguments` are for the command line: a command, or a word that is no file."""
    from synthdesk.cli.table import NAMES

    if not arguments:
        return False
    first = arguments[0]
    if first in NAMES or first in _COMMAND_LINE:
        return True
    looks_like_a_file = Path(first).suffix or os.sep in first or Path(first).exists()
    return not first.startswith("-") and not looks_like_a_file


def _without_screen(arguments: list[str]) -> int:
    from synthdesk.cli.main import main as run_command

    if arguments:
        sys.stderr.write("There is no screen here, so the window cannot open. See: synthdesk --help\n")
        return 2
    sys.stderr.write("There is no screen here, so the window cannot open; the example is run instead.\n")
    return run_command(["example"])


if __name__ == "__main__":
    sys.exit(main())
