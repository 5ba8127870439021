"""The bytes of a file of any kind as a table of texts. The content decides what it is, not its name."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import polars as pl

from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.questions import Question
from synthdesk.domain.source import ImportOptions
from synthdesk.importing import problems
from synthdesk.importing.arff_files import read_arff
from synthdesk.importing.asking import Asking
from synthdesk.importing.databases import read_database
from synthdesk.importing.encodings import detect
from synthdesk.importing.file_kinds import HEAD_BYTES, STATISTICS, FileKind, kind_of
from synthdesk.importing.html_tables import read_html
from synthdesk.importing.known import KnownColumn
from synthdesk.importing.layout import table_of
from synthdesk.importing.moments import spelled_alike
from synthdesk.importing.packed_files import unpacked_gzip, unpacked_zip
from synthdesk.importing.parts import may_hold_limits, split
from synthdesk.importing.sheet_texts import texts_of
from synthdesk.importing.statistics_files import read_statistics
from synthdesk.importing.text_files import decoded
from synthdesk.importing.text_reading import read_text
from synthdesk.importing.workbook_start import shortened
from synthdesk.importing.workbooks import Workbook, records_of


@dataclass(frozen=True, slots=True)
class ReadBytes:
    """What reading some bytes gave.

    Attributes:
        frame: All columns as texts, null where a cell is empty.
        options: How they were read, filled in.
        file_kind: "text", "workbook", "parquet" ...
        sheets: Names of the sheets or tables to choose from.
        encodings: Encodings in which a text can be read, likeliest first.
        questions: Questions about the file itself.
        remarks: What was recognised and passed over or put right.
        known: What the file says itself about its columns.
        may_have_dictionary: Whether a data dictionary describes its columns, or looks likely to.
    """

    frame: pl.DataFrame
    options: ImportOptions
    file_kind: str
    sheets: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[Message, ...] = ()
    known: tuple[KnownColumn, ...] = ()
    may_have_dictionary: bool = False


_NOTHING = b"\x00 \t\r\n"


@dataclass(frozen=True, slots=True)
class _Content:
    data: bytes
    path: Path | None
    limit: int | None
    whole: bool


def read_bytes(
    data: bytes,
    options: ImportOptions,
    *,
    path: Path | None = None,
    limit: int | None = None,
    whole: bool = True,
) -> ReadBytes:
    """Return the table in the bytes of a file, whatever its format.

    Args:
        data: All bytes, or the first ones of a text.
        options: How to read them.
        path: The file itself, which SPSS, Stata and SAS files need.
        limit: Read at most about this many rows.
        whole: Whether `data` is all of the file.

    Raises:
        UserError: It cannot be read as a table.
    """
    asking = Asking(options)
    data, kind = _unpacked(data, asking)
    with _parsers_that_panic():
        read = _read(_Content(data, path, limit, whole), kind, asking)
    return replace(
        read,
        frame=split(read.frame, asking, limits=kind is not FileKind.TEXT or may_hold_limits(data)),
        questions=tuple(asking.questions),
        remarks=tuple(asking.remarks),
    )


@contextlib.contextmanager
def _parsers_that_panic() -> Iterator[None]:
    """Turn the panic of a parser written in Rust, which is no `Exception`, into a sentence."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise problems.broken() from error
        raise


def needs_whole_file(head: bytes) -> bool:
    """Return whether the first bytes of such a file alone are no table."""
    return kind_of(head[:HEAD_BYTES]) is not FileKind.TEXT


def _unpacked(data: bytes, asking: Asking) -> tuple[bytes, FileKind]:
    """Return the bytes of the table's file and its kind, taken out of its zip or gzip."""
    if not data[:HEAD_BYTES].strip(_NOTHING) and not data.strip(_NOTHING):
        raise problems.empty()
    kind = kind_of(data[:HEAD_BYTES])
    inner: bytes | None = None
    if kind is FileKind.GZIP:
        inner = unpacked_gzip(data)
    elif kind is FileKind.ZIP:
        inner = unpacked_zip(data)
        if inner is None:
            return data, FileKind.WORKBOOK
    if inner is None:
        return data, kind
    asking.remark(message("The file is packed; what it holds was read."))
    kind = kind_of(inner[:HEAD_BYTES])
    if kind is FileKind.ZIP and unpacked_zip(inner) is None:
        kind = FileKind.WORKBOOK
    if kind in (FileKind.ZIP, FileKind.GZIP, *STATISTICS):
        raise problems.unpack_first()
    return inner, kind


