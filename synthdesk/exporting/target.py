"""A file that appears whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from synthdesk.exporting import problems


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; what was written there takes its place when all went well.

    Raises:
        UserError: The system would not let us write; whatever was at `path` is still there.
    """
    if path.is_dir():
        raise problems.is_a_folder()
    temporary = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        temporary.open("xb").close()
    except OSError as error:
        raise problems.could_not_write(error) from error
    try:
        yield temporary
        _flush(temporary)
        temporary.replace(path)
    except OSError as error:
        raise problems.could_not_write(error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
