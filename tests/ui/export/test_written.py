"""Files that the export page really writes, on the trained example."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from example_project import Example
from hands import child, click, words_on
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from synthdesk.cli.main import main
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.ui.export.screen import ExportScreen
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import file_dialogs
from synthdesk.ui.worker import JobService

PATIENCE_MS = 120_000


@pytest.fixture
def screen(
    app: QApplication, qtbot: QtBot, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ExportScreen]:
    monkeypatch.setenv("SYNTHDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(file_dialogs, "file_to_save", lambda *_args: tmp_path / "new.csv")
    store, jobs = ProjectStore(example.folder), JobService(InlineRun)
    store.replace_project(example.project, None)
    made = ExportScreen(store, jobs)
    qtbot.addWidget(made)
    made.show()
    yield made
    jobs.shut_down()


def save(qtbot: QtBot, screen: ExportScreen) -> None:
    click(qtbot, screen, "export.save")
    qtbot.waitUntil(lambda: "Saved and checked" in words_on(screen), timeout=PATIENCE_MS)


def test_that_the_recipe_of_the_window_gives_the_same_bytes_on_the_command_line(
    screen: ExportScreen, qtbot: QtBot, example: Example, tmp_path: Path
) -> None:
    qtbot.mouseClick(child(screen, QCheckBox, "export.codebook"), Qt.MouseButton.LeftButton)
    save(qtbot, screen)
    assert example.project.source is not None
    recipe, data = str(tmp_path / "new_recipe.json"), example.project.source.path
    assert main(["run", recipe, "--data", data, "--out", str(tmp_path / "again")]) == 0
    assert (tmp_path / "again" / "synthetic.csv").read_bytes() == (tmp_path / "new.csv").read_bytes()


def test_that_groups_within_groups_are_counted_and_met_exactly(
    screen: ExportScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    child(screen, QSpinBox, "export.rows").setValue(60)
    for name, column in (("export.balance", "died"), ("export.within", "sex")):
        combo = child(screen, QComboBox, name)
        combo.setCurrentIndex(combo.findData(column))
    qtbot.waitUntil(lambda: "yes, f: " in words_on(screen), timeout=PATIENCE_MS)
    child(screen, QSpinBox, "export.group.0.rows").setValue(21)
    save(qtbot, screen)
    with (tmp_path / "new.csv").open(encoding="utf-8", newline="") as file:
        counts = Counter((row["died"], row["sex"]) for row in csv.DictReader(file))
    assert sorted(counts.values()) == [15, 15, 15, 21]
