"""Compound files whose chains of sectors have no end are refused before a parser follows them."""

import struct

import pytest

from synthdesk.domain.errors import UserError
from synthdesk.importing import ole_files

END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound_file(
    after_directory: int = END, stream: int = 2, after_stream: int = END, tables: int = 1
) -> bytes:
    """Return a header, sector 0 with the table of sectors, 1 with the directory, 2 with a stream."""
    header = bytearray(512)
    header[:8] = ole_files.MARK
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<II", header, 44, tables, 1)
    struct.pack_into("<IIII", header, 60, END, 0, END, 0)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    table = struct.pack("<128I", TABLE, after_directory, after_stream, *[FREE] * 125)
    directory = bytearray(512)
    directory[66] = 5
    struct.pack_into("<I", directory, 116, END)
    directory[128 + 66] = 2
    struct.pack_into("<II", directory, 128 + 116, stream, 5000)
    return bytes(header) + table + bytes(directory) + bytes(512)


def test_that_a_whole_compound_file_is_taken():
    ole_files.check_chains(compound_file())


@pytest.mark.parametrize(
    "damaged",
    [
        compound_file(after_directory=1),
        compound_file(after_stream=2),
        compound_file(stream=9_000_000),
        compound_file(tables=1_000_000),
    ],
)
def test_that_a_chain_without_end_is_refused_in_words(damaged: bytes):
    with pytest.raises(UserError):
        ole_files.check_chains(damaged)
