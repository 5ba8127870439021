"""A training whose process is killed goes on to the same bytes; the gate tries it as often as asked."""

import subprocess
import sys
from pathlib import Path

import pytest

from synthdesk.synthesizers.registry import SYNTHESIZERS

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_that_killed_processes_resumed_end_in_the_same_bytes() -> None:
    gate = [
        sys.executable,
        "-m",
        "tests.gates.kill_and_resume",
        "--times",
        "2",
        "--synthesizers",
        *SYNTHESIZERS,
    ]
    done = subprocess.run(gate, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("2 models identical, 0 different") == len(SYNTHESIZERS)
