"""A file of any kind as a table of texts. The content decides what it is, not its name."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import polars as pl
import psutil

from synthdesk.domain.facts import Preview
from synthdesk.domain.messages import Message, message
from synthdesk.domain.questions import Question
from synthdesk.domain.schema import ColumnKind
from synthdesk.domain.source import PIPED, ImportOptions, Source, is_pasted
from synthdesk.importing import large_files, problems
from synthdesk.importing.asking import Asking
from synthdesk.importing.descriptions import with_dictionary
from synthdesk.importing.formats import ReadBytes, needs_whole_file, read_bytes
from synthdesk.importing.known import KnownColumn
from synthdesk.importing.narrowing import is_wanted
from synthdesk.importing.proposing import decimal_sign, propose
from synthdesk.importing.streams import text_stream
from synthdesk.importing.text_reading import FIRST_BYTES

PREVIEW_ROWS = 200
_BLOCK = 8 * 1024 * 1024
_AS_SHOWN = message("Numbers are as rounded as they were shown where they were copied.")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A file read whole.

    Attributes:
        frame: All columns as texts (polars String), null for empty cells.
        source: Where it came from, its options filled in.
        sheets: Names of the sheets of a workbook, else ().
        encodings: Encodings in which a text can be read, likeliest first, else ().
        questions: Questions about the file itself, not about one of its columns.
        remarks: What was recognised and passed over or put right.
        known: What the file says itself about its columns.
        may_have_dictionary: As in `formats.ReadBytes`.
    """

    frame: pl.DataFrame
    source: Source
    sheets: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[Message, ...] = ()
    known: tuple[KnownColumn, ...] = ()
    may_have_dictionary: bool = False


def read_preview(path: Path, options: ImportOptions) -> Preview:
    """Return the first 200 rows of `path`; of a text file only the first bytes are read.

    Raises:
        UserError: The file cannot be read as a table.
    """
    _check_place(path)
    data, whole = _first_bytes(path)
    read = _read(data, options, path, limit=PREVIEW_ROWS, whole=whole)
    proposal = propose(read.frame, read.options, read.known)
    return _preview(
        read, replace(read.options, decimal=proposal.decimal), tuple(c.kind for c in proposal.schema)
    )


def preview_of(table: TextTable, kinds: tuple[ColumnKind, ...]) -> Preview:
    """Return the first 200 rows of a table that was read whole."""
    source = table.source
    read = ReadBytes(
        table.frame, source.options, source.file_kind, table.sheets, table.encodings, remarks=table.remarks,
        may_have_dictionary=table.may_have_dictionary,
    )  # fmt: skip
    return _preview(read, read.options, kinds)


def read_texts(
    path: Path, options: ImportOptions, *, report: Callable[[float], None], memory: int | None = None
) -> TextTable:
    """Return all of `path` as texts, or a random sample of its rows when it is too large or one is wanted.

    Args:
        path: The file.
        options: How to read it, with the answers given so far.
        report: Told the share done (0-1) from time to time.
        memory: Bytes that may be used; those that are free now when None.

    Raises:
        UserError: The file cannot be read as a table, or has no row.
        NotEnoughMemoryError: It is too large for this computer and no text of which a sample can be read.
    """
    _check_place(path)
    asking = Asking(options)
    memory = psutil.virtual_memory().available if memory is None else memory
    part = _part_of(path, asking, memory, report)
    if part is None:
        data, digest = _bytes_of(path, report)
        read = _read(data, options, path)
    else:
        digest = _digest(path, report)
        read = _read(part.data, part.options, path)
        encoding = part.encoding or read.options.encoding
        read = replace(
            read,
            options=replace(read.options, encoding=encoding),
            questions=(*part.questions, *read.questions),
        )
    if read.frame.is_empty():
        raise problems.no_rows()
    report(0.9)
    decimal = decimal_sign(read.frame, read.options)
    source = Source(
        str(path.absolute()),
        digest,
        replace(read.options, decimal=decimal),
        read.frame.height,
        read.file_kind,
    )
    return TextTable(
        read.frame,
        source,
        read.sheets,
        read.encodings,
        (*asking.questions, *read.questions),
        (*asking.remarks, *read.remarks),
        read.known,
        read.may_have_dictionary,
    )


def _part_of(
    path: Path, asking: Asking, memory: int, report: Callable[[float], None]
) -> large_files.Part | None:
    try:
        return large_files.part_of(path, asking, memory, report)
    except OSError as error:
        raise problems.not_readable() from error


def _read(
    data: bytes, options: ImportOptions, path: Path, *, limit: int | None = None, whole: bool = True
) -> ReadBytes:
    read = with_dictionary(read_bytes(data, options, path=path, limit=limit, whole=whole), path)
    if options.columns:
        kept = [name for name in read.frame.columns if is_wanted(name, options.columns)]
        if not kept:
            raise problems.no_such_columns()
        read = replace(read, frame=read.frame.select(kept))
    if is_pasted(path) and path.name != PIPED:
        return replace(read, remarks=(*read.remarks, _AS_SHOWN))
    return read


def _preview(read: ReadBytes, options: ImportOptions, kinds: tuple[ColumnKind, ...]) -> Preview:
    return Preview(
        options,
        read.file_kind,
        tuple(read.frame.columns),
        kinds,
        tuple(read.frame.head(PREVIEW_ROWS).rows()),
        read.sheets,
        read.encodings,
        read.remarks,
        read.may_have_dictionary,
    )


def _check_place(path: Path) -> None:
    try:
        if path.is_dir():
            raise problems.not_a_file()
        if not path.exists():
            raise problems.pasted_before() if is_pasted(path) else problems.not_found()
    except OSError as error:
        raise problems.not_readable() from error


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise problems.not_readable() from error


def _first_bytes(path: Path) -> tuple[bytes, bool]:
    """Return the first bytes of a text, packed or not, or all of another file; and whether these are all."""
    with _opened(path) as file:
        data = file.read(FIRST_BYTES)
        if not file.read(1):
            return data, True
        if not needs_whole_file(data):
            return data, False
        stream = text_stream(path, FIRST_BYTES)
        if stream is not None:
            return stream.first, stream.whole
        file.seek(0)
        return file.read(), True


def _digest(path: Path, report: Callable[[float], None]) -> str:
    """Return the SHA-256 of a file that does not fit into the memory."""
    digest, done, size = hashlib.sha256(), 0, max(1, path.stat().st_size)
    with _opened(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            report(0.5 + 0.2 * min(1.0, done / size))
    return digest.hexdigest()


def _bytes_of(path: Path, report: Callable[[float], None]) -> tuple[bytes, str]:
    """Return the file's bytes and their SHA-256; refuse a file that changes meanwhile."""
    before = path.stat()
    digest, kept, done = hashlib.sha256(), BytesIO(), 0
    with _opened(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            kept.write(block)
            done += len(block)
            if done > before.st_size:  # somebody writes as fast as we read
                raise problems.changed_while_reading()
            report(0.5 * done / max(1, before.st_size))
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise problems.changed_while_reading()
    return kept.getvalue(), digest.hexdigest()  # the one copy in memory is handed out
