"""Tables that were written are read again as they were; the big run is `tests.gates.round_trip`."""

from pathlib import Path

import pytest

from tests.gates.csv_made import made_file
from tests.gates.round_trip import WAYS, judged


@pytest.mark.parametrize("seed", [2_000_008, 2_000_011])
def test_that_a_table_comes_back_the_same_from_every_format(tmp_path: Path, seed: int):
    assert dict(judged(made_file(seed), tmp_path)) == dict.fromkeys(WAYS, "same")
