"""The programs of a bundle: one has the window, the other (without Qt) does the work and the commands."""

import sys
from pathlib import Path

WINDOW = "SynthDesk"
WORKER = "synthdesk-worker"
WRITE_PDF = "--write-pdf"
"""First argument with which the program writes a page as PDF instead of opening a window."""


def is_bundle() -> bool:
    """Return whether this is a bundle with programs of its own, not Python with packages."""
    return bool(getattr(sys, "frozen", False))


def folder() -> Path | None:
    """Return the folder of the bundle's programs, None outside a bundle."""
    return Path(sys.executable).parent if is_bundle() else None


def worker() -> str | None:
    """Return the program that child processes are started from, None where that is Python itself."""
    return _beside(WORKER) if is_bundle() else None


def window() -> list[str]:
    """Return the beginning of a command line that starts the program with Qt."""
    return [_beside(WINDOW)] if is_bundle() else [sys.executable, "-m", "synthdesk"]


def _beside(name: str) -> str:
    own = Path(sys.executable)
    return str(own.with_name(name + own.suffix))
