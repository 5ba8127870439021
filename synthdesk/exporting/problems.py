"""The errors of writing a file, each with what happened and what to do. What was there before is kept."""

import errno

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import message

EXCEL_ROWS = 1_048_576
"""Rows of a sheet, the headings included (Microsoft's limit)."""


def could_not_write(error: OSError) -> UserError:
    """Return the error for a file that the system would not let us write."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            message("The disk is full"),
            message("There was no room for the file. Nothing was lost, and nothing half-written was left."),
            message("Free some space or choose another folder, then try again."),
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return UserError(
            message("The folder is not there"),
            message("The folder for the file does not exist. Nothing was lost."),
            message("Choose a folder that exists."),
        )
    return UserError(
        message("The file cannot be written"),
        message("The folder may be read-only, or another program has the file open. Nothing was lost."),
        message("Close other programs that use the file, or choose another folder."),
    )


def is_a_folder() -> UserError:
    """Return the error for a target that is a folder."""
    return UserError(
        message("This is a folder"), message("A file name is needed."), message("Choose a name for the file.")
    )


def too_many_rows(rows: int) -> UserError:
    """Return the error for more rows than a sheet of a workbook holds."""
    return UserError(
        message("Too many rows for Excel"),
        message(
            "A sheet holds {limit:,} rows with its headings; {rows:,} were asked for.",
            limit=EXCEL_ROWS,
            rows=rows,
        ),
        message("Write CSV or Parquet instead, or fewer rows."),
    )


def too_many_rows_for(rows: int, limit: int) -> UserError:
    """Return the error for more rows than a format of a statistics program can be written with here."""
    return UserError(
        message("Too many rows for this format"),
        message("At most {limit:,} rows can be written; {rows:,} were asked for.", limit=limit, rows=rows),
        message("Write CSV or Parquet instead, or fewer rows."),
    )


def differs() -> UserError:
    """Return the error for a file whose content is not what was written."""
    return UserError(
        message("The file could not be checked"),
        message("It was written and read again, and the two did not agree. It was not kept."),
        message("Try again, or write another format."),
    )
