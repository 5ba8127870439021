"""The start of a large Excel workbook as a small workbook, so that its first rows are shown at once."""

import io
import re
import zipfile
import zlib

_LARGE = 4 * 1024 * 1024
"""Parts of more bytes, unpacked, are cut."""
_START = 1024 * 1024
"""What is kept of a sheet: a thousand rows of twenty columns."""
_SHEETS = "xl/worksheets/"
_STRINGS = "xl/sharedStrings.xml"
_STRING_NUMBER = re.compile(rb't="s"[^>]*><v>(\d+)</v>')


def shortened(data: bytes) -> bytes:
    """Return an .xlsx (ECMA-376) with the first rows of its large sheets and the shared strings that they show.

    Workbooks that are small, or not written as Excel and its kin write them, come back as they are.
    """
    if not data.startswith(b"PK"):
        return data
    try:
        return _shortened(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        return data  # the parser says what is wrong with it


def _shortened(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        members = whole.infolist()
        if not any(m.filename.startswith(_SHEETS) and m.file_size > _LARGE for m in members):
            return data
        parts = {m.filename: whole.read(m) for m in members if m.file_size <= _LARGE}
        for member in members:
            if member.filename.startswith(_SHEETS) and member.file_size > _LARGE:
                start = _first_rows(whole, member)
                if start is None:
                    return data
                parts[member.filename] = start
        if _STRINGS in whole.namelist() and _STRINGS not in parts:
            shown = [text for name, text in parts.items() if name.startswith(_SHEETS)]
            last = max((int(n) for text in shown for n in _STRING_NUMBER.findall(text)), default=0)
            parts[_STRINGS] = _first_strings(whole, last + 1)
    return _packed(parts)


def _first_rows(whole: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """Return a sheet that ends after its last whole row within the first bytes, None when it has no such row."""
    with whole.open(member) as file:
        start = file.read(_START)
    end = start.rfind(b"</row>")
    return start[: end + len(b"</row>")] + b"</sheetData></worksheet>" if end > 0 else None


def _first_strings(whole: zipfile.ZipFile, count: int) -> bytes:
    """Return the shared strings up to at least the first `count`."""
    start, found = bytearray(), 0
    with whole.open(_STRINGS) as file:
        while found < count and (block := file.read(_START)):
            start += block
            found = start.count(b"</si>")
    end = start.rfind(b"</si>")
    return bytes(start[: end + len(b"</si>")]) + b"</sst>"


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
