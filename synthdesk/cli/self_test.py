"""`self-test`: does this installation do the whole job? For whoever installs it."""

import csv
import importlib.metadata
import importlib.util
import json
import platform
import random
import subprocess
import sys
import time
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from synthdesk import __version__
from synthdesk.cli import pdf
from synthdesk.cli.console import Console
from synthdesk.cli.evaluation_commands import summary
from synthdesk.cli.opening import (
    TrainedProject,
    absolute,
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
from synthdesk.storage import programs, project_file
from synthdesk.storage.atomic import write_bytes

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


def self_test(arguments: Namespace, console: Console) -> None:
    """Check training, files and the window's binding on made data; print versions and the device."""
    report = _Report(console)
    try:
        _check_everything(report)
        report.passed = True
    except UserError as error:
        report.failure = str(error)
        raise
    finally:
        if arguments.json:
            report.write(absolute(arguments.json))
    console.result("The self-test passed.")


class _Report:
    """What was checked, on the console at once and as JSON in the end."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.passed = False
        self.failure = ""
        self._begun = self._last = time.monotonic()
        self._steps: list[dict[str, object]] = []

    def ok(self, step: str) -> None:
        """Tell of a step that was done well."""
        now = time.monotonic()
        self._steps.append({"step": step, "seconds": round(now - self._last, 2)})
        self._last = now
        self.console.result(f"ok: {step}")

    def write(self, path: Path) -> None:
        """Write the outcome to `path`; `UserError` when that is not possible."""
        outcome = {
            "program": __version__,
            "python": platform.python_version(),
            "system": platform.platform(),
            "packages": {name: _version(name) for name in _PACKAGES},
            "steps": self._steps,
            "seconds": round(time.monotonic() - self._begun, 2),
            "passed": self.passed,
            "failure": self.failure,
        }
        write_bytes(path, json.dumps(outcome, indent=1, ensure_ascii=False).encode())


def _check_everything(report: _Report) -> None:
    report.console.result(
        f"SynthDesk {__version__}, Python {platform.python_version()}, {platform.platform()}"
    )
    for name in _PACKAGES:
        report.console.result(f"  {name} {_version(name)}")
    with work_folder() as folder:
        job = _read_made_table(Path(folder), report)
        record = job.run(report.console)
        report.ok(f"a child process trained one round on the {record.device_words}")
        _check_files(job, record, report)
        evaluation = do(Evaluate(folder, job.recipe, record.run_id), EvaluationResult, report.console)
        report.ok(f"evaluated, {summary(evaluation)}")
    _check_window(report)


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


def _read_made_table(folder: Path, report: _Report) -> TrainingJob:
    file = folder / "made.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows(made_rows(ROWS, seed=1))
    table = read(file, ImportOptions(), str(folder), report.console)
    table = accept_proposals(table, open_questions(table), str(folder), report.console)
    if table.source.rows != ROWS:
        raise _broken("the made table was not read whole")
    report.ok(f"read {table.source.rows:,} made rows")
    config = config_for(Preset.QUICK, synthesizer="ctgan", epochs=1, max_minutes=None)
    return TrainingJob(table, Recipe(table.schema, PreprocessPlan(), config), str(folder))


def _check_files(job: TrainingJob, record: RunRecord, report: _Report) -> None:
    path = Path(job.folder) / "project.synthdesk"
    project_file.save(job.project(record), Path(job.folder), path)
    with work_folder() as folder:
        trained = open_trained(path, folder)
        report.ok("project saved and opened")
        for file_format in FileFormat:
            _check_format(_Check(trained, folder, file_format), report)


@dataclass(frozen=True, slots=True)
class _Check:
    trained: TrainedProject
    folder: str
    file_format: FileFormat


def _check_format(check: _Check, report: _Report) -> None:
    target = target_of(str(Path(check.folder) / f"synthetic.{check.file_format}"))
    written = make_rows(check.trained, RowRequest(MADE_ROWS), target, check.folder, report.console)
    with work_folder() as other:
        again: ImportedTable = read(Path(written.path), ImportOptions(), other, report.console)
    if again.source.rows != MADE_ROWS or again.schema.names != check.trained.recipe.schema.names:
        raise _broken(f"a .{check.file_format} file did not read back as it was written")
    report.ok(f"{MADE_ROWS} rows written as .{check.file_format} and read again")


def _check_window(report: _Report) -> None:
    """In a process of its own: the command line itself stays without Qt."""
    if programs.is_bundle():
        with work_folder() as folder:
            page = Path(folder) / "page.html"
            page.write_text("<title>Self-test</title><p>Written by the self-test.</p>", encoding="utf-8")
            pdf.write(page, page.with_suffix(".pdf"))
        report.ok("the window's program wrote a PDF")
        return
    if importlib.util.find_spec("PySide6") is None:
        report.console.result("skipped: the window (PySide6 is not installed)")
        return
    ended = subprocess.run(
        [sys.executable, "-c", _BINDING_CHECK], capture_output=True, check=False, timeout=60
    )
    if ended.returncode:
        raise _broken("the window's binding to Qt does not work here")
    report.ok("the window's binding to Qt")


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
        return "not installed"
