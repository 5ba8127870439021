"""Saving and opening a project: one file, `.synthdesk`, that holds no rows unless the user wants it to."""

import shutil
import tempfile
import types
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from synthdesk.domain.disclosure import without_rows
from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import Message, message
from synthdesk.domain.project import Project
from synthdesk.storage import archive, codec
from synthdesk.storage.archive import BadArchiveError
from synthdesk.storage.atomic import replacing
from synthdesk.storage.migrations import (
    VERSION,
    Data,
    NewerVersionError,
    Steps,
    UnknownVersionError,
    migrate,
)

SUFFIX = ".synthdesk"
FORMAT = 1
_STEPS: Steps = types.MappingProxyType({})
_UNFINISHED = "checkpoint"


@dataclass(frozen=True, slots=True)
class _Document:
    """What `project.json` holds beside its format version: the project and the digest of each other member."""

    project: Project
    files: tuple[tuple[str, str], ...]


def save(project: Project, work_folder: Path, path: Path) -> None:
    """Write `project` and the model of its run from `work_folder` to `path`, whole or not at all.

    The table itself, its examples, extremes and rare values go in only when `project.store_rows`. The new
    file is read back before it takes the place of the old one.

    Raises:
        UserError: When the file cannot be written; the old file is then unchanged.
    """
    kept = project if project.store_rows else without_rows(project)
    members = _members(project, work_folder)
    digests = tuple((name, archive.digest_of(file)) for name, file in members.items())
    document = document_bytes(_Document(kept, digests))
    with replacing(path, private=True) as temporary:
        archive.write(temporary, document, members)
        try:
            archive.verify(temporary, document, dict(digests))
        except BadArchiveError as error:
            raise _not_written(path) from error


def load(path: Path, work_folder: Path) -> Project:
    """Return the project in `path`, with its model (and rows, if stored) put into `work_folder`.

    Raises:
        UserError: When the file is missing, damaged, of a newer version or no project; `work_folder` is
            then as it was.
    """
    try:
        document = read_document(archive.read_document(path), path)
        incoming = Path(tempfile.mkdtemp(prefix="incoming-", dir=work_folder))
        try:
            archive.extract(path, incoming, dict(document.files))
            _move_into(incoming, work_folder)
        finally:
            shutil.rmtree(incoming, ignore_errors=True)
    except BadArchiveError as error:
        raise _damaged(path) from error
    except OSError as error:
        raise UserError(
            message("The project cannot be opened"),
            message("“{file}” cannot be read ({reason}).", file=path.name, reason=error.strerror or ""),
            message("Check that the file is still there and that you may read it."),
        ) from error
    return document.project


def document_bytes(document: _Document) -> bytes:
    """Return the JSON of a project document with its format version."""
    plain = codec.to_plain(document)
    assert isinstance(plain, dict)
    return msgspec.json.encode({VERSION: FORMAT} | plain)


def read_document(text: bytes, path: Path) -> _Document:
    """Return what `document_bytes` made, from this or any older format.

    Raises:
        UserError: When it is of a newer format or damaged; `path` is the file named in the sentence.
    """
    try:
        data = migrate(_json_object(text), _STEPS, FORMAT)
        data.pop(VERSION)
        return codec.from_plain(data, _Document)
    except NewerVersionError as error:
        raise _newer(path) from error
    except (UnknownVersionError, codec.CodecError) as error:
        raise _damaged(path) from error


def recovery_document(project: Project) -> bytes:
    """Return `project` without any rows as a document that `read_document` reads."""
    return document_bytes(_Document(replace(without_rows(project), store_rows=project.store_rows), ()))


def _json_object(text: bytes) -> Data:
    try:
        return msgspec.json.decode(text, type=Data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise codec.CodecError("not JSON") from error


def _members(project: Project, work_folder: Path) -> dict[str, Path]:
    members: dict[str, Path] = {}
    if project.store_rows and (work_folder / archive.ROWS).is_file():
        members[archive.ROWS] = work_folder / archive.ROWS
    if project.run is not None:
        run_id = project.run.run_id
        folder = work_folder / "runs" / run_id
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        members |= {f"runs/{run_id}/{f.name}": f for f in files if _belongs_to_a_model(f)}
    return members


def _belongs_to_a_model(file: Path) -> bool:
    return file.is_file() and not file.name.startswith((_UNFINISHED, "."))


def _move_into(incoming: Path, work_folder: Path) -> None:
    """Put what was taken out into `work_folder`; a run or table that is there already is replaced."""
    for file in sorted(p for p in incoming.rglob("*") if p.is_file()):
        target = work_folder / file.relative_to(incoming)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.replace(target)


def _damaged(path: Path) -> UserError:
    return UserError(
        message("The project cannot be opened"),
        message("“{file}” is damaged, or it is not a SynthDesk project.", file=path.name),
        _BACKUP,
    )


def _newer(path: Path) -> UserError:
    return UserError(
        message("The project was made by a newer SynthDesk"),
        message("“{file}” has a format that this version does not know.", file=path.name),
        message("Open it with the newer version."),
    )


def _not_written(path: Path) -> UserError:
    return UserError(
        message("The project was not saved"),
        message(
            "“{file}” did not read back as it was written. What was there before is unchanged.",
            file=path.name,
        ),
        message("The disk may be failing: save to another disk."),
    )


_BACKUP: Message = message("Look for a backup of the file. What you had open is unchanged.")
