"""The long checks of a bundle: `python packaging/build.py check`. What cannot be checked here is said, not passed."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import bundle
from bare_system import archive_on_other_systems, package_in_bare_debian, rpm_on_bare_system
from journey_check import cold_start, journey_of_bundle, journey_of_source
from places import NAME, ROOT, size_of, told
from tracing import NotHereError, sockets, tool, traced
from twice import builds_are_identical

SELF_TEST_SECONDS = 60
_PATIENCE_SECONDS = 1800


def check(out: Path) -> None:
    """Run every check that can be run here; `bundle.BadBundleError` for the first that fails."""
    for one in CHECKS:
        run(one, out)


def run(one: Callable[[Path], str], out: Path) -> None:
    """Run one of `CHECKS` on the bundle in `out`, and say what it found or what it needs."""
    try:
        told(f"ok: {one(out / NAME)}")
    except NotHereError as error:
        told(f"not checked: {one.__doc__} ({error} is not here)")


def contents_are_right(folder: Path) -> str:
    """No file or module in the bundle that must not be there."""
    bundle.scan(folder)
    return f"the bundle has {size_of(folder) / 1e6:.0f} MB and nothing that must not be in it"


def self_test_without_network(folder: Path) -> str:
    """The self-test passes in an empty network, without Python and without a PATH."""
    with tempfile.TemporaryDirectory() as home:
        outcome = _self_test(folder, Path(home), [tool("unshare"), "-rn"])
    if outcome["seconds"] > SELF_TEST_SECONDS:
        told(f"    the self-test took {outcome['seconds']} s, more than {SELF_TEST_SECONDS}")
    return f"self-test without a network, {outcome['seconds']} s"


def commands_open_no_socket(folder: Path) -> str:
    """The self-test opens no socket to an internet address (strace)."""
    with tempfile.TemporaryDirectory() as home:
        trace = Path(home) / "trace"
        _self_test(folder, Path(home), [*traced(trace)])
        return _none(sockets(trace), "the self-test")


def window_opens_no_socket(folder: Path) -> str:
    """The window opens no socket to an internet address (strace, and a virtual screen where there is one)."""
    screen = [tool("xvfb-run"), "-a"] if shutil.which("xvfb-run") else []
    platform = {} if screen else {"QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as home:
        trace = Path(home) / "trace"
        command = [*screen, *traced(trace), str(folder / NAME), "--quit-after", "3"]
        _run(command, _bare(Path(home)) | platform | {"PATH": os.environ["PATH"]})
        return _none(sockets(trace), "the window")


def nothing_is_left(folder: Path) -> str:
    """After the self-test nothing lies in the user's folders but logs, and nothing in the system's temporary folder."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as system:
        environment = _bare(Path(home)) | {"TMPDIR": system}
        _run([str(folder / "synthdesk-worker"), "self-test"], environment)
        left = [p for p in Path(home).rglob("*") if p.is_file() and p.suffix != ".log"]
        left += list(Path(system).iterdir())
    if left:
        raise bundle.BadBundleError(f"left behind: {left}")
    return "after the self-test only logs are left, and nothing in the temporary folder"


def no_value_is_left_after_a_crash(folder: Path) -> str:
    """Of 1,000 planted values none is left in the home, the logs or the temporary folder, also after a crash."""
    command = [sys.executable, "-m", "tests.gates.canaries", "--whole", "--program", str(folder / NAME)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise bundle.BadBundleError(done.stdout + done.stderr)
    return done.stdout.strip()


CHECKS: tuple[Callable[[Path], str], ...] = (
    contents_are_right,
    self_test_without_network,
    commands_open_no_socket,
    window_opens_no_socket,
    nothing_is_left,
    journey_of_source,
    journey_of_bundle,
    cold_start,
    no_value_is_left_after_a_crash,
    package_in_bare_debian,
    rpm_on_bare_system,
    archive_on_other_systems,
    builds_are_identical,
)


def _self_test(folder: Path, home: Path, before: list[str]) -> dict[str, float]:
    report = home / "report.json"
    command = [*before, str(folder / NAME), "self-test", "--json", str(report)]
    _run(command, _bare(home) | {"QT_QPA_PLATFORM": "offscreen"})
    outcome: dict[str, float] = json.loads(report.read_text("utf-8"))
    return outcome


def _bare(home: Path) -> dict[str, str]:
    """An environment with nothing of this computer's."""
    return {"HOME": str(home), "PATH": "/nonexistent", "LC_ALL": "C.UTF-8"}


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False
    )
    if done.returncode:
        raise bundle.BadBundleError(f"{command}\n{done.stdout}{done.stderr}")


def _none(local: int, what: str) -> str:
    return f"{what} opened 0 AF_INET and AF_INET6 sockets ({local} of this computer's own)"
