"""The errors of reading a file, each with what happened and what to do."""

from synthdesk.domain.errors import NotEnoughMemoryError, UserError
from synthdesk.domain.messages import message

CHOOSE_ANOTHER = message("Choose another file.")


def not_found() -> UserError:
    """Return the error for a path at which there is nothing."""
    return UserError(
        message("The file is not there"),
        message("Nothing was found at this place; the file may have been moved or renamed."),
        CHOOSE_ANOTHER,
    )


def pasted_before() -> UserError:
    """Return the error for a pasted table that went with the project it was pasted into."""
    return UserError(
        message("The pasted table is not kept"),
        message(
            "A project keeps a pasted table only while it is open, or with the data stored inside its file."
        ),
        message("Copy the table in its program again, and paste it here."),
    )


def not_a_file() -> UserError:
    """Return the error for a path that names a folder."""
    return UserError(
        message("This is a folder"), message("A single data file is needed."), message("Choose a file in it.")
    )


def not_readable() -> UserError:
    """Return the error for a file or folder that may not be read."""
    return UserError(
        message("The file cannot be opened"),
        message("You have no permission to read it, or another program has locked it."),
        message("Close other programs that use it, or copy it to a folder of your own and try again."),
    )


def empty() -> UserError:
    """Return the error for a file without content."""
    return UserError(message("The file is empty"), message("There is no text in it."), CHOOSE_ANOTHER)


def no_rows() -> UserError:
    """Return the error for a table that has headings and nothing else."""
    return UserError(
        message("The table has no rows"),
        message("There are headings, but no row of data below them."),
        message("Check the heading row, or choose another file."),
    )


def not_a_table() -> UserError:
    """Return the error for content that is neither text nor a known format."""
    return UserError(
        message("This is not a table"),
        message(
            "The content is neither text nor an Excel, OpenDocument or Parquet file, whatever its name says."
        ),
        message("Export the table as CSV or Excel from the program it comes from, and choose that file."),
    )


def protected() -> UserError:
    """Return the error for a workbook with a password."""
    return UserError(
        message("The file is protected by a password"),
        message("A protected workbook cannot be read."),
        message("Remove the password in Excel, save the file, and try again."),
    )


def broken() -> UserError:
    """Return the error for a workbook or Parquet file that cannot be opened."""
    return UserError(
        message("The file is damaged"),
        message("It looks like a workbook or Parquet file but cannot be opened."),
        message("Open it in the program it comes from, save it again, and try that copy."),
    )


def no_such_sheet(sheet: str) -> UserError:
    """Return the error for a sheet name that the workbook does not have."""
    return UserError(
        message("The sheet is not there"),
        message("The workbook has no sheet called “{sheet}”.", sheet=sheet),
        message("Choose one of its sheets."),
    )


def wrong_encoding(encoding: str) -> UserError:
    """Return the error for bytes that cannot be read in the chosen encoding."""
    return UserError(
        message("The text encoding does not fit"),
        message("Some bytes of the file cannot be read as {encoding}.", encoding=encoding),
        message("Choose another text encoding."),
    )


def changed_while_reading() -> UserError:
    """Return the error for a file that another program wrote to at the same time."""
    return UserError(
        message("The file changed while it was read"),
        message("Another program is still writing to it."),
        message("Wait until it is finished, then try again."),
    )


def too_large(megabytes: int, free_megabytes: int) -> NotEnoughMemoryError:
    """Return the error for a file that does not fit into memory."""
    return NotEnoughMemoryError(
        message("The file is too large for this computer"),
        message(
            "Reading it needs about {needed:,} MB of memory; {free:,} MB are free.",
            needed=megabytes,
            free=free_megabytes,
        ),
        message("Close other programs, or export fewer rows or columns."),
    )


def broken_archive() -> UserError:
    """Return the error for a packed file that cannot be unpacked."""
    return UserError(
        message("The file is damaged"),
        message("It is a packed file (zip or gzip) but cannot be unpacked."),
        message("Unpack it with the program it comes from, or get a fresh copy."),
    )


def several_files(count: int) -> UserError:
    """Return the error for a zip that does not hold just one file."""
    return UserError(
        message("This is a zip file with {count} files", count=count),
        message("Only a zip file that holds a single table can be read."),
        message("Unpack it, and choose one of the files."),
    )


def bomb() -> UserError:
    """Return the error for a file that unpacks to far more than it should."""
    return UserError(
        message("The file was not opened"),
        message("It is packed so tightly that it would fill the memory, as no table does."),
        message("Ask where the file comes from; unpack it elsewhere if it is meant."),
    )


def program_inside() -> UserError:
    """Return the error for a Python pickle, which could run any program when it is opened."""
    return UserError(
        message("The file was not opened"),
        message("It is a saved Python object, which can run any program when it is opened."),
        message("Export the table as CSV, Excel or Parquet from the program it comes from."),
    )


def unpack_first() -> UserError:
    """Return the error for a file of a kind that can only be read when it is not packed."""
    return UserError(
        message("The file is packed twice or holds a file of a statistics program"),
        message("Such a file cannot be read from inside another."),
        message("Unpack it, and choose the file itself."),
    )


def no_dictionary(name: str) -> UserError:
    """Return the error for a data dictionary that cannot be opened."""
    return UserError(
        message("The data dictionary is not there"),
        message("“{file}” cannot be opened; it may have been moved or renamed.", file=name),
        message("Choose it again, or read the table without it."),
    )


def other_dictionary(name: str) -> UserError:
    """Return the error for a file that is no data dictionary, or that of another table."""
    return UserError(
        message("The data dictionary does not fit"),
        message("“{file}” describes none of the columns of this table.", file=name),
        message("In REDCap, download the data dictionary of this very project as CSV, and choose that file."),
    )


def still_too_large() -> NotEnoughMemoryError:
    """Return the error for chosen columns that do not fit into memory either."""
    return NotEnoughMemoryError(
        message("These columns are still too many for this computer"),
        message("All rows of the columns that are left need more memory than is free."),
        message("Leave more columns out and choose this answer again, or take a random sample of the rows."),
    )


def no_such_columns() -> UserError:
    """Return the error for chosen columns of which the table has none."""
    return UserError(
        message("The chosen columns are not there"),
        message("The table has none of the columns that were chosen."),
        message("Choose columns by the names that stand in its heading."),
    )
