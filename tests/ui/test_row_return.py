"""What is said of a project whose rows were only in a table that was pasted."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from synthdesk.domain.events import Failed
from synthdesk.domain.project import Project
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.ui.row_return import RowReturn
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.worker import JobService


def test_that_a_pasted_table_is_asked_for_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Failed] = []
    monkeypatch.setattr(problem_box, "show_problem", lambda _parent, failed, _buttons: told.append(failed))
    window, store = QWidget(), ProjectStore(tmp_path)
    qtbot.addWidget(window)
    gone = tmp_path / "pasted" / "1" / "Pasted table"
    store.replace_project(Project(Source(str(gone), "0" * 64, ImportOptions(), 3, "text")), None)
    RowReturn(window, store, JobService(InlineRun)).begin()
    assert [str(failed.title) for failed in told] == ["The table of this project was pasted"]
