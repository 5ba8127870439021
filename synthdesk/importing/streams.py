"""A text file block by block, packed or not: what is too large for the memory is never held whole."""

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from synthdesk.importing import problems
from synthdesk.importing.file_kinds import HEAD_BYTES, FileKind, kind_of
from synthdesk.importing.packed_files import gunzipped, member_blocks, only_member

_BLOCK = 8 * 1024 * 1024
_PROBE = 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class TextStream:
    """A text in a file.

    Attributes:
        path: The file.
        kind: How it is packed: `FileKind.GZIP`, `FileKind.ZIP`, or `FileKind.TEXT` for not at all.
        first: Its first bytes.
        whole: Whether these are all.
        size: Bytes of all of it, unpacked; of a gzip file estimated.
    """

    path: Path
    kind: FileKind
    first: bytes
    whole: bool
    size: int

    def blocks(self, encoding: str | None = None) -> Iterator[bytes]:
        """Yield all of it, unpacked; from an encoding in which bytes are no letters (UTF-16, UTF-32) into UTF-8.

        Raises:
            UserError: It is damaged, or unpacks to far more than any table.
        """
        blocks = _blocks(self.path, self.kind)
        return _recoded(blocks, encoding) if encoding is not None else blocks


def text_stream(path: Path, first_bytes: int) -> TextStream | None:
    """Return the text in a file, its first `first_bytes` read; None when it holds something else.

    Raises:
        UserError: It is damaged.
        OSError: It cannot be read.
    """
    packed = path.stat().st_size
    with path.open("rb") as file:
        kind = kind_of(file.read(HEAD_BYTES))
    if kind not in (FileKind.TEXT, FileKind.GZIP, FileKind.ZIP):
        return None
    if kind is FileKind.ZIP and _member(path) is None:
        return None
    first, more = b"", False
    for block in _blocks(path, kind, _PROBE):
        first += block
        if len(first) > first_bytes:
            more = True
            break
    if kind_of(first[:HEAD_BYTES]) is not FileKind.TEXT:
        return None
    size = packed if kind is FileKind.TEXT else _size(path, kind, first, packed)
    return TextStream(path, kind, first[:first_bytes], not more, size)


def _size(path: Path, kind: FileKind, first: bytes, packed: int) -> int:
    member = _member(path) if kind is FileKind.ZIP else None
    if member is not None:
        return member.file_size
    ratio = len(first) / max(1, len(zlib.compress(first, 6)))
    return max(len(first), round(packed * ratio))


def _member(path: Path) -> zipfile.ZipInfo | None:
    """Return the one file in a zip, None for a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return only_member(archive)
    except _DAMAGE as error:
        raise problems.broken_archive() from error


def _blocks(path: Path, kind: FileKind, size: int = _BLOCK) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            if kind is FileKind.TEXT:
                yield from iter(lambda: file.read(size), b"")
            elif kind is FileKind.GZIP:
                yield from gunzipped(file, size)
            else:
                yield from _unzipped(path, size)
    except _DAMAGE as error:
        raise problems.broken_archive() from error


def _unzipped(path: Path, size: int) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive:
        member = only_member(archive)
        assert member is not None  # looked at before
        yield from member_blocks(archive, member, size, max(1, member.compress_size))


def _recoded(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks:
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeDecodeError as error:
        raise problems.wrong_encoding(encoding) from error
