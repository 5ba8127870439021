"""What the program remembers from one start to the next; nothing about the data but names of project files."""

import contextlib
import logging
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import get_type_hints

import msgspec

from synthdesk.domain.errors import UserError
from synthdesk.storage import codec, paths
from synthdesk.storage.atomic import write_bytes
from synthdesk.storage.migrations import VERSION, Data, Steps, migrate, version_of

_log = logging.getLogger(__name__)

FORMAT = 1
_STEPS: Steps = types.MappingProxyType({})
RECENT_AT_MOST = 10
SMALLEST_SCALE, LARGEST_SCALE = 0.75, 2.5


class Appearance(StrEnum):
    """Colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's settings.

    Attributes:
        appearance: Light, dark, or as the system is.
        font_scale: Size of all letters, 1.0 is the system's; `SMALLEST_SCALE` to `LARGEST_SCALE`.
        keep_recent: Whether names of opened project files are remembered.
        recent: Absolute paths of project files, the latest first.
    """

    appearance: Appearance = Appearance.SYSTEM
    font_scale: float = 1.0
    keep_recent: bool = True
    recent: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse values outside their limits."""
        if not SMALLEST_SCALE <= self.font_scale <= LARGEST_SCALE:
            raise ValueError("font scale out of limits")

    def with_recent(self, path: Path) -> "Settings":
        """Return settings with `path` as the latest project; unchanged when none are to be remembered."""
        if not self.keep_recent:
            return self
        latest = str(path.resolve())
        others = (p for p in self.recent if p != latest)
        return replace(self, recent=(latest, *others)[:RECENT_AT_MOST])

    def without_recent(self, path: Path) -> "Settings":
        """Return settings that do not remember `path`."""
        return replace(self, recent=tuple(p for p in self.recent if p != str(path.resolve())))

    def with_keep_recent(self, *, keep: bool) -> "Settings":
        """Return settings that remember project files or, with False, forget all of them."""
        return replace(self, keep_recent=keep, recent=self.recent if keep else ())


def load() -> Settings:
    """Return the user's settings; whatever can not be read takes its default, with a warning in the log."""
    path = paths.settings_file()
    if not path.is_file():
        return Settings()
    try:
        data = _read(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        _log.warning("The settings cannot be read; all of them take their defaults")
        return Settings()
    return _lenient(data)


def save(settings: Settings) -> None:
    """Write `settings` for the next start. Raises `UserError` when that is not possible."""
    plain = codec.to_plain(settings)
    assert isinstance(plain, dict)
    text = msgspec.json.format(msgspec.json.encode({VERSION: FORMAT} | plain), indent=1)
    write_bytes(paths.settings_file(), text, private=True)


def load_geometry() -> bytes:
    """Return the window's size and place as `save_geometry` got them, b"" when there are none."""
    with contextlib.suppress(OSError):
        return paths.geometry_file().read_bytes()
    return b""


def save_geometry(geometry: bytes) -> None:
    """Remember the window's size and place; not worth a message when that is not possible."""
    try:
        write_bytes(paths.geometry_file(), geometry, private=True)
    except UserError:
        _log.info("The place of the window could not be remembered")


def _read(text: bytes) -> Data:
    data = msgspec.json.decode(text, type=dict[str, object])
    if version_of(data) > FORMAT:
        # Written by a newer version: what is known is taken, so that going back a version costs little.
        return data
    return migrate(data, _STEPS, FORMAT)


def _lenient(data: Mapping[str, object]) -> Settings:
    """Return settings with every key of `data` that fits, one by one."""
    settings = Settings()
    hints = get_type_hints(Settings)
    for name in (f.name for f in fields(Settings) if f.name in data):
        try:
            settings = replace(settings, **{name: codec.from_plain(data[name], hints[name])})
        except ValueError:
            _log.warning("One setting cannot be read and takes its default")
    if set(data) - set(hints) - {VERSION}:
        _log.warning("Unknown settings were dropped")
    return settings
