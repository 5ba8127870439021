"""Closing, killing and coming back: nothing that runs or is not saved is lost without a question."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import made_runs as made
import pytest
from example_project import Example
from hands import child, click, words_on
from PySide6.QtWidgets import QLabel, QSpinBox
from pytestqt.qtbot import QtBot

from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import Train
from synthdesk.storage import recovery
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.project_files import left_behind
from synthdesk.ui.steps import Step
from synthdesk.ui.training.screen import TrainingScreen
from synthdesk.ui.widgets import file_dialogs, problem_box
from synthdesk.ui.widgets.notice import Notice

MakeWindow = Callable[..., MainWindow]
LONG_MS = 120_000


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The answers that questions get, one after the other; what is left was not asked."""
    given: list[str] = []
    monkeypatch.setattr(problem_box, "ask", lambda *_args: given.pop(0))
    return given


def train(window: MainWindow, qtbot: QtBot) -> TrainingScreen:
    window.open_step(Step.TRAIN)
    page = window.stack.currentWidget()
    assert isinstance(page, TrainingScreen)
    click(qtbot, page, "train.start")
    qtbot.waitUntil(lambda: "round" in child(page, QLabel, "train.line").text(), timeout=LONG_MS)
    return page


@pytest.fixture
def training(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """A window in which a scripted training runs."""
    window = make_window(make_run=made.runs(Train=made.held(*made.training(rounds=30))))
    window.store.replace_project(made.project(), None)
    train(window, qtbot)
    return window


def test_that_closing_an_empty_window_asks_nothing(window: MainWindow, answers: list[str]) -> None:
    window.close()
    assert not window.isVisible()


def test_that_closing_while_training_can_be_taken_back(training: MainWindow, answers: list[str]) -> None:
    answers.append("back")
    training.close()
    assert training.isVisible()
    assert answers == []
    assert len(training.jobs.running) == 1


def test_that_closing_can_save_the_state_for_the_next_start(
    training: MainWindow, qtbot: QtBot, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.append("keep")
    with qtbot.waitSignal(training.closed):
        training.close()
    monkeypatch.setattr("synthdesk.storage.workspace.is_owned", lambda _folder: False)
    (left,) = recovery.left_behind()
    assert left.unfinished is not None
    assert left.project.source == made.project().source
    recovery.discard(left)


def test_that_unsaved_work_is_asked_about_and_saved(
    make_window: MakeWindow,
    qtbot: QtBot,
    answers: list[str],
    example: Example,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "stays.synthdesk"
    monkeypatch.setattr(file_dialogs, "file_to_save", lambda *_args: target)
    window = make_window()
    window.store.work_folder = example.folder
    window.store.recover(example.project, None)
    assert window.store.is_dirty
    answers.append("save")
    with qtbot.waitSignal(window.closed, timeout=LONG_MS):
        window.close()
    again = make_window()
    again.files.open(target)
    qtbot.waitUntil(lambda: again.store.project.run == example.project.run, timeout=LONG_MS)
    assert (again.windowTitle(), again.isWindowModified()) == ("stays[*] – SynthDesk", False)


def test_that_a_killed_child_is_told_at_once_and_training_goes_on_from_its_checkpoint(
    make_window: MakeWindow, qtbot: QtBot, example: Example
) -> None:
    window = make_window(make_run=ProcessRun)
    window.store.work_folder = example.folder
    window.store.replace_project(
        example.project.with_config(config_for(Preset.QUICK, synthesizer="ctgan", epochs=12, threads=1)), None
    )
    window.open_step(Step.TRAIN)
    again = window.stack.currentWidget()
    click(qtbot, again, "train.again")
    page = train(window, qtbot)
    click(qtbot, page, "train.pause")
    pause_words = "&Go on"
    qtbot.waitUntil(lambda: page._foot.pause.text() == pause_words, timeout=LONG_MS)
    (job,) = [j for j in window.jobs.running if isinstance(j.request, Train)]
    run = job._supervisor._run
    assert isinstance(run, ProcessRun)
    assert run._child is not None
    pid = run._child.process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(child(page, Notice, "train.trouble").isVisible, timeout=5_000)
    assert "Nothing before the last saved state is lost" in words_on(page)
    before = window.store.project.run
    click(qtbot, page, "train.resume")
    qtbot.waitUntil(lambda: window.store.project.run != before, timeout=LONG_MS)
    assert window.store.project.run is not None
    assert window.store.project.run.epochs_done == 12


def test_that_work_left_by_a_crash_is_opened_again_with_its_table(
    make_window: MakeWindow, qtbot: QtBot, example_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.opening.open_path(example_file)
    qtbot.waitUntil(lambda: window.store.project.source is not None, timeout=LONG_MS)
    window.files.keeper.keep_now()
    monkeypatch.setattr("synthdesk.storage.workspace.is_owned", lambda _folder: False)
    found = left_behind()
    assert len(found) == 1
    monkeypatch.undo()
    other = make_window()
    other.start_wiring.offer(found)
    click(qtbot, other, "start.recover")
    qtbot.waitUntil(lambda: other.store.project.schema == window.store.project.schema)
    other.open_step(Step.DATA)
    assert other.pages.current is Step.DATA
    assert child(other.stack.currentWidget(), QSpinBox, "data.heading_row") is not None
