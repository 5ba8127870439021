import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from synthdesk.storage import paths, temporary

LEAVE_ONE = """
import os, tempfile
from synthdesk.storage import temporary
with temporary.own_folder() as folder:
    os.close(tempfile.mkstemp()[0])
    print(folder, flush=True)
    os.kill(os.getpid(), 9)
"""


def test_that_temporary_files_of_this_process_and_its_children_lie_in_its_own_folder() -> None:
    with temporary.own_folder() as folder:
        ask = [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"]
        said = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
        assert Path(said) == Path(tempfile.gettempdir()) == folder
        assert folder.is_relative_to(paths.user_data())


@pytest.mark.skipif(os.name == "nt", reason="permissions of Windows are not modes")
def test_that_only_this_user_can_enter_it() -> None:
    with temporary.own_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_that_it_is_gone_afterwards_and_everything_is_as_before() -> None:
    before = tempfile.gettempdir(), dict(os.environ)
    with temporary.own_folder() as folder:
        (folder / "rows.csv").write_text("1")
    assert not folder.exists()
    assert (tempfile.gettempdir(), dict(os.environ)) == before


def test_that_what_a_killed_process_left_goes_at_the_next_start() -> None:
    done = subprocess.run([sys.executable, "-c", LEAVE_ONE], capture_output=True, text=True, check=False)
    left = Path(done.stdout.strip())
    assert len(list(left.iterdir())) == 2
    with temporary.own_folder() as mine:
        assert list(paths.temporary_folder().iterdir()) == [mine]


def test_that_programs_of_others_get_neither_our_folder_nor_our_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/synthdesk/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    with temporary.own_folder() as folder:
        with temporary.not_ours():
            assert os.environ["LD_LIBRARY_PATH"] == "/usr/local/lib"
            assert not set(temporary.VARIABLES) & set(os.environ)
        assert os.environ["LD_LIBRARY_PATH"] == "/opt/synthdesk/_internal"
        assert os.environ["TMPDIR"] == str(folder)