def _read(content: _Content, kind: FileKind, asking: Asking) -> ReadBytes:
    if kind is FileKind.PICKLE:
        raise problems.program_inside()
    if kind is FileKind.FOREIGN:
        raise problems.not_a_table()
    if kind in STATISTICS:
        return _read_statistics(content, kind, asking)
    readers = {
        FileKind.PARQUET: _read_parquet,
        FileKind.WORKBOOK: _read_workbook,
        FileKind.DATABASE: _read_database,
        FileKind.ARFF: _read_arff,
        FileKind.HTML: _read_html,
    }
    return readers.get(kind, _read_text)(content, asking)


def _bare(asking: Asking) -> ImportOptions:
    """Return the options without those that apply to texts and sheets only."""
    return replace(asking.options, heading_row=None, sheet=None, encoding=None, delimiter=None)


def _read_text(content: _Content, asking: Asking) -> ReadBytes:
    read = read_text(content.data, asking, limit=content.limit, whole=content.whole)
    return ReadBytes(read.frame, read.options, FileKind.TEXT, encodings=read.encodings)


def _read_workbook(content: _Content, asking: Asking) -> ReadBytes:
    book = Workbook(content.data if content.limit is None else shortened(content.data))
    sheet, heading_row, records = book.read(asking, content.limit)
    found = replace(_bare(asking), sheet=sheet, heading_row=heading_row)
    return ReadBytes(spelled_alike(table_of(records, asking)), found, FileKind.WORKBOOK, book.sheets)


def _read_html(content: _Content, asking: Asking) -> ReadBytes:
    rows, others = read_html(_text_of(content.data))
    if others:
        asking.remark(
            counted(
                others,
                "The page has {count:,} more table, which is not read.",
                "The page has {count:,} more tables, which are not read.",
            )
        )
    width = max(map(len, rows))
    frame = texts_of([*row, *[""] * (width - len(row))] for row in rows)
    heading_row, records = records_of(rows, frame, asking, content.limit)
    asking.remark(message("The file is a web page with a table, whatever its name says."))
    return ReadBytes(
        table_of(records, asking), replace(_bare(asking), heading_row=heading_row), FileKind.HTML
    )


def _read_arff(content: _Content, asking: Asking) -> ReadBytes:
    frame, known = read_arff(_text_of(content.data), content.limit)
    return ReadBytes(frame, _bare(asking), FileKind.ARFF, known=known)


def _read_database(content: _Content, asking: Asking) -> ReadBytes:
    table, names, frame = read_database(content.data, asking.options.sheet, content.limit)
    return ReadBytes(frame, replace(_bare(asking), sheet=table), FileKind.DATABASE, names)


def _read_statistics(content: _Content, kind: FileKind, asking: Asking) -> ReadBytes:
    if content.path is None:
        raise problems.unpack_first()
    read = read_statistics(content.path, kind, asking, content.limit)
    return ReadBytes(spelled_alike(read.frame), _bare(asking), kind, known=read.known)


def _read_parquet(content: _Content, asking: Asking) -> ReadBytes:
    try:
        frame = pl.read_parquet(BytesIO(content.data), n_rows=content.limit)
        nested = [name for name, kind in frame.schema.items() if kind.is_nested() or kind == pl.Binary]
        texts = frame.drop(nested).select(pl.all().cast(pl.String, strict=False))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise problems.broken() from error
    if nested:
        asking.remark(
            message(
                "Columns that hold lists or records were passed over: {names}.", names=", ".join(nested)[:200]
            )
        )
    return ReadBytes(texts, _bare(asking), FileKind.PARQUET)


def _text_of(data: bytes) -> str:
    encoding = detect(data, whole=True)
    if encoding is None:
        raise problems.not_a_table()
    return decoded(data, encoding.name)
