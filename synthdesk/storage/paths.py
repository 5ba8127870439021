"""Where things lie: the bundled resources, and the folders this program keeps for its user."""

import os
import sys
from pathlib import Path

import platformdirs

from synthdesk.storage import programs

HOME_VARIABLE = "SYNTHDESK_HOME"
"""Environment variable that puts every file kept for the user into one folder (portable use, tests)."""

PORTABLE_MARKER = "portable.txt"
"""A file of this name beside the programs of a bundle makes it portable: nothing is kept outside its folder."""

PORTABLE_FOLDER = "SynthDesk data"
"""Where a portable bundle keeps what others keep in the user's folders; it lies beside the programs."""

_PRIVATE = 0o700


def resources() -> Path:
    """Return the folder of the bundled files (icons, help, example), in whatever way the program was installed.

    Raises:
        FileNotFoundError: When the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    bundle = Path(getattr(sys, "_MEIPASS", package))
    for folder in (bundle / "resources", package / "resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("resources")


def user_data() -> Path:
    """Return the private folder for what the program keeps for this user; it exists afterwards."""
    return private(_home() or platformdirs.user_data_path("SynthDesk", appauthor=False))


def settings_file() -> Path:
    """Return the path of the settings; its folder exists afterwards."""
    if _home():
        return user_data() / "settings.json"
    return private(platformdirs.user_config_path("SynthDesk", appauthor=False)) / "settings.json"


def geometry_file() -> Path:
    """Return the path of the window's size and place, which are kept apart from the settings."""
    return settings_file().with_name("window.geometry")


def log_folder() -> Path:
    """Return the folder of the log files; it exists afterwards."""
    if _home():
        return private(user_data() / "logs")
    return private(platformdirs.user_log_path("SynthDesk", appauthor=False))


def recovery_folder() -> Path:
    """Return the folder of what can be brought back after a crash; it exists afterwards."""
    return private(user_data() / "recovery")


def workspaces_folder() -> Path:
    """Return the folder that holds one private folder for each open project; it exists afterwards."""
    return private(user_data() / "open")


def temporary_folder() -> Path:
    """Return the folder that holds one private folder of temporary files for each process; it exists afterwards."""
    return private(user_data() / "temp")


def is_portable() -> bool:
    """Return whether this bundle was made portable by the marker beside its programs."""
    beside = programs.folder()
    return beside is not None and (beside / PORTABLE_MARKER).is_file()


def _home() -> Path | None:
    """Return the one folder for everything, None when the system has a place for each kind of file."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen)
    beside = programs.folder()
    return beside / PORTABLE_FOLDER if beside is not None and is_portable() else None


def private(folder: Path) -> Path:
    """Return `folder` after making it (with its parents) so that only this user can enter it."""
    if not folder.is_dir():
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    return folder
