import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from synthdesk.storage import paths, workspace
from synthdesk.storage.workspace import Workspace

LEAVE_ONE = (
    "import os; from synthdesk.storage.workspace import Workspace; w = Workspace()\n"
    "(w.path / 'source.parquet').write_bytes(b'rows'); print(w.path, flush=True); os.kill(os.getpid(), 9)"
)


def left_by_a_killed_process() -> Path:
    done = subprocess.run([sys.executable, "-c", LEAVE_ONE], capture_output=True, text=True, check=False)
    return Path(done.stdout.strip())


@pytest.mark.skipif(os.name == "nt", reason="permissions of Windows are not modes")
def test_that_a_workspace_is_for_this_user_alone() -> None:
    assert stat.S_IMODE(Workspace().path.stat().st_mode) == 0o700


def test_that_two_workspaces_are_two_folders() -> None:
    assert Workspace().path != Workspace().path


def test_that_closing_deletes_everything_and_may_be_repeated() -> None:
    space = Workspace()
    (space.path / "runs" / "r").mkdir(parents=True)
    (space.path / "runs" / "r" / "model.json").write_text("{}")
    space.close()
    space.close()
    assert list(paths.workspaces_folder().iterdir()) == []


def test_that_emptying_keeps_the_folder_and_its_owner() -> None:
    space = Workspace()
    (space.path / "source.parquet").write_bytes(b"rows")
    (space.path / "runs").mkdir()
    space.empty()
    assert not (space.path / "source.parquet").exists()
    assert workspace.is_owned(space.path)


def test_that_what_a_killed_process_left_is_swept() -> None:
    mine, left = Workspace(), left_by_a_killed_process()
    assert (left / "source.parquet").exists()
    assert workspace.sweep() == 1
    assert not left.exists()
    assert mine.path.exists()


def test_that_what_is_to_be_kept_is_not_swept() -> None:
    left = left_by_a_killed_process()
    assert workspace.sweep(frozenset({left})) == 0
    assert left.exists()


def test_that_a_folder_just_being_made_is_not_swept() -> None:
    fresh = paths.private(paths.workspaces_folder() / "fresh")
    assert workspace.sweep() == 0
    os.utime(fresh, (1, 1))
    assert workspace.sweep() == 1


def test_that_another_process_of_the_same_number_is_not_the_owner() -> None:
    space = Workspace()
    (space.path / "owner.json").write_text(f'{{"pid": {os.getpid()}, "started": 12.5}}')
    assert not workspace.is_owned(space.path)
    (space.path / "owner.json").write_text("broken")
    assert not workspace.is_owned(space.path)


def test_that_a_left_folder_can_be_taken_over() -> None:
    left = left_by_a_killed_process()
    space = Workspace(left)
    assert workspace.sweep() == 0
    assert (space.path / "source.parquet").read_bytes() == b"rows"
