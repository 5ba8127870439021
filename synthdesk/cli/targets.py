"""Files that a command writes: their format by extension, and whether they can be written at all."""

import tempfile
from pathlib import Path

from synthdesk.cli.endings import UsageError
from synthdesk.cli.opening import absolute
from synthdesk.domain.errors import UserError
from synthdesk.domain.exporting import ExportOptions, FileFormat
from synthdesk.domain.messages import message
from synthdesk.domain.results import WrittenFile


def target_of(path: str) -> ExportOptions:
    """Return where to write rows; the format follows from the extension.

    Raises:
        UsageError: The extension is of no format that can be written.
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in list(FileFormat):
        names = ", ".join(f".{file_format}" for file_format in FileFormat)
        raise UsageError(message("--out: the name of the file must end in one of {names}.", names=names))
    return ExportOptions(str(absolute(path)), FileFormat(suffix))


def check_folder(path: str | Path) -> None:
    """Find out before hours of work whether a file can be written at `path`; `UserError` when not."""
    folder = Path(path).parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UserError(
            message("The result cannot be written"),
            message(
                "“{folder}” is no folder in which files can be written.", folder=folder.name or str(folder)
            ),
            message("Choose another place for the result."),
        ) from error
    if Path(path).is_dir():
        raise UserError(
            message("The result cannot be written"),
            message("“{name}” is a folder.", name=Path(path).name),
            message("Give the name of a file."),
        )


def new_folder(path: str) -> Path:
    """Return the folder `path` after making it; `UserError` when that is not possible."""
    folder = absolute(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            message("The folder cannot be made"),
            message("“{name}” cannot be made here.", name=folder.name),
            message("Choose another folder."),
        ) from error
    check_folder(folder / "result")
    return folder


def written_words(written: WrittenFile) -> str:
    """Return the line that says what was written, and how its rules were kept."""
    line = f"{written.path}: {written.rows:,} rows, {written.columns:,} columns, sha256 {written.sha256}"
    if not written.rules:
        return line
    share = written.redrawn / (written.rows + written.redrawn)
    return f"{line}; every row obeys all {written.rules:,} rules, {share:.1%} of the rows were drawn again for it"
