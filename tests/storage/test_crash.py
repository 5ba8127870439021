"""Real processes killed while they save: the file is the old one or a new one, whole."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from synthdesk.domain.project import Project
from synthdesk.storage import project_file

KILLS = int(os.environ.get("SYNTHDESK_TEST_KILLS", "12"))
"""Number of kills; raise it by hand for a long run."""

SAVE_FOREVER = """
import sys
from dataclasses import replace
from pathlib import Path
from synthdesk.domain.project import Project
from synthdesk.domain.training import TrainingConfig
from synthdesk.storage import project_file
work, path = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
seed = 0
while True:
    seed += 1
    project_file.save(Project(config=TrainingConfig(seed=seed), store_rows=True), work, path)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_that_a_kill_while_saving_never_leaves_an_unreadable_project(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    work, target = tmp_path / "work", tmp_path / "target"
    work.mkdir()
    target.mkdir()
    (work / "source.parquet").write_bytes(rng.bytes(400_000))
    path = target / "a.synthdesk"
    project_file.save(Project(), work, path)
    for number in range(KILLS):
        command = [sys.executable, "-c", SAVE_FOREVER, str(work), str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            deadline = time.monotonic() + rng.uniform(0.005, 0.15)
            while time.monotonic() < deadline:
                pass
            process.send_signal(signal.SIGKILL)
        opened = tmp_path / f"opened{number}"
        opened.mkdir()
        assert project_file.load(path, opened).config.seed >= 1
    project_file.save(Project(), work, path)
    assert [p.name for p in target.iterdir()] == ["a.synthdesk"]
