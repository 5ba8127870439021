"""A data page on an empty project, with real jobs inside the window's process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from synthdesk.jobs.inline_run import InlineRun
from synthdesk.ui import theme
from synthdesk.ui.data.screen import DataScreen
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.worker import JobService

Opened = Callable[[str], Path]


@pytest.fixture
def themed(qapp: QApplication) -> QApplication:
    theme.apply(qapp, dark=False, scale=1.0)
    return qapp


@pytest.fixture
def store(themed: QApplication, tmp_path: Path) -> ProjectStore:
    folder = tmp_path / "work"
    folder.mkdir()
    return ProjectStore(folder)


@pytest.fixture
def jobs() -> Iterator[JobService]:
    service = JobService(InlineRun)
    yield service
    service.shut_down()


@pytest.fixture
def screen(qtbot: QtBot, store: ProjectStore, jobs: JobService) -> DataScreen:
    made = DataScreen(store, jobs)
    qtbot.addWidget(made)
    made.resize(theme.letters(140), theme.space(180))
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file of text and return its path."""

    def _write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write
