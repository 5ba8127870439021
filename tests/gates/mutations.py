"""Damaged files: bytes flipped, cut out, doubled, set to extremes, signs of tables strewn in, in packed parts too."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from random import Random

_CHANGES = (1, 1, 1, 2, 3, 6)
_SIGNS = (b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1a", b"\\",
          b"\xe2\x80\xa8", b"\xf0\x9f\xa9\xba", b"\xc3", b"1e999", b"-0", b"9" * 40, b"sep=;\n", b"=1+1", b"<0.5", b"NaN",
          b"32.13.2024", b"\x0b", b"\x1c", b"<", b">", b"&", b"A" * 5000, b"\xd9\xa1\xd9\xa2")  # fmt: skip
_EXTREMES = tuple(
    struct.pack(form, value)
    for form, value in (
        ("<i", -1), ("<i", 2**31 - 1), ("<i", 0), ("<q", 2**62), ("<q", -1), ("<d", 1e308), ("<d", float("nan")),
        (">i", 2**31 - 1), (">q", 2**62), ("<H", 65535), ("<d", -1e15), ("<i", 1 << 24),
    )
)  # fmt: skip


def mutated(data: bytes, chance: Random, *, text: bool) -> bytes:
    """Return `data` with one to six changes; inside the parts of a zip or gzip three times of four."""
    if data[:2] == b"PK" and chance.random() < 0.75:
        return _with_member_changed(data, chance)
    if data[:2] == b"\x1f\x8b" and chance.random() < 0.75:
        return gzip.compress(_changed(gzip.decompress(data), chance, text=True), 1)
    return _changed(data, chance, text=text)


def _with_member_changed(data: bytes, chance: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if not name.endswith("/")]
        chosen = set(chance.sample(names, min(len(names), chance.choice([1, 1, 2]))))
        for name in names:
            part = old.read(name)
            if name in chosen and chance.random() < 0.05:
                continue
            new.writestr(name, _changed(part, chance, text=True) if name in chosen else part)
    return out.getvalue()


def _changed(data: bytes, chance: Random, *, text: bool) -> bytes:
    kept = bytearray(data)
    changes = _TEXT_CHANGES if text else _BINARY_CHANGES
    for _ in range(chance.choice(_CHANGES)):
        chance.choice(changes)(kept, chance)
    return bytes(kept)


def _place(data: bytearray, chance: Random) -> int:
    """Return a place, near the start (where headers are) every third time."""
    return chance.randrange(min(len(data), 400) if chance.random() < 0.33 else len(data)) if data else 0


def _span(data: bytearray, chance: Random) -> slice:
    start = _place(data, chance)
    return slice(start, start + chance.choice([1, 2, 4, 8, 30, 200, 2000]))


def _flip(data: bytearray, chance: Random) -> None:
    if data:
        data[_place(data, chance)] ^= 1 << chance.randrange(8)


def _scatter(data: bytearray, chance: Random) -> None:
    for _ in range(chance.choice([1, 5, 40])):
        if data:
            data[_place(data, chance)] = chance.randrange(256)


def _cut(data: bytearray, chance: Random) -> None:
    del data[_span(data, chance)]


def _double(data: bytearray, chance: Random) -> None:
    span = _span(data, chance)
    data[span.start : span.start] = data[span] * chance.choice([1, 1, 3, 50])


def _end(data: bytearray, chance: Random) -> None:
    del data[_place(data, chance) :]


def _zeros(data: bytearray, chance: Random) -> None:
    span = _span(data, chance)
    data[span] = bytes(len(data[span]))


def _zero_tail(data: bytearray, chance: Random) -> None:
    start = _place(data, chance)
    data[start:] = bytes(len(data) - start)


def _move(data: bytearray, chance: Random) -> None:
    span = _span(data, chance)
    part = data[span]
    del data[span]
    at = _place(data, chance)
    data[at:at] = part


def _sign(data: bytearray, chance: Random) -> None:
    at = _place(data, chance)
    data[at:at] = chance.choice(_SIGNS)


def _signs(data: bytearray, chance: Random) -> None:
    old, new = chance.choice(_SIGNS[:8]), chance.choice(_SIGNS[:8])
    data[:] = data.replace(old, new, chance.choice([1, 3, -1]))


def _extreme(data: bytearray, chance: Random) -> None:
    at = _place(data, chance)
    value = chance.choice(_EXTREMES)
    data[at : at + len(value)] = value


Change = Callable[[bytearray, Random], None]
_ANY: tuple[Change, ...] = (_flip, _scatter, _cut, _double, _end, _zeros, _zero_tail, _move)
_TEXT_CHANGES = (*_ANY, _sign, _sign, _sign, _signs)
_BINARY_CHANGES = (*_ANY, _extreme, _extreme, _extreme, _flip, _flip)
