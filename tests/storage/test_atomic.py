import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from synthdesk.domain.errors import UserError
from synthdesk.storage import atomic
from synthdesk.storage.atomic import replacing, write_bytes


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_that_the_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with replacing(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".txt"
    assert path.read_text() == "new"
    assert names(tmp_path) == {"a.txt"}


def test_that_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail(temporary: Path) -> None:
        temporary.write_text("half")
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"), replacing(path) as temporary:
        fail(temporary)
    assert path.read_text() == "old"
    assert names(tmp_path) == {"a.txt"}


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EACCES, "The file cannot be written"),
        (errno.EIO, "The file cannot be written"),
    ],
)
def test_that_an_error_of_the_disk_is_a_sentence(tmp_path: Path, number: int, title: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(UserError) as caught, replacing(path):
        raise OSError(number, os.strerror(number))
    assert str(caught.value.title) == title
    assert "a.txt" in str(caught.value)
    assert "unchanged" in str(caught.value.happened)
    assert names(tmp_path) == {"a.txt"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux")
def test_that_a_full_disk_says_that_nothing_was_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    with pytest.raises(UserError) as caught, replacing(path), Path("/dev/full").open("wb") as full:
        full.write(b"x" * 100_000)
    assert "Nothing was lost" in str(caught.value)
    assert names(tmp_path) == set()


def test_that_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Check that the folder"):
        write_bytes(tmp_path / "none" / "a.txt", b"")


@pytest.mark.parametrize("step", ["_create", "_flush", "_replace", "_flush_folder"])
def test_that_a_failure_of_any_step_leaves_a_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "planted")

    monkeypatch.setattr(atomic, step, fail)
    with pytest.raises(UserError, match="planted"):
        write_bytes(path, b"new")
    assert path.read_bytes() in (b"old", b"new")
    assert names(tmp_path) == {"a.txt"}


def test_that_a_file_held_for_a_moment_on_windows_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    real, tries = Path.replace, []

    def held_twice(self: Path, target: Path) -> Path:
        tries.append(self)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return real(self, target)

    monkeypatch.setattr(atomic, "_FIRST_WAIT_SECONDS", 0.001)
    temporary = tmp_path / "b.txt"
    temporary.write_bytes(b"new")
    monkeypatch.setattr(Path, "replace", held_twice)
    with monkeypatch.context() as windows:
        windows.setattr(atomic, "os", type("os", (), {"name": "nt"}))
        atomic._replace(temporary, path)
    assert len(tries) == 3
    assert path.read_bytes() == b"new"


def test_that_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from synthdesk.storage.atomic import replacing\n"
        "with replacing(Path(sys.argv[1])) as t: t.write_text('half'); os.kill(os.getpid(), 9)"
    )
    path = tmp_path / "a.txt"
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert len(names(tmp_path)) == 1
    write_bytes(path, b"new")
    assert names(tmp_path) == {"a.txt"}


def test_that_a_temporary_file_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.txt") as first:
        write_bytes(tmp_path / "b.txt", b"b")
        assert first.exists()


@pytest.mark.skipif(os.name == "nt", reason="permissions of Windows are not modes")
def test_that_a_private_file_is_for_this_user_alone(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a", b"", private=True)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_that_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "a.txt"
    link.symlink_to(tmp_path / "far" / "b.txt")
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "far" / "b.txt").read_bytes() == b"new"
