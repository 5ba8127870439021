"""The window's program of a bundle."""

from synthdesk.jobs import seclusion

seclusion.begin()

import sys  # noqa: E402  # nothing comes before the lines above

from synthdesk.__main__ import main  # noqa: E402

# A child is another program: it must not look for the file that this one was made from, as a copy of Python would.
del __file__

if __name__ == "__main__":
    sys.exit(main())
