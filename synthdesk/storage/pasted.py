"""Tables that come from the clipboard or a pipe: kept in the private folder of the open project, and gone with it."""

from pathlib import Path

from synthdesk.domain.source import PASTED_FOLDER
from synthdesk.storage import paths
from synthdesk.storage.atomic import write_bytes


def keep(data: bytes, work_folder: Path, name: str) -> Path:
    """Write `data` as file `name` into a folder of its own below `work_folder`, for this user only; return its path.

    Raises:
        UserError: The disk is full, or the folder cannot be written.
    """
    place = paths.private(work_folder / PASTED_FOLDER)
    path = paths.private(place / str(1 + len(list(place.iterdir())))) / name
    write_bytes(path, data, private=True)
    return path
