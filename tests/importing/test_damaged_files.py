"""Damaged files of every format end in a table or in a sentence; the big run is `tests.gates.import_fuzz`."""

from tests.gates.import_fuzz import gate
from tests.gates.seed_files import BINARY_FORMATS, TEXT_FORMATS

SEED = 11


def test_that_damaged_files_neither_crash_nor_hang_nor_lose_rows_in_silence() -> None:
    tallies = gate([*TEXT_FORMATS, *BINARY_FORMATS], 2, SEED)
    assert {what: tally.faults for what, tally in tallies.items() if tally.faults} == {}
    assert all(tally.ends.total() == 2 for tally in tallies.values())
