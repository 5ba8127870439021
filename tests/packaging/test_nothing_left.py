"""Real runs of the program: no socket to a network, and nothing of a table left after a crash."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tracing

from tests.gates.canaries import CANARIES, Journey

ROOT = Path(__file__).parent.parent.parent
with_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")


def traced(folder: Path, *arguments: object, **environment: str) -> int:
    trace = folder / "trace"
    command = [*tracing.traced(trace), sys.executable, "-m", "synthdesk", *map(str, arguments)]
    env = dict(os.environ) | {"PYTHONPATH": str(ROOT)} | environment
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, check=False)
    if "not permitted" in done.stderr:
        pytest.skip("strace is not allowed here")
    assert done.returncode == 0, done.stderr
    return tracing.sockets(trace)


@with_strace
def test_that_a_command_and_its_child_open_no_socket_to_a_network(tmp_path: Path, example_file: Path) -> None:
    assert traced(tmp_path, "inspect", example_file) == 0  # the pipe to the child is a pair of sockets


@with_strace
def test_that_the_window_opens_no_socket_to_a_network(tmp_path: Path) -> None:
    traced(tmp_path, "--quit-after", 1, QT_QPA_PLATFORM="offscreen")


@with_strace
def test_that_such_a_socket_would_be_seen(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    code = "import socket; socket.socket().close()"
    subprocess.run([*tracing.traced(trace), sys.executable, "-c", code], check=True)
    with pytest.raises(tracing.NetworkUsedError, match="AF_INET"):
        tracing.sockets(trace)


def test_that_no_value_of_a_table_is_left_after_a_crash_and_the_next_start(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    journey.crash()
    assert len(CANARIES) == 1000
    journey.begin_again()
    assert journey.left() == []


def test_that_the_window_leaves_nothing_outside_the_folder_it_was_given(tmp_path: Path) -> None:
    home, temporary, chosen = (tmp_path / name for name in ("home", "temporary", "chosen"))
    home.mkdir()
    temporary.mkdir()
    environment = {
        "HOME": str(home), "TMPDIR": str(temporary), "SYNTHDESK_HOME": str(chosen), "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    command = [sys.executable, "-m", "synthdesk", "--quit-after", "1"]
    subprocess.run(command, env=environment, capture_output=True, timeout=240, check=True)
    assert list(home.rglob("*")) + list(temporary.rglob("*")) == []
    assert {p.name for p in chosen.rglob("*") if p.is_file()} <= {"window.geometry", "window.log"}
