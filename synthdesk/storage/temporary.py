"""A private folder for the temporary files of this process, its libraries and its children."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from synthdesk.storage import paths, programs, workspace
from synthdesk.storage.workspace import Workspace

VARIABLES = ("TMPDIR", "TEMP", "TMP")
"""Where Python, Qt and other libraries look for the place of temporary files."""

_LIBRARIES = "LD_LIBRARY_PATH"


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """Yield a folder that only this user can enter, and have all temporary files put there.

    It is deleted afterwards; what processes that were killed have left is deleted first.

    Raises:
        OSError: When the user's own folder cannot be written to (or `UserError`, which says it in words).
    """
    place = paths.temporary_folder()
    workspace.sweep(place=place)
    before = {name: os.environ.get(name) for name in VARIABLES}
    with contextlib.closing(Workspace(place=place)) as space:
        _use(dict.fromkeys(VARIABLES, str(space.path)))
        try:
            yield space.path
        finally:
            _use(before)


@contextlib.contextmanager
def not_ours() -> Iterator[None]:
    """Have programs of others that are started meanwhile use their own temporary folder and libraries.

    A bundle keeps what it changed of the way to the libraries in a second variable.
    """
    theirs: dict[str, str | None] = dict.fromkeys(VARIABLES)
    if programs.is_bundle():
        theirs[_LIBRARIES] = os.environ.get(f"{_LIBRARIES}_ORIG")
    before = {name: os.environ.get(name) for name in theirs}
    _use(theirs)
    try:
        yield
    finally:
        _use(before)


def _use(places: Mapping[str, str | None]) -> None:
    for name, value in places.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    tempfile.tempdir = None  # looked up anew at the next temporary file
