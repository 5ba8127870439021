"""The recipe of a project as a readable file that repeats the work on another table."""

import types
from pathlib import Path

import msgspec

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import message
from synthdesk.domain.project import Recipe
from synthdesk.storage import codec
from synthdesk.storage.atomic import write_bytes
from synthdesk.storage.migrations import (
    VERSION,
    Data,
    NewerVersionError,
    Steps,
    UnknownVersionError,
    migrate,
)

FORMAT = 1
_STEPS: Steps = types.MappingProxyType({})
_BYTES_AT_MOST = 64 * 2**20


def save(recipe: Recipe, path: Path) -> None:
    """Write `recipe` to `path` as indented JSON; `UserError` when that is not possible."""
    plain = codec.to_plain(recipe)
    assert isinstance(plain, dict)
    text = msgspec.json.format(msgspec.json.encode({VERSION: FORMAT} | plain), indent=2)
    write_bytes(path, text + b"\n")


def load(path: Path) -> Recipe:
    """Return the recipe in `path`.

    Raises:
        UserError: When the file cannot be read or is no recipe; the sentence says what is wrong in it.
    """
    try:
        text = _read(path)
        data = migrate(msgspec.json.decode(text, type=Data), _STEPS, FORMAT)
        data.pop(VERSION)
        return codec.from_plain(data, Recipe)
    except NewerVersionError as error:
        raise UserError(
            message("The recipe was made by a newer SynthDesk"),
            message("“{file}” has a format that this version does not know.", file=path.name),
            message("Use the newer version, or save the recipe again with this one."),
        ) from error
    except UnknownVersionError as error:
        raise _unusable(path, 'it does not say which "format" it has') from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise _unusable(path, str(error)) from error
    except OSError as error:
        raise _unusable(path, error.strerror or "") from error


def _read(path: Path) -> bytes:
    if path.stat().st_size > _BYTES_AT_MOST:
        raise codec.CodecError("it is too large")
    return path.read_bytes()


def _unusable(path: Path, reason: str) -> UserError:
    return UserError(
        message("The recipe cannot be used"),
        message("“{file}”: {reason}.", file=path.name, reason=reason),
        message("Save the recipe again from a project, or mend the file."),
    )
