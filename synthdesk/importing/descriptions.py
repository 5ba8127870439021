"""Data dictionaries beside a table or named by the user, put to use."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from synthdesk.domain.messages import counted, message
from synthdesk.domain.questions import Choice
from synthdesk.importing import problems, redcap
from synthdesk.importing.asking import Asking
from synthdesk.importing.dictionaries import LARGEST_BYTES, Field, fields_of, may_be_dictionary
from synthdesk.importing.formats import ReadBytes

_KINDS = ("text", "workbook")
_MOST_FILES = 200
_HEAD_BYTES = 600
_LONGEST_NAME = 24


def with_dictionary(read: ReadBytes, path: Path) -> ReadBytes:
    """Return `read` with what the data dictionary says that is named in its options or that lies beside `path`.

    Raises:
        UserError: The dictionary that was named is none, or one of another table.
    """
    named = read.options.dictionary
    if (read.file_kind not in _KINDS and named is None) or read.frame.width == 0:
        return read
    asking = Asking(read.options, list(read.questions), list(read.remarks))
    found = (
        (Path(named), _named_fields(Path(named), read)) if named is not None else _beside(path, read, asking)
    )
    if found is not None:
        frame, known = redcap.described(read.frame, found[1], asking)
        asking.remark(
            counted(
                len(known),
                "{count:,} column is described by the data dictionary “{file}”.",
                "{count:,} columns are described by the data dictionary “{file}”.",
                file=found[0].name,
            )
        )
        options = replace(read.options, dictionary=str(found[0]))
    elif redcap.looks_like_export(read.frame):
        frame, known, options = read.frame, redcap.known_by_names(read.frame), read.options
        asking.remark(
            message(
                "This looks like an export of REDCap; with its data dictionary, columns and codes get their labels."
            )
        )
    else:
        return read
    return replace(
        read, frame=frame, options=options, known=known, may_have_dictionary=True,
        questions=tuple(asking.questions), remarks=tuple(asking.remarks),
    )  # fmt: skip


def _named_fields(path: Path, read: ReadBytes) -> tuple[Field, ...]:
    try:
        large = path.stat().st_size > LARGEST_BYTES
        fields = () if large else fields_of(path.read_bytes())
    except OSError as error:
        raise problems.no_dictionary(path.name) from error
    if not fields or not redcap.share_described(fields, read.frame.columns):
        raise problems.other_dictionary(path.name)
    return fields


def _beside(path: Path, read: ReadBytes, asking: Asking) -> tuple[Path, tuple[Field, ...]] | None:
    """Return the dictionary beside a table when its fields are the columns of the table and the user wants it."""
    fitting = [found for found in _dictionaries(path) if redcap.fits(found[1], read.frame.columns)]
    if not fitting:
        return None
    words = message("Yes") if len(fitting) == 1 else None
    choices = [
        *(
            Choice(file.name, words or message("Yes, “{file}”", file=_short(file.name)))
            for file, _ in fitting
        ),
        Choice("none", message("No, read the table alone")),
    ]
    sentence = message(
        "A data dictionary in the same folder describes the columns of this table. Is it to be used?"
    )
    proposal = fitting[0][0].name if len(fitting) == 1 else None
    chosen = asking.ask("dictionary", sentence, tuple(choices), proposal=proposal)
    return next((found for found in fitting if found[0].name == chosen), None)


def _short(name: str) -> str:
    return (
        name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"
    )


def _dictionaries(path: Path) -> Iterator[tuple[Path, tuple[Field, ...]]]:
    """Yield the data dictionaries in the folder of `path`, by name."""
    try:
        files = sorted(
            file for file in path.parent.iterdir() if file.suffix.lower() in (".csv", ".txt", ".tsv")
        )
    except OSError:
        return
    for file in files[:_MOST_FILES]:
        if file == path:
            continue
        try:
            with file.open("rb") as opened:
                head = opened.read(_HEAD_BYTES)
                if not may_be_dictionary(head) or file.stat().st_size > LARGEST_BYTES:
                    continue
                fields = fields_of(head + opened.read())
        except OSError:
            continue
        if fields:
            yield file, fields
