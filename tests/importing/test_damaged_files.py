"""Damaged files of every format end in a table or in a sentence; the big run is `tests.gates.import_fuzz`."""

from pathlib import Path

from tests.gates.import_fuzz import damaged, gate, imported
from tests.gates.seed_files import BINARY_FORMATS, TEXT_FORMATS, seed_file

SEED = 11


def test_that_damaged_files_neither_crash_nor_hang_nor_lose_rows_in_silence() -> None:
    tallies = gate([*TEXT_FORMATS, *BINARY_FORMATS], 2, SEED)
    assert {what: tally.faults for what, tally in tallies.items() if tally.faults} == {}
    assert all(tally.ends.total() == 2 for tally in tallies.values())


def test_that_a_zip_with_a_broken_directory_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for what, seed, number in (("zip", 1, 16), ("ods", 21, 91)):
        path = tmp_path / "damaged"
        path.write_bytes(damaged(what, seed_file(what, tmp_path), seed, number))
        assert imported(path).how in ("refused", "read", "read and said")
