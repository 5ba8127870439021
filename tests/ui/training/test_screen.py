"""The training page as a user meets it: before, while and after a run."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import made_runs as made
import pytest
from hands import child, click, words_on
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QRadioButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Cancelled, EpochDone, Finished, Noticed, SimilarityMeasured
from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import ColumnPlan, Role
from synthdesk.domain.project import Project
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.domain.training import Preset
from synthdesk.jobs.orders import CHECKPOINT, run_folder
from synthdesk.jobs.requests import Request, Train
from synthdesk.storage.recovery import Unfinished
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.training import screen as training_screen
from synthdesk.ui.training.live_charts import LiveCharts
from synthdesk.ui.training.screen import TrainingScreen
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.worker import GIVE_UP_SECONDS

MakeScreen = Callable[..., TrainingScreen]


@pytest.fixture
def running(make_screen: MakeScreen, qtbot: QtBot) -> TrainingScreen:
    """A run that has told of 168 rounds and obeys what it is asked."""
    ending = Finished(made.record())
    screen = make_screen(made.runs(Train=made.held(*made.training(), ending=ending)), made.project())
    click(qtbot, screen, "train.start")
    qtbot.waitUntil(lambda: "round 168 of 300" in child(screen, QLabel, "train.line").text())
    return screen


def test_that_without_a_table_the_page_leads_to_the_data(make_screen: MakeScreen, qtbot: QtBot) -> None:
    screen = make_screen(made.runs(), Project())
    button = next(b for b in screen.findChildren(QPushButton) if b.text() == "Open a table")
    with qtbot.waitSignal(screen.go_to) as went:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert went.args == [Step.DATA]


def test_that_a_column_of_patients_with_several_rows_is_told_and_can_be_chosen(
    make_screen: MakeScreen, qtbot: QtBot
) -> None:
    project = made.project()
    column = project.schema[project.schema.names[0]]
    schema = Schema((Column(column.name, ColumnKind.IDENTIFIER), *tuple(project.schema)[1:]))
    facts = (ColumnFacts(column.name, rows=1000, missing=0, distinct=300),)
    screen = make_screen(made.runs(), replace(project, schema=schema, facts=facts))
    qtbot.waitUntil(lambda: f"“{column.name}” seems to name patients" in words_on(screen), timeout=3000)
    box = child(screen, QComboBox, "train.patients")
    box.setCurrentText(column.name)
    assert screen._store.project.config.patients == column.name
    qtbot.waitUntil(lambda: "seems to name patients" not in words_on(screen), timeout=3000)


def test_that_each_preset_says_how_long_it_takes_on_this_computer(
    make_screen: MakeScreen, qtbot: QtBot
) -> None:
    screen = make_screen(made.runs(), made.project())
    times = {p: child(screen, QLabel, f"train.time.{p}") for p in Preset}
    qtbot.waitUntil(lambda: all(label.text() for label in times.values()), timeout=5000)
    qtbot.waitUntil(lambda: times[Preset.QUICK].text() == "about 41 s")
    assert times[Preset.BALANCED].text() == "about 3 min"
    assert times[Preset.BEST].text() == "about 17 min"


def test_that_a_graphics_card_that_is_not_used_is_told_with_what_it_needs(
    make_screen: MakeScreen, qtbot: QtBot
) -> None:
    known = replace(made.ESTIMATE, missing_for_card=message("This computer has a graphics card."))
    screen = make_screen(made.runs(EstimateTraining=made.ended_with(Finished(known))), made.project())
    told = child(screen, QLabel, "train.device")
    qtbot.waitUntil(
        lambda: told.text().endswith("meanwhile. This computer has a graphics card."), timeout=5000
    )


def test_that_a_chosen_preset_becomes_the_setting(
    make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore
) -> None:
    screen = make_screen(made.runs(), made.project())
    qtbot.mouseClick(child(screen, QRadioButton, f"train.preset.{Preset.BEST}"), Qt.MouseButton.LeftButton)
    assert store.project.config.preset is Preset.BEST


def test_that_a_running_training_shows_its_similarity_and_progress(running: TrainingScreen) -> None:
    measured = [e for e in made.training() if isinstance(e, SimilarityMeasured)][-1]
    assert child(running, QLabel, "train.figure").text() == f"{100 * measured.similarity:.0f} %"
    line = child(running, QLabel, "train.line").text()
    for part in ("6 min done", "about 5 min left", "processor", "612.0 MB memory"):
        assert part in line
    assert running.is_training


def test_that_pause_waits_and_goes_on(running: TrainingScreen, qtbot: QtBot) -> None:
    pause = child(running, QPushButton, "train.pause")
    click(qtbot, running, "train.pause")
    qtbot.waitUntil(lambda: pause.text() == "&Go on")
    click(qtbot, running, "train.pause")
    qtbot.waitUntil(lambda: pause.text() == "&Pause")


def test_that_stop_keeps_the_best_state_as_the_model(
    running: TrainingScreen, qtbot: QtBot, store: ProjectStore
) -> None:
    click(qtbot, running, "train.stop")
    qtbot.waitUntil(lambda: not running.is_training)
    assert store.project.run == made.record()
    assert child(running, QLabel, "train.result").text() == "88 %"
    with qtbot.waitSignal(running.go_to) as went:
        click(qtbot, running, "train.continue")
    assert went.args == [Step.EVALUATE]


def test_that_cancelling_more_than_a_minute_of_work_asks_first(
    running: TrainingScreen, qtbot: QtBot, store: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problem_box, "ask", lambda *_args: "stay")
    click(qtbot, running, "train.cancel")
    assert running.is_training
    monkeypatch.setattr(problem_box, "ask", lambda *_args: "cancel")
    click(qtbot, running, "train.cancel")
    qtbot.waitUntil(lambda: not running.is_training)
    assert store.project.run is None
    assert child(running, QPushButton, "train.start").isVisible()


def test_that_before_the_first_round_only_cancel_can_be_pressed(
    make_screen: MakeScreen, qtbot: QtBot
) -> None:
    preparing = made.training()[:2]
    screen = make_screen(made.runs(Train=made.held(*preparing)), made.project())
    click(qtbot, screen, "train.start")
    qtbot.waitUntil(lambda: screen.job is not None)
    enabled = {n: child(screen, QPushButton, f"train.{n}").isEnabled() for n in ("pause", "stop", "cancel")}
    assert enabled == {"pause": False, "stop": False, "cancel": True}
    click(qtbot, screen, "train.cancel")
    qtbot.waitUntil(lambda: not screen.is_training)


def test_that_a_run_that_does_not_obey_is_given_up_within_a_second(
    make_screen: MakeScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    class Deaf(made.ScriptedRun):
        """Hears nothing but being killed."""

        def send(self, wish: Wish) -> None:
            del wish

        def kill(self) -> None:
            self._events = iter([Cancelled()])

    def make_run(request: Request) -> made.ScriptedRun:
        if not isinstance(request, Train):
            return made.runs()(request)
        run_folder(request).mkdir(parents=True)
        return Deaf(made.ended_with(*made.training(rounds=3)))

    screen = make_screen(make_run, made.project())
    click(qtbot, screen, "train.start")
    qtbot.waitUntil(lambda: "round 3" in child(screen, QLabel, "train.line").text())
    begun = time.monotonic()
    click(qtbot, screen, "train.cancel")
    qtbot.waitUntil(lambda: not screen.is_training)
    assert GIVE_UP_SECONDS <= time.monotonic() - begun < 4 * GIVE_UP_SECONDS
    assert list((tmp_path / "runs").iterdir()) == []


def test_that_cancelling_a_young_run_asks_nothing(make_screen: MakeScreen, qtbot: QtBot) -> None:
    events = made.training(rounds=10)
    screen = make_screen(made.runs(Train=made.held(*events)), made.project())
    assert training_screen.ASK_AFTER_SECONDS > 10 * 2.2
    click(qtbot, screen, "train.start")
    click(qtbot, screen, "train.cancel")
    qtbot.waitUntil(lambda: not screen.is_training)


def test_that_a_notice_of_the_run_is_shown_in_words(make_screen: MakeScreen, qtbot: QtBot) -> None:
    words = "Learning became unstable. It goes on from its best state in smaller steps."
    script = made.held(*made.training(rounds=20), Noticed(message(words)))
    screen = make_screen(made.runs(Train=script), made.project())
    click(qtbot, screen, "train.start")
    qtbot.waitUntil(lambda: words in words_on(screen))


def test_that_a_killed_run_is_explained_and_goes_on_from_its_checkpoint(
    make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore
) -> None:
    asked: list[bool] = []
    again = made.scripts(made.training(300), Finished(made.record()))
    scripts = [made.scripts(made.training(rounds=40), made.KILLED), again]

    def make_run(request: object) -> made.ScriptedRun:
        if type(request).__name__ != "Train":
            return made.runs()(request)  # type: ignore[arg-type]
        asked.append(request.resume)  # type: ignore[attr-defined]
        return made.ScriptedRun(scripts.pop(0))

    screen = make_screen(make_run, made.project())
    click(qtbot, screen, "train.start")
    trouble = child(screen, Notice, "train.trouble")
    qtbot.waitUntil(trouble.isVisible)
    assert "memory ran short" in words_on(screen)
    click(qtbot, screen, "train.resume")
    qtbot.waitUntil(lambda: store.project.run is not None)
    assert asked == [False, True]


@pytest.fixture
def left(store: ProjectStore, tmp_path: Path) -> Unfinished:
    """A run that an earlier start of the program left with a checkpoint."""
    project = made.project()
    assert project.source is not None
    folder = tmp_path / "runs" / "run7"
    folder.mkdir(parents=True)
    (folder / CHECKPOINT).write_text("{}", encoding="ascii")
    store.unfinished = Unfinished("run7", project.recipe, project.source.sha256)
    return store.unfinished


def test_that_a_run_left_by_an_earlier_start_can_go_on(
    make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore, left: Unfinished
) -> None:
    screen = make_screen(
        made.runs(Train=made.scripts(made.training(), Finished(made.record()))), made.project()
    )
    assert "A training was interrupted" in words_on(screen)
    click(qtbot, screen, "train.resume")
    qtbot.waitUntil(lambda: store.project.run is not None)
    assert store.unfinished is None


def test_that_a_left_run_can_be_put_aside(
    make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore, left: Unfinished
) -> None:
    screen = make_screen(made.runs(), made.project())
    click(qtbot, screen, "train.again")
    assert child(screen, QPushButton, "train.start").isVisible()
    assert store.unfinished is None


def test_that_a_left_run_without_a_checkpoint_is_not_offered(
    make_screen: MakeScreen, store: ProjectStore, left: Unfinished, tmp_path: Path
) -> None:
    (tmp_path / "runs" / "run7" / CHECKPOINT).unlink()
    screen = make_screen(made.runs(), made.project())
    assert "A training was interrupted" not in words_on(screen)
    assert store.unfinished is None


def test_that_a_model_of_older_settings_is_marked_and_can_be_trained_again(
    make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore
) -> None:
    screen = make_screen(made.runs(), made.trained())
    assert "was changed after this training" not in words_on(screen)
    plan = store.project.plan.with_columns(["ward"], ColumnPlan(role=Role.LEAVE_OUT))
    store.set_plan(plan, "Leave out")
    assert "was changed after this training" in words_on(screen)
    click(qtbot, screen, "train.again.outdated")
    assert child(screen, QPushButton, "train.start").isVisible()
    click(qtbot, screen, "train.back")
    assert child(screen, QLabel, "train.result").isVisible()


def test_that_a_kind_of_model_is_chosen_by_its_name_and_only_its_settings_are_open(
    make_screen: MakeScreen, qtbot: QtBot, store: ProjectStore
) -> None:
    screen = make_screen(made.runs(), made.project())
    click(qtbot, screen, "train.expert")
    kinds, rounds = child(screen, QComboBox, "train.synthesizer"), child(screen, QSpinBox, "train.epochs")
    assert [kinds.itemText(i) for i in range(kinds.count())] == [
        "Automatic",
        "Sequential trees",
        "Fast: hidden groups",
        "CTGAN",
        "TVAE",
    ]
    assert kinds.currentText() == "Automatic"
    assert not rounds.isEnabled()
    qtbot.waitUntil(lambda: "Sequential trees are advised" in words_on(screen))
    qtbot.waitUntil(lambda: "chosen by itself" in words_on(screen))
    kinds.setCurrentText("Sequential trees")
    assert store.project.config.synthesizer == "trees"
    assert not rounds.isEnabled()
    qtbot.waitUntil(lambda: "are advised" not in words_on(screen))
    assert "rounds, at most" not in words_on(screen)
    kinds.setCurrentText("CTGAN")
    assert rounds.isEnabled()
    qtbot.waitUntil(lambda: "Up to 300 rounds, at most" in words_on(screen))
    qtbot.waitUntil(lambda: "choose them in the expert settings" in words_on(screen))
    critic_step = child(screen, QWidget, "train.critic_step")
    assert critic_step.isEnabled()
    kinds.setCurrentText("TVAE")
    assert rounds.isEnabled()
    assert not critic_step.isEnabled()


def test_that_a_model_without_networks_that_compete_shows_no_losses(
    make_screen: MakeScreen, qtbot: QtBot
) -> None:
    events = [
        replace(e, generator_loss=None, critic_loss=None) if isinstance(e, EpochDone) else e
        for e in made.training()
    ]
    screen = make_screen(made.runs(Train=made.held(*events, ending=Finished(made.record()))), made.project())
    click(qtbot, screen, "train.start")
    qtbot.waitUntil(lambda: "round 168 of 300" in child(screen, QLabel, "train.line").text())
    child(screen, QWidget, "train.tabs").setCurrentIndex(2)
    assert (
        "Only networks that play against each other have them."
        in screen.findChild(LiveCharts).losses.accessibleDescription()
    )
