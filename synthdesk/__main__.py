"""The start of the program: the window, or a command."""

import multiprocessing
import os
import sys
from pathlib import Path

_WRITE_PDF = "--write-pdf"
"""What the command line calls the program with to have a report written as PDF (`cli.pdf`)."""

_COMMAND_LINE = ("-h", "--help", "--version")


def main() -> int:
    """Open the window, or run the command in `sys.argv`; return the exit status.

    Where there is no screen and nothing else is asked for, the example is run instead of the window.
    """
    # First of all: in a bundle every child process starts here, too.
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if arguments[:1] == [_WRITE_PDF]:
        from synthdesk.ui.pdf import main as write_pdf

        return write_pdf(arguments[1:])
    if _is_command(arguments):
        from synthdesk.cli.main import main as run_command

        return run_command(arguments)
    if has_screen():
        from synthdesk.ui.app import main as open_window

        return open_window(arguments)
    return _without_screen(arguments)


def has_screen() -> bool:
    """Return whether a window can be opened here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


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
