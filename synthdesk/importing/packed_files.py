"""Packed files: gzip, zip of one file, and zip containers of workbooks, each with limits against bombs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from synthdesk.importing import problems

LARGEST_BYTES = 8 * 1024**3
"""Nothing is unpacked beyond this."""

_MOST_MEMBERS = 10_000
_LARGEST_WORKBOOK = 4 * 1024**3
_HIGHEST_RATIO = 200
_SMALL = 64 * 1024 * 1024
_BLOCK = 1024 * 1024
_WORKBOOK_PARTS = ("[Content_Types].xml", "mimetype", "content.xml", "xl/workbook.xml", "xl/workbook.bin")
_ENCRYPTED = 0x1
_OTHER_DAMAGE = (ValueError, LookupError, struct.error, RuntimeError)
"""What `zipfile` raises too on directories that point to nowhere."""


def unpacked_gzip(data: bytes) -> bytes:
    """Return what a gzip file holds.

    Raises:
        UserError: It is damaged, or unpacks to far more than any table.
    """
    try:
        return b"".join(gunzipped(io.BytesIO(data), _BLOCK, len(data)))
    except (zlib.error, EOFError) as error:
        raise problems.broken_archive() from error


def gunzipped(file: IO[bytes], size: int, packed: int | None = None) -> Iterator[bytes]:
    """Yield what a gzip file (RFC 1952) holds, all its members, in blocks of at most `size` bytes.

    Args:
        file: The file, read from where it stands.
        size: Bytes of a block.
        packed: Bytes of all of it; what was read by then where they are not known.

    Raises:
        UserError: It unpacks to far more than any table.
        EOFError: It ends too early.
        zlib.error: It is damaged.
    """
    unpacker, taken, done = zlib.decompressobj(wbits=31), 0, 0
    rest = b""
    while True:
        if not rest:
            rest = file.read(_BLOCK)
            taken += len(rest)
        if not rest:
            break
        if unpacker.eof:
            rest = rest.lstrip(b"\x00")
            if not rest:
                continue
            unpacker = zlib.decompressobj(wbits=31)
        block = unpacker.decompress(rest, size)
        rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        done += len(block)
        _check_growth(done, packed or taken)
        if block:
            yield block
    if not unpacker.eof:
        raise EOFError


def unpacked_zip(data: bytes) -> bytes | None:
    """Return the one file in a zip; None when the zip is a workbook, whose parts were checked.

    Raises:
        UserError: It is damaged, protected by a password, a bomb, or holds several files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = only_member(archive)
            return None if member is None else b"".join(member_blocks(archive, member, _BLOCK, len(data)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, *_OTHER_DAMAGE) as error:
        raise problems.broken_archive() from error


def only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """Return the one file in a zip; None when the zip is a workbook, whose parts were checked.

    Raises:
        UserError: It is protected by a password, a bomb, or holds several files.
    """
    members = [member for member in archive.infolist() if not member.is_dir()]
    if any(member.filename in _WORKBOOK_PARTS for member in members):
        _check_members(members, _LARGEST_WORKBOOK)
        return None
    members = [m for m in members if not m.filename.startswith(("__MACOSX/", "."))]
    _check_members(members, LARGEST_BYTES)
    if len(members) != 1:
        raise problems.several_files(len(members))
    if members[0].flag_bits & _ENCRYPTED:
        raise problems.protected()
    return members[0]


def member_blocks(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int, packed: int
) -> Iterator[bytes]:
    """Yield a file of a zip in blocks of at most `size` bytes; `UserError` when it is a bomb for `packed` bytes."""
    done = 0
    with archive.open(member) as file:
        while block := file.read(size):
            done += len(block)
            _check_growth(done, packed)
            yield block


def _check_members(members: list[zipfile.ZipInfo], largest: int) -> None:
    """Refuse a container whose directory promises too much, before anything of it is unpacked."""
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > _MOST_MEMBERS
        or size > largest
        or (size > _SMALL and size > _HIGHEST_RATIO * max(1, packed))
    ):
        raise problems.bomb()


def _check_growth(done: int, packed: int) -> None:
    """Refuse what has unpacked to `done` bytes from `packed` ones, when no table does."""
    if done > LARGEST_BYTES or (done > _SMALL and done > _HIGHEST_RATIO * packed):
        raise problems.bomb()
