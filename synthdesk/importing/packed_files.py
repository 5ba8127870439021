"""Packed files: gzip, zip of one file, and zip containers of workbooks, each with limits against bombs."""

import io
import struct
import zipfile
import zlib

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
    out, done, rest = [], 0, data
    try:
        while rest:
            unpacker = zlib.decompressobj(wbits=31)
            while not unpacker.eof:
                block = unpacker.decompress(rest, _BLOCK)
                rest = unpacker.unconsumed_tail
                done += len(block)
                check_growth(done, len(data))
                out.append(block)
                if not block and not rest and not unpacker.eof:
                    raise problems.broken_archive()
            rest = unpacker.unused_data.lstrip(b"\x00")
    except zlib.error as error:
        raise problems.broken_archive() from error
    return b"".join(out)


def unpacked_zip(data: bytes) -> bytes | None:
    """Return the one file in a zip; None when the zip is a workbook, whose parts were checked.

    Raises:
        UserError: It is damaged, protected by a password, a bomb, or holds several files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = only_member(archive)
            return None if member is None else _read_member(archive, member, len(data))
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


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, packed: int) -> bytes:
    out, done = [], 0
    with archive.open(member) as file:
        while block := file.read(_BLOCK):
            done += len(block)
            check_growth(done, packed)
            out.append(block)
    return b"".join(out)


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


def check_growth(done: int, packed: int) -> None:
    """Refuse what has unpacked to `done` bytes from `packed` ones, when no table does."""
    if done > LARGEST_BYTES or (done > _SMALL and done > _HIGHEST_RATIO * packed):
        raise problems.bomb()
