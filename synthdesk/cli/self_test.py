"""`self-test`: does this installation do the whole job? For whoever installs it."""

import csv
import importlib.metadata
import importlib.util
import platform
import random
import subprocess
import sys
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from synthdesk import __version__
from synthdesk.cli.console import Console
from synthdesk.cli.evaluation_commands import summary
from synthdesk.cli.opening import (
    TrainedProject,
    accept_proposals,
    open_questions,
    open_trained,
    read,
    work_folder,
)
from synthdesk.cli.row_commands import make_rows
from synthdesk.cli.running import do
from synthdesk.cli.targets import target_of
from synthdesk.cli.training_commands import TrainingJob
from synthdesk.domain.errors import UserError
from synthdesk.domain.exporting import FileFormat, RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import EvaluationResult, RunRecord
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs.requests import Evaluate
from synthdesk.storage import project_file

ROWS = 600
MADE_ROWS = 100
_PACKAGES = ("torch", "ctgan", "polars", "numpy", "scipy", "scikit-learn", "msgspec", "PySide6-Essentials")
_BINDING_CHECK = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(["self-test", "-platform", "offscreen"])
label = QLabel()
label.setText("a")
before = sys.getrefcount(None)
for _ in range(200):
    label.setText("x")
sys.exit(sys.getrefcount(None) < before - 20)
"""


def self_test(arguments: Namespace, console: Console) -> None:  # noqa: ARG001  # every command gets both
    """Check training, files and the window's binding on made data; print versions and the device."""
    console.result(f"SynthDesk {__version__}, Python {platform.python_version()}, {platform.platform()}")
    for name in _PACKAGES:
        console.result(f"  {name} {_version(name)}")
    with work_folder() as folder:
        job = _read_made_table(Path(folder), console)
        record = job.run(console)
        console.result(f"ok: a child process trained one round on the {record.device_words}")
        _check_files(job, record, console)
        evaluation = do(Evaluate(folder, job.recipe, record.run_id), EvaluationResult, console)
        console.result(f"ok: evaluated, {summary(evaluation)}")
    _check_binding(console)
    console.result("The self-test passed.")


def made_rows(rows: int, seed: int) -> list[list[str]]:
    """Return a heading and `rows` rows of invented mixed data with missing values."""
    chance = random.Random(seed)
    table = [["case", "age", "pressure", "ward", "smoker", "admitted"]]
    for number in range(rows):
        smoker = chance.random() < 0.3
        age = min(99, max(18, round(chance.gauss(60, 15))))
        row = [
            f"C{number:05d}",
            str(age),
            f"{chance.gauss(110 + 0.4 * age + 5 * smoker, 12):.1f}",
            chance.choices(["surgery", "medicine", "eye"], [5, 4, 1])[0],
            "yes" if smoker else "no",
            f"2024-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        ]
        table.append([cell if place == 0 or chance.random() > 0.05 else "" for place, cell in enumerate(row)])
    return table


def _read_made_table(folder: Path, console: Console) -> TrainingJob:
    file = folder / "made.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows(made_rows(ROWS, seed=1))
    table = read(file, ImportOptions(), str(folder), console)
    table = accept_proposals(table, open_questions(table), str(folder), console)
    if table.source.rows != ROWS:
        raise _broken("the made table was not read whole")
    console.result(f"ok: read {table.source.rows:,} made rows")
    config = config_for(Preset.QUICK, epochs=1, max_minutes=None)
    return TrainingJob(table, Recipe(table.schema, PreprocessPlan(), config), str(folder))


def _check_files(job: TrainingJob, record: RunRecord, console: Console) -> None:
    path = Path(job.folder) / "project.synthdesk"
    project_file.save(job.project(record), Path(job.folder), path)
    with work_folder() as folder:
        trained = open_trained(path, folder)
        console.result("ok: project saved and opened")
        for file_format in FileFormat:
            _check_format(_Check(trained, folder, file_format), console)


@dataclass(frozen=True, slots=True)
class _Check:
    trained: TrainedProject
    folder: str
    file_format: FileFormat


def _check_format(check: _Check, console: Console) -> None:
    target = target_of(str(Path(check.folder) / f"synthetic.{check.file_format}"))
    written = make_rows(check.trained, RowRequest(MADE_ROWS), target, check.folder, console)
    with work_folder() as other:
        again: ImportedTable = read(Path(written.path), ImportOptions(), other, console)
    if again.source.rows != MADE_ROWS or again.schema.names != check.trained.recipe.schema.names:
        raise _broken(f"a .{check.file_format} file did not read back as it was written")
    console.result(f"ok: {MADE_ROWS} rows written as .{check.file_format} and read again")


def _check_binding(console: Console) -> None:
    """In a process of its own: the command line itself stays without Qt."""
    if importlib.util.find_spec("PySide6") is None:
        console.result("skipped: the window (PySide6 is not installed)")
        return
    if getattr(sys, "frozen", False):
        console.result("skipped: the window's binding (checked when the bundle was built)")
        return
    ended = subprocess.run(
        [sys.executable, "-c", _BINDING_CHECK], capture_output=True, check=False, timeout=60
    )
    if ended.returncode:
        raise _broken("the window's binding to Qt does not work here")
    console.result("ok: the window's binding to Qt")


def _broken(what: str) -> UserError:
    return UserError(
        message("The self-test failed"),
        message("In this installation {what}.", what=what),
        message("Install SynthDesk again, or send these lines to whoever supports you."),
    )


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "(bundled)" if getattr(sys, "frozen", False) else "not installed"
