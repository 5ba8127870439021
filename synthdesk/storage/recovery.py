"""What a crash left: the project as it was last, without rows, and the folder of its runs."""

import contextlib
import logging
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from synthdesk.domain.errors import UserError
from synthdesk.domain.project import Project, Recipe
from synthdesk.storage import codec, paths, project_file, workspace
from synthdesk.storage.atomic import write_bytes

_log = logging.getLogger(__name__)
_SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A training run that had not ended: enough to go on from its checkpoint."""

    run_id: str
    recipe: Recipe
    source_sha256: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """A project that was open when the program ended badly (or was told to keep it).

    Attributes:
        entry: The recovery file; `discard` deletes it.
        project: The project without rows.
        path: Its project file, or None when it was never saved.
        work_folder: Its workspace, still there: take it over with `Workspace(work_folder)`.
        saved_at: Seconds since 1970-01-01.
        unfinished: The training run under way, with a checkpoint in the workspace; None when there is none.
    """

    entry: Path
    project: Project
    path: Path | None
    work_folder: Path
    saved_at: float
    unfinished: Unfinished | None


@dataclass(frozen=True, slots=True)
class _Entry:
    document: str
    path: str | None
    work_folder: str
    saved_at: float
    unfinished: Unfinished | None


class Autosave:
    """Keeps one recovery file for the open project. Call `save` on every step and once a minute."""

    def __init__(self, work_folder: Path, entry: Path | None = None) -> None:
        self._work_folder = work_folder
        self._entry = entry or paths.recovery_folder() / f"{secrets.token_hex(8)}{_SUFFIX}"

    def save(self, project: Project, path: Path | None, unfinished: Unfinished | None = None) -> None:
        """Write the recovery file anew. A failure is logged and nothing more: the project itself is unharmed."""
        document = project_file.recovery_document(project).decode()
        kept = _Entry(document, str(path) if path else None, str(self._work_folder), time.time(), unfinished)
        try:
            write_bytes(self._entry, codec.encode(kept), private=True)
        except UserError:
            _log.warning("The project could not be kept for recovery")

    def clear(self) -> None:
        """Delete the recovery file: the project was saved and closed, or the user gave it up."""
        with contextlib.suppress(OSError):
            self._entry.unlink()


def left_behind() -> tuple[Recovered, ...]:
    """Return what processes that are gone have left, the latest first. Entries that cannot be read go."""
    found = []
    for entry in paths.recovery_folder().glob(f"*{_SUFFIX}"):
        recovered = _read(entry)
        if recovered is None:
            _log.warning("A recovery file that cannot be read was deleted")
            with contextlib.suppress(OSError):
                entry.unlink()
        elif not workspace.is_owned(recovered.work_folder):
            found.append(recovered)
    return tuple(sorted(found, key=lambda r: r.saved_at, reverse=True))


def discard(recovered: Recovered) -> None:
    """Delete a recovery file and its workspace, because the user does not want them."""
    workspace.delete(recovered.work_folder)
    with contextlib.suppress(OSError):
        recovered.entry.unlink()


def sweep() -> int:
    """Delete the workspaces of dead processes that no recovery file names; return how many went."""
    return workspace.sweep(frozenset(r.work_folder for r in left_behind()))


def _read(entry: Path) -> Recovered | None:
    try:
        kept = codec.decode(entry.read_bytes(), _Entry)
        project = project_file.read_document(kept.document.encode(), entry).project
    except (OSError, UserError, msgspec.ValidationError):
        return None
    folder = Path(kept.work_folder)
    if folder.parent != paths.workspaces_folder() or folder.name == "..":
        return None
    unfinished = kept.unfinished if folder.is_dir() else None
    return Recovered(
        entry, project, Path(kept.path) if kept.path else None, folder, kept.saved_at, unfinished
    )
