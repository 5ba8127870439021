import subprocess
import sys
from pathlib import Path

import pytest

from synthdesk.domain.disclosure import without_rows
from synthdesk.domain.project import Project
from synthdesk.storage import codec, paths, recovery
from synthdesk.storage.recovery import Autosave, Unfinished
from synthdesk.storage.workspace import Workspace

CRASH = """
import os, sys
from pathlib import Path
from synthdesk.domain.project import Project
from synthdesk.storage import codec
from synthdesk.storage.recovery import Autosave, Unfinished
from synthdesk.storage.workspace import Workspace
project = codec.decode(sys.stdin.buffer.read(), Project)
space = Workspace()
run = space.path / "runs" / "r1"
run.mkdir(parents=True)
(run / "checkpoint.json").write_text("{}")
Autosave(space.path).save(project, Path("/data/a.synthdesk"), Unfinished("r1", project.recipe, "0" * 64))
os.kill(os.getpid(), 9)
"""


def crash_with(project: Project) -> None:
    subprocess.run([sys.executable, "-c", CRASH], input=codec.encode(project), check=False)


def test_that_a_crash_leaves_the_project_and_its_unfinished_run(project: Project) -> None:
    crash_with(project)
    (left,) = recovery.left_behind()
    assert left.project == without_rows(project)
    assert left.path == Path("/data/a.synthdesk")
    assert left.unfinished == Unfinished("r1", project.recipe, "0" * 64)
    assert (left.work_folder / "runs" / "r1" / "checkpoint.json").exists()


def test_that_sweeping_keeps_what_can_be_recovered(project: Project) -> None:
    crash_with(project)
    assert recovery.sweep() == 0
    (left,) = recovery.left_behind()
    assert left.work_folder.exists()


def test_that_discarding_leaves_nothing(project: Project) -> None:
    crash_with(project)
    (left,) = recovery.left_behind()
    recovery.discard(left)
    assert recovery.left_behind() == ()
    assert list(paths.workspaces_folder().iterdir()) == []
    assert list(paths.recovery_folder().iterdir()) == []


def test_that_a_project_taken_over_is_no_longer_offered(project: Project) -> None:
    crash_with(project)
    (left,) = recovery.left_behind()
    space = Workspace(left.work_folder)
    assert recovery.left_behind() == ()
    Autosave(space.path, left.entry).clear()
    assert list(paths.recovery_folder().iterdir()) == []


def test_that_a_recovery_file_holds_nothing_of_a_patient(project: Project) -> None:
    space = Workspace()
    Autosave(space.path).save(project, None)
    (entry,) = paths.recovery_folder().iterdir()
    assert "Canary" not in entry.read_text(encoding="utf-8")


def test_that_an_open_project_of_this_process_is_not_offered(project: Project) -> None:
    space = Workspace()
    saver = Autosave(space.path)
    saver.save(project, None)
    saver.save(project, None)
    assert recovery.left_behind() == ()
    assert len(list(paths.recovery_folder().iterdir())) == 1


@pytest.mark.expects_log
@pytest.mark.parametrize("content", [b"", b"{}", b'{"document": "{}", "path": null}'])
def test_that_a_broken_recovery_file_goes(content: bytes) -> None:
    (paths.recovery_folder() / "a.json").write_bytes(content)
    assert recovery.left_behind() == ()
    assert list(paths.recovery_folder().iterdir()) == []


@pytest.mark.expects_log
@pytest.mark.parametrize("folder", ["/etc", "..", "a/../.."])
def test_that_a_recovery_file_cannot_name_a_foreign_folder(project: Project, folder: str) -> None:
    Autosave(paths.workspaces_folder() / folder).save(project, None)
    assert recovery.left_behind() == ()


@pytest.mark.expects_log
def test_that_a_failed_autosave_is_only_logged(project: Project, tmp_path: Path) -> None:
    Autosave(tmp_path, tmp_path / "gone" / "a.json").save(project, None)
