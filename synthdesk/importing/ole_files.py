"""Compound files, in which .xls workbooks lie ([MS-CFB]): refused when their chains of sectors have no end.

The parser follows chains without counting, and a damaged file would make it take all memory.
"""

import struct
from collections.abc import Iterable, Iterator

from synthdesk.importing import problems

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_ENTRIES = 109
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5
_SMALL_STREAM = 4096
"""Streams of fewer bytes lie in small sectors with a table of their own."""
_ENTRY = 128


def check_chains(data: bytes) -> None:
    """Look at the header and the chains of a compound file.

    Raises:
        UserError: It promises more than it has, or one of its chains runs in a circle.
    """
    try:
        _check(data)
    except struct.error as error:
        raise problems.broken() from error


def _check(data: bytes) -> None:
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise problems.broken()
    size, sectors = 1 << shift, (len(data) >> shift) + 1
    counts = struct.unpack_from("<II", data, 40) + struct.unpack_from("<I", data, 64)
    if max(*counts, *struct.unpack_from("<I", data, 72)) > sectors:
        raise problems.broken()
    following = _table(data, size, sectors)
    directory, small = (struct.unpack_from("<I", data, place)[0] for place in (48, 60))
    following_small = _numbers(_sectors(data, size, _chain(small, following)))
    for entry in _entries(_sectors(data, size, _chain(directory, following))):
        what, start, length = entry[66], *struct.unpack_from("<II", entry, 116)
        if what == _ROOT or (what == _STREAM and length >= _SMALL_STREAM):
            _chain(start, following)
        elif what == _STREAM and length:
            _chain(start, following_small)


def _table(data: bytes, size: int, sectors: int) -> list[int]:
    """Return which sector follows on each (the FAT)."""
    parts = list(struct.unpack_from(f"<{_HEADER_ENTRIES}I", data, 76))
    following, _ = struct.unpack_from("<II", data, 68)
    for _ in range(sectors):
        if following >= _LAST_SECTOR:
            break
        entries = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        parts += entries[:-1]
        following = entries[-1]
    else:
        raise problems.broken()
    return _numbers(_sectors(data, size, (part for part in parts if part < sectors)))


def _chain(start: int, following: list[int]) -> list[int]:
    """Return the sectors of a chain; `UserError` when it leaves the file or runs in a circle."""
    found: list[int] = []
    while start < _LAST_SECTOR:
        found.append(start)
        if start >= len(following) or len(found) > len(following):
            raise problems.broken()
        start = following[start]
    return found


def _sectors(data: bytes, size: int, places: Iterable[int]) -> bytes:
    return b"".join(data[(place + 1) * size : (place + 2) * size] for place in places)


def _numbers(block: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(block) // 4}I", block))


def _entries(directory: bytes) -> Iterator[bytes]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        yield directory[at : at + _ENTRY]
