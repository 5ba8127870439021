"""The training page on a made-up project, with runs that follow a script."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from synthdesk.domain.project import Project
from synthdesk.jobs.requests import Request
from synthdesk.jobs.run import Run
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.training.screen import TrainingScreen
from synthdesk.ui.worker import JobService

MakeScreen = Callable[..., TrainingScreen]


@pytest.fixture
def store(tmp_path: Path) -> ProjectStore:
    return ProjectStore(tmp_path)


@pytest.fixture
def make_screen(app: QApplication, qtbot: QtBot, store: ProjectStore) -> Iterator[MakeScreen]:
    """Return a function that opens the page with `make_run` on `project`."""
    services: list[JobService] = []

    def make(make_run: Callable[[Request], Run], project: Project) -> TrainingScreen:
        jobs = JobService(make_run)
        services.append(jobs)
        store.replace_project(project, None)
        screen = TrainingScreen(store, jobs)
        qtbot.addWidget(screen)
        screen.resize(1100, 680)
        screen.show()
        qtbot.waitExposed(screen)
        return screen

    yield make
    for jobs in services:
        jobs.shut_down()
