"""Formulas of an Excel workbook whose results are not stored in it: they were never calculated."""

import io
import re
import zipfile
from dataclasses import dataclass

from synthdesk.domain.messages import counted
from synthdesk.importing.asking import Asking

_BLOCK = 4 * 1024 * 1024
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_VALUE = re.compile(rb"<v>([^<]+)</v>")
_FORMULA = re.compile(rb"<f[ >/]")
_ENTITIES = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&apos;", b"'"), (b"&amp;", b"&"))
_DAMAGE = (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(slots=True)
class Formulas:
    """How many formulas a sheet has, how many without a result, and how many whose result is 0."""

    all: int = 0
    without: int = 0
    zero: int = 0


def remark_on(data: bytes, sheet: str, asking: Asking) -> None:
    """Say how many cells of a sheet hold formulas without a result, which are read as empty, and whether all show 0."""
    found = formulas_of(data, sheet)
    if found.without:
        asking.remark(
            counted(
                found.without,
                "{count:,} cell holds a formula without a result and is read as empty; open the workbook in Excel and "
                "save it, so that the result is there.",
                "{count:,} cells hold formulas without results and are read as empty; open the workbook in Excel and "
                "save it, so that the results are there.",
            )
        )
    elif found.all > 1 and found.zero == found.all:
        asking.remark(
            counted(
                found.all,
                "The result of the {count:,} formula is 0; it may never have been calculated.",
                "The results of all {count:,} formulas are 0; they may never have been calculated. Open the workbook in "
                "Excel and save it, to be sure.",
            )
        )


def formulas_of(data: bytes, sheet: str) -> Formulas:
    """Return the formulas of a sheet of an .xlsx or .xlsm; none for other workbooks, which always hold results."""
    found = Formulas()
    if not data.startswith(b"PK"):
        return found
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = _part_of(archive, sheet)
            if part is not None:
                with archive.open(part) as file:
                    rest = b""
                    while block := file.read(_BLOCK):
                        rest = _count(rest + block, found)
                    _count(rest + b"<c ", found)
    except _DAMAGE:
        return found
    return found


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part that holds a sheet, None when this is no such workbook."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    for found in _SHEET.finditer(archive.read("xl/workbook.xml")):
        own = dict(_ATTRIBUTE.findall(found.group()))
        if _text(own.get(b"name", b"")) == sheet:
            key = next((value for name, value in own.items() if name.endswith(b":id")), b"")
            return _target(archive, key, names)
    return None


def _target(archive: zipfile.ZipFile, key: bytes, names: set[str]) -> str | None:
    for found in re.finditer(rb"<(?:\w+:)?Relationship\b[^>]*>", archive.read("xl/_rels/workbook.xml.rels")):
        own = dict(_ATTRIBUTE.findall(found.group()))
        if own.get(b"Id") == key:
            target = _text(own.get(b"Target", b""))
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return path if path in names else None
    return None


def _text(value: bytes) -> str:
    for entity, sign in _ENTITIES:
        value = value.replace(entity, sign)
    return value.decode("utf-8", "replace")


def _count(text: bytes, found: Formulas) -> bytes:
    """Count the formulas of all whole cells of `text`; return what is left of it."""
    end = text.rfind(b"<c ")
    if end < 0:
        return text
    if b"<f" in text[:end]:
        for cell in text[:end].split(b"<c ")[1:]:
            if _FORMULA.search(cell):
                value = _VALUE.search(cell)
                found.all += 1
                found.without += value is None and b't="str"' not in cell
                found.zero += value is not None and value[1] == b"0"
    return text[end:]
