"""The program of a bundle without Qt: child processes and commands."""

from synthdesk.jobs import seclusion

seclusion.begin()

import sys  # noqa: E402  # nothing comes before the lines above

from synthdesk.__main__ import command_line  # noqa: E402

if __name__ == "__main__":
    sys.exit(command_line())
