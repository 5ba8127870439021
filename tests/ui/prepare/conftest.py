"""A prepare page on the bundled example, read by real jobs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from synthdesk.domain.events import Finished
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.source import ImportOptions
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.jobs.requests import ReadTable
from synthdesk.ui import theme
from synthdesk.ui.prepare.screen import PrepareScreen
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.worker import JobService


@pytest.fixture
def themed(qapp: QApplication) -> QApplication:
    theme.apply(qapp, dark=False, scale=1.0)
    return qapp


@pytest.fixture
def work_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def read(work_folder: Path) -> Callable[[Path], ImportedTable]:
    """Read a file whole into the work folder, in this thread."""

    def _read(path: Path) -> ImportedTable:
        run = InlineRun(ReadTable(str(path), ImportOptions(), str(work_folder)))
        run.start()
        events = list(run.poll(60.0))
        assert isinstance(events[-1], Finished)
        assert isinstance(events[-1].result, ImportedTable)
        return events[-1].result

    return _read


@pytest.fixture
def table(read: Callable[[Path], ImportedTable], example_file: Path) -> ImportedTable:
    return read(example_file)


@pytest.fixture
def store(themed: QApplication, work_folder: Path) -> ProjectStore:
    return ProjectStore(work_folder)


@pytest.fixture
def jobs() -> Iterator[JobService]:
    service = JobService(InlineRun)
    yield service
    service.shut_down()


@pytest.fixture
def screen(qtbot: QtBot, store: ProjectStore, jobs: JobService) -> PrepareScreen:
    made = PrepareScreen(store, jobs)
    qtbot.addWidget(made)
    made.resize(theme.letters(140), theme.space(180))
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def opened(screen: PrepareScreen, store: ProjectStore, table: ImportedTable) -> PrepareScreen:
    store.load_table(table)
    return screen
