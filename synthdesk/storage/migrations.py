"""Bringing data of an older format version up to date, one version at a time."""

from collections.abc import Callable, Mapping

Data = dict[str, object]
Steps = Mapping[int, Callable[[Data], Data]]
"""For each old version the function that makes data of the next version of it."""

VERSION = "format"
"""Key under which files carry their format version, a whole number from 1."""


class UnknownVersionError(ValueError):
    """The data carries no version, or one that no step leads away from."""


class NewerVersionError(ValueError):
    """The data was written by a newer version of the program."""


def migrate(data: Data, steps: Steps, newest: int) -> Data:
    """Return `data` in format `newest`; data that is `newest` already comes back as it is.

    Raises:
        NewerVersionError: When its version is above `newest`.
        UnknownVersionError: When it has no version, or there is no way from it to `newest`.
    """
    version = version_of(data)
    if version > newest:
        raise NewerVersionError(str(version))
    while version < newest:
        if version not in steps:
            raise UnknownVersionError(str(version))
        data = steps[version](data) | {VERSION: version + 1}
        version += 1
    return data


def version_of(data: Data) -> int:
    """Return the format version of `data`; `UnknownVersionError` when it carries none."""
    version = data.get(VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UnknownVersionError("none")
    return version
