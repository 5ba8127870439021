"""What a file is, by its first bytes; its name says nothing (an .xls is often HTML, an .xlsx is called .csv)."""

import re
from enum import StrEnum


class FileKind(StrEnum):
    """A kind of file; the values are those of `Source.file_kind` where a table can be read from it."""

    TEXT = "text"
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    SPSS = "spss"
    SPSS_PORTABLE = "spss portable"
    STATA = "stata"
    SAS = "sas"
    SAS_TRANSPORT = "sas transport"
    DATABASE = "database"
    ARFF = "arff"
    HTML = "html"
    GZIP = "gzip"
    ZIP = "zip"
    PICKLE = "pickle"
    FOREIGN = "foreign"


STATISTICS = (FileKind.SPSS, FileKind.SPSS_PORTABLE, FileKind.STATA, FileKind.SAS, FileKind.SAS_TRANSPORT)

HEAD_BYTES = 65_536
"""So many, because an ARFF file may begin with pages of remarks."""
_SAS = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
_STARTS = (
    (b"PAR1", FileKind.PARQUET),
    (b"$FL2", FileKind.SPSS),
    (b"$FL3", FileKind.SPSS),
    (b"<stata_dta>", FileKind.STATA),
    (_SAS, FileKind.SAS),
    (b"HEADER RECORD*******LIB", FileKind.SAS_TRANSPORT),
    (b"SQLite format 3\x00", FileKind.DATABASE),
    (b"\x1f\x8b", FileKind.GZIP),
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.WORKBOOK),
    (b"%PDF", FileKind.FOREIGN),
    (b"7z\xbc\xaf\x27\x1c", FileKind.FOREIGN),
    (b"Rar!", FileKind.FOREIGN),
    (b"BZh", FileKind.FOREIGN),
    (b"\xfd7zXZ\x00", FileKind.FOREIGN),
    (b"\x89PNG", FileKind.FOREIGN),
    (b"\xff\xd8\xff", FileKind.FOREIGN),
    (b"{\\rtf", FileKind.FOREIGN),
    (b"ARROW1", FileKind.FOREIGN),
    (b"\x89HDF", FileKind.FOREIGN),
    (b"RDX2\n", FileKind.FOREIGN),
    (b"RDX3\n", FileKind.FOREIGN),
)
_OLD_BIFF = (
    b"\x09\x08\x10\x00\x00\x06",
    b"\x09\x08\x08\x00\x00\x05",
    b"\x09\x04\x06\x00",
    b"\x09\x02\x06\x00",
)
_OLD_STATA = frozenset(range(102, 116))


def kind_of(head: bytes) -> FileKind:
    """Return the kind of the file that begins with `head` (`HEAD_BYTES` or all of it)."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head.startswith(_OLD_BIFF):
        return FileKind.WORKBOOK
    if b"SPSSPORT" in head[:512]:
        return FileKind.SPSS_PORTABLE
    if len(head) > 4 and head[0] in _OLD_STATA and head[1] in (1, 2) and head[2] == 1 and head[3] == 0:
        return FileKind.STATA
    if len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5:
        return FileKind.PICKLE
    return _text_kind(head)


def _text_kind(head: bytes) -> FileKind:
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if re.match(rb"(<!doctype html|<html|<table|<head|<meta|<style|<div)", text):
        return FileKind.HTML
    if text.startswith(b"<?xml"):
        return FileKind.HTML if b"<html" in text or b"<table" in text else FileKind.FOREIGN
    if text.startswith((b"%", b"@")) and re.search(rb"(?m)^[ \t]*@relation\s", text):
        return FileKind.ARFF
    return FileKind.TEXT
