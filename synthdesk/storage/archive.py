"""The zip inside a project file: a fixed table of members, each with its digest, nothing else accepted."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

DOCUMENT = "project.json"
ROWS = "source.parquet"
MEMBERS_AT_MOST = 1000
DOCUMENT_BYTES_AT_MOST = 256 * 2**20
BYTES_AT_MOST = 16 * 2**30
RATIO_AT_MOST = 200
_SMALL_BYTES = 2**20
_BLOCK = 2**20
_RUN_FILE = re.compile(r"runs/([A-Za-z0-9_-]{1,64})/([A-Za-z0-9_-][A-Za-z0-9_.-]{0,63})")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error)
_EPOCH = (1980, 1, 1, 0, 0, 0)


class BadArchiveError(Exception):
    """The file is no archive of ours, is damaged, or was made to do harm."""


def write(path: Path, document: bytes, files: Mapping[str, Path]) -> None:
    """Write `document` and `files` (member name: file) as a zip that tells nothing of when or where."""
    with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
        with archive.open(_info(DOCUMENT), "w", force_zip64=True) as target:
            target.write(document)
        for name, file in files.items():
            with file.open("rb") as source, archive.open(_info(name), "w", force_zip64=True) as target:
                while block := source.read(_BLOCK):
                    target.write(block)


def read_document(path: Path) -> bytes:
    """Return the bytes of `DOCUMENT` after looking at the whole table of members.

    Raises:
        BadArchiveError: When anything about the archive is not as `write` makes it.
    """
    with _opened(path) as archive:
        _check_table(archive, path.stat().st_size)
        return b"".join(_blocks(archive, archive.getinfo(DOCUMENT)))


def extract(path: Path, folder: Path, digests: Mapping[str, str]) -> None:
    """Write the members named by `digests` into `folder`, checked against their SHA-256.

    Raises:
        BadArchiveError: When a member is missing, damaged, or there is one that `digests` does not name.
    """
    with _opened(path) as archive:
        _check_table(archive, path.stat().st_size)
        if set(archive.namelist()) != {DOCUMENT, *digests}:
            raise BadArchiveError("members do not match the list")
        for name, expected in digests.items():
            target = folder.joinpath(*name.split("/"))
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            digest = hashlib.sha256()
            with target.open("wb") as file:
                for block in _blocks(archive, archive.getinfo(name)):
                    digest.update(block)
                    file.write(block)
            if digest.hexdigest() != expected:
                raise BadArchiveError("a member does not have its digest")


def verify(path: Path, document: bytes, digests: Mapping[str, str]) -> None:
    """Read the archive back whole; `BadArchiveError` unless it holds exactly `document` and the digests."""
    if read_document(path) != document:
        raise BadArchiveError("the document reads back differently")
    with _opened(path) as archive:
        for name, expected in digests.items():
            digest = hashlib.sha256()
            for block in _blocks(archive, archive.getinfo(name)):
                digest.update(block)
            if digest.hexdigest() != expected:
                raise BadArchiveError("a member reads back differently")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of the file `path` as a hex text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    # Tables and weights are packed or random already.
    info.compress_type = zipfile.ZIP_DEFLATED if name.endswith(".json") else zipfile.ZIP_STORED
    info.external_attr = 0o600 << 16
    return info


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise BadArchiveError("not a zip") from error


def _check_table(archive: zipfile.ZipFile, file_bytes: int) -> None:
    members = archive.infolist()
    names = [member.filename.casefold() for member in members]
    if DOCUMENT not in archive.namelist() or len(set(names)) != len(names) or len(names) > MEMBERS_AT_MOST:
        raise BadArchiveError("wrong members")
    for member in members:
        _check_member(member)
    if sum(member.file_size for member in members) > BYTES_AT_MOST:
        raise BadArchiveError("too large")
    if sum(member.compress_size for member in members) > file_bytes:
        raise BadArchiveError("members overlap")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename
    # The zip module shortens a name at a null byte: what it was must be what it is.
    if name != member.orig_filename or not _is_ours(name):
        raise BadArchiveError("a foreign member")
    kind = member.external_attr >> 16 & 0o170000
    if member.flag_bits & 0x1 or kind not in (0, 0o100000):
        raise BadArchiveError("a member of another kind")
    if name == DOCUMENT and member.file_size > DOCUMENT_BYTES_AT_MOST:
        raise BadArchiveError("too large")
    if member.file_size > max(_SMALL_BYTES, member.compress_size * RATIO_AT_MOST):
        raise BadArchiveError("packed too tightly")


def _is_ours(name: str) -> bool:
    if name in (DOCUMENT, ROWS):
        return True
    match = _RUN_FILE.fullmatch(name)
    return match is not None and not any(_DEVICE.fullmatch(part) for part in match.groups())


def _blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    left = member.file_size
    try:
        with archive.open(member) as source:
            while block := source.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise BadArchiveError("longer than declared")
                yield block
    except _DAMAGE as error:
        raise BadArchiveError("damaged") from error
    if left:
        raise BadArchiveError("shorter than declared")
