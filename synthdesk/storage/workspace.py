"""The private folder of an open project, in which the child processes keep its table and its runs."""

import contextlib
import os
import secrets
import shutil
import time
from pathlib import Path

import msgspec
import psutil

from synthdesk.storage import paths
from synthdesk.storage.atomic import write_bytes

_LOCK = "owner.json"
_SAME_START_SECONDS = 2.0
_NEW_SECONDS = 60.0


class _Owner(msgspec.Struct, frozen=True):
    """The process a workspace belongs to; its start time tells it from a later one of the same number."""

    pid: int
    started: float


class Workspace:
    """A folder only this user can enter. It is deleted by `close`, or by `sweep` when its process died.

    Args:
        path: An existing folder of a dead process to take over (recovery), or None for a new one.
        place: The folder in which a new one is made; None is the one of all workspaces.
    """

    def __init__(self, path: Path | None = None, place: Path | None = None) -> None:
        self.path = path or paths.private((place or paths.workspaces_folder()) / secrets.token_hex(8))
        """The folder."""
        write_bytes(self.path / _LOCK, msgspec.json.encode(_this_process()), private=True)

    def close(self) -> None:
        """Delete the folder with everything in it; calling it again does no harm."""
        delete(self.path)

    def empty(self) -> None:
        """Delete everything in the folder: another table or project takes the place of this one."""
        for inside in self.path.iterdir():
            if inside.name != _LOCK:
                delete(inside)


def is_owned(folder: Path) -> bool:
    """Return whether a living process uses the workspace `folder`."""
    try:
        owner = msgspec.json.decode((folder / _LOCK).read_bytes(), type=_Owner)
        started = psutil.Process(owner.pid).create_time()
    except (OSError, ValueError, RecursionError, psutil.Error):
        return False
    return abs(started - owner.started) < _SAME_START_SECONDS


def sweep(keep: frozenset[Path] = frozenset(), place: Path | None = None) -> int:
    """Delete the workspaces of dead processes in `place`, except those in `keep`; return how many went."""
    dead = [
        folder
        for folder in (place or paths.workspaces_folder()).iterdir()
        if folder not in keep and not is_owned(folder) and not _is_being_made(folder)
    ]
    for folder in dead:
        delete(folder)
    return len(dead)


def _this_process() -> _Owner:
    return _Owner(os.getpid(), psutil.Process().create_time())


def _is_being_made(folder: Path) -> bool:
    """Whether another process may be about to write its lock into `folder`."""
    with contextlib.suppress(OSError):
        age = time.time() - folder.stat().st_mtime
        return not (folder / _LOCK).exists() and age < _NEW_SECONDS
    return False


def delete(path: Path) -> None:
    """Delete a file or a folder with everything in it, as far as that is possible."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()
