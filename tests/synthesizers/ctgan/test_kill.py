"""A training whose process is killed goes on to the same bytes; `KILLS` sets how often it is tried."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from time import monotonic

import polars as pl
import pytest

from synthdesk.domain.training import TrainingConfig

KILLS = int(os.environ.get("SYNTHDESK_KILLS", "2"))

PROGRAM = """
import json, sys
from pathlib import Path
import polars as pl
from synthdesk.domain.control import Undisturbed
from synthdesk.domain.training import Device, TrainingConfig
from synthdesk.synthesizers.ctgan.trainer import Pace, train
from synthdesk.synthesizers.protocol import Scored, TrainingTask

table = pl.read_parquet(sys.argv[1])
folder = Path(sys.argv[2])
config = TrainingConfig(epochs=4, max_minutes=None, batch_rows=40, pac=4, noise_width=8,
    generator_widths=(16, 16), critic_widths=(16,), threads=1, device=Device.CPU)
score = lambda made: Scored(1.0 - abs((made["group"] == "sick").mean() - 0.3), ())
task = TrainingTask(table, config, score, 0.9, 10, folder)
for event in train(task, Undisturbed(), resume=sys.argv[3] == "resume", pace=Pace(0.0, 0.0)):
    print(type(event).__name__, flush=True)
"""


def _start(table: Path, folder: Path, how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(table), str(folder), how], stdout=subprocess.PIPE, text=True
    )


def _model(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "model.safetensors").read_bytes(), (folder / "model.json").read_bytes()


@pytest.mark.slow
def test_that_a_killed_process_resumed_ends_in_the_same_bytes(table: pl.DataFrame, tmp_path: Path) -> None:
    table.write_parquet(tmp_path / "table.parquet")
    whole = tmp_path / "whole"
    whole.mkdir()
    assert _start(tmp_path / "table.parquet", whole, "begin").communicate(timeout=120)
    for number in range(KILLS):
        folder = tmp_path / f"cut{number}"
        folder.mkdir()
        _kill_after(_start(tmp_path / "table.parquet", folder, "begin"), random.Random(number).randint(1, 38))
        assert json.loads((folder / "checkpoint.json").read_text())["step"] >= 1
        running = _start(tmp_path / "table.parquet", folder, "resume")
        running.communicate(timeout=120)
        assert running.returncode == 0
        assert _model(folder) == _model(whole)


def _kill_after(running: subprocess.Popen[str], checkpoints: int) -> None:
    assert running.stdout is not None
    seen, begun = 0, monotonic()
    for line in running.stdout:
        seen += line.strip() == "CheckpointSaved"
        if seen >= checkpoints or monotonic() - begun > 100:
            break
    running.kill()
    running.communicate()


def test_that_the_program_of_the_kill_test_uses_settings_that_exist() -> None:
    assert TrainingConfig(epochs=4, pac=4).check() == ()
