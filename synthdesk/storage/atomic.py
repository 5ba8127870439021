"""Writing a file whole or not at all, whatever happens meanwhile."""

import contextlib
import errno
import hashlib
import os
import platform
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import message

_PREFIX = ".synthdesk-"
_REPLACE_TRIES = 6
_FIRST_WAIT_SECONDS = 0.05
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Yield a temporary file in the folder of `path`; when the block ends well it takes the place of `path`.

    The old file stays as it was until the new one is on the disk (fsync) and complete; after any error the
    temporary file is gone. Files that a killed process of this computer left are swept away.

    Args:
        path: The file to write; a link is followed, so that the link stays.
        private: Whether only this user may read the file.

    Yields:
        The path to write to. It exists, empty, and has the suffix of `path`.

    Raises:
        UserError: When the disk is full, or the file or its folder may not be written.
    """
    final = path.resolve()
    temporary = None
    try:
        _sweep(final.parent)
        temporary = _create(final, mode=0o600 if private else 0o666)
        yield temporary
        _flush(temporary)
        _replace(temporary, final)
        _flush_folder(final.parent)
    except OSError as error:
        raise _sentence(error, path) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write `data` to `path` whole or not at all. Raises as `replacing` does."""
    with replacing(path, private=private) as temporary:
        temporary.write_bytes(data)


def _create(final: Path, *, mode: int) -> Path:
    name = f"{_PREFIX}{_computer()}-{os.getpid()}-{secrets.token_hex(6)}{final.suffix}"
    temporary = final.with_name(name)
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
    return temporary


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _replace(temporary: Path, final: Path) -> None:
    wait = _FIRST_WAIT_SECONDS
    for attempt in range(1, _REPLACE_TRIES + 1):
        try:
            temporary.replace(final)
        except PermissionError:
            # On Windows virus scanners and indexers hold a new file for a moment.
            if os.name != "nt" or attempt == _REPLACE_TRIES:
                raise
            time.sleep(wait)
            wait *= 2
        else:
            return


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_PREFIX}{_computer()}-*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[1]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            with contextlib.suppress(OSError):
                left.unlink()


def _computer() -> str:
    # Folders may be shared: another computer's process numbers say nothing here.
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _sentence(error: OSError, path: Path) -> UserError:
    if error.errno in _DISK_FULL:
        return UserError(
            message("The disk is full"),
            message(
                "“{file}” could not be written. Nothing was lost: what was there before is unchanged.",
                file=path.name,
            ),
            message("Make some room or choose a folder on another disk, then try again."),
        )
    if error.errno in _NOT_ALLOWED:
        return UserError(
            message("The file cannot be written"),
            message(
                "“{file}” or its folder may not be changed, or another program has it open. What was there "
                "before is unchanged.",
                file=path.name,
            ),
            message("Close the file in other programs or choose another folder, then try again."),
        )
    return UserError(
        message("The file cannot be written"),
        message(
            "Writing “{file}” failed ({reason}). What was there before is unchanged.",
            file=path.name,
            reason=error.strerror or "",
        ),
        message("Check that the folder is there and can be reached, or choose another one, then try again."),
    )
