"""The log file: templates, counts and places in the code; never a value, a name of a column or a path."""

import logging
import logging.handlers
import sys
import traceback
from enum import Enum
from pathlib import Path

from synthdesk.domain.messages import Message
from synthdesk.storage import paths

_PACKAGE = "synthdesk"
_BYTES = 1_000_000
_OLD_FILES = 3
_HIDDEN = "‹left out›"


class DiscreetFormatter(logging.Formatter):
    """Writes a record so that no value of the data can be in it.

    The template stands as it is in the code; numbers are filled in, a `Message` shows its template, and
    every other argument is left out. Of exceptions the types and places remain. Records of other libraries
    keep only their origin, since their templates may have been filled before they came here.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line (or lines, with an exception) for `record`."""
        ours = record.name == _PACKAGE or record.name.startswith(f"{_PACKAGE}.")
        said = _said(record) if ours else _HIDDEN
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {said}"
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + without_values(record.exc_info[1])
        return line


def configure(name: str = _PACKAGE) -> Path:
    """Send all log records to the file `name`.log and return its path.

    Window and child processes use different names: two processes must not turn over one file.
    """
    path = paths.log_folder() / f"{name}.log"
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=_BYTES, backupCount=_OLD_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(DiscreetFormatter())
    handler.set_name(_PACKAGE)
    root = logging.getLogger()
    for old in [h for h in root.handlers if h.get_name() == _PACKAGE]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    logging.getLogger(_PACKAGE).setLevel(logging.INFO)
    # A log that cannot be written must not put its record, values and all, on the screen.
    logging.raiseExceptions = False
    return path


def without_values(error: BaseException) -> str:
    """Return the traceback of `error` and its causes without messages, source lines and variables.

    >>> without_values(ValueError("Mrs Smith"))
    'ValueError'
    """
    lines = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append("\n".join([type(current).__name__, *_places(current)]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nafter ".join(lines)


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"  {_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _module(filename: str) -> str:
    """Return the part of a file name below the place where packages are installed."""
    path = Path(filename)
    for place in sorted(sys.path, key=len, reverse=True):
        if place and path.is_relative_to(place):
            return path.relative_to(place).as_posix()
    return path.name


def _said(record: logging.LogRecord) -> str:
    if not record.args:
        return str(record.msg) if isinstance(record.msg, str) else _HIDDEN
    values = record.args.values() if isinstance(record.args, dict) else record.args
    try:
        if isinstance(record.args, dict):
            return str(record.msg) % dict(zip(record.args, map(_shown, values), strict=True))
        return str(record.msg) % tuple(map(_shown, values))
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _shown(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Message):
        return value.template
    return type(value).__name__ if isinstance(value, BaseException) else _HIDDEN
