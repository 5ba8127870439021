"""How many rows a file itself says that it has, counted without the program's readers."""

import re
import struct
import zipfile
from io import BytesIO

from synthdesk.importing.file_kinds import FileKind
from synthdesk.importing.reading import TextTable
from synthdesk.importing.text_files import MIXED


def rows_told(data: bytes, table: TextTable) -> int:
    """Return the rows in the bytes of the file that became `table`; 0 where it does not tell."""
    if table.source.file_kind == FileKind.TEXT and not data.startswith((b"PK", b"\x1f\x8b")):
        return _lines(data, table)
    if table.source.file_kind == FileKind.SPSS:
        return max(0, int(struct.unpack_from("<i", data, 80)[0]))
    if table.source.file_kind == FileKind.STATA and (
        found := re.search(rb"<N>(.{4,8})</N>", data, re.DOTALL)
    ):
        return int.from_bytes(found.group(1), "little")
    if table.source.file_kind == FileKind.WORKBOOK and b"xl/worksheets/sheet1.xml" in data:
        return _sheet_rows(data)
    return 0


def _lines(data: bytes, table: TextTable) -> int:
    """Return the lines with more than delimiters on them, less heading, separator hint and line ends inside cells."""
    options = table.source.options
    encoding = options.encoding if options.encoding != MIXED else "cp1252"
    text = data.decode(encoding or "utf-8", errors="replace").rstrip("\x1a\x00")
    delimiter = options.delimiter or ","
    lines = [line for line in re.split(r"\r\n|\r|\n", text) if line.strip(f'{delimiter}" \ufeff\x00')]
    ends = r"\r\n|\r|\n"
    inside = sum(int(column.str.count_matches(ends).sum() or 0) for column in table.frame)
    hint = int(bool(lines) and lines[0].lstrip("\ufeff").lower().startswith("sep="))
    return len(lines) - hint - int((options.heading_row or 0) > 0) - inside


def _sheet_rows(data: bytes) -> int:
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        return 0
    rows = re.findall(rb"<row .*?</row>", sheet, re.DOTALL)
    return sum(b"<v>" in row for row in rows) - 1
