"""The whole way through the window, in an empty network and on a virtual screen, with its sockets counted; its start."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bundle
import psutil
from places import NAME, PACKAGING, ROOT
from tracing import NotHereError, sockets, tool, traced

_SYSTEM_PYTHON = "/usr/bin/python3"
_ATSPI = "import gi; gi.require_version('Atspi', '2.0')"
_SCREEN = ("-a", "-s", "-screen 0 1366x768x24 -noreset")
"""Without a reset: a screen that begins anew when its last window goes refuses the next one for a moment."""

_DROP_CACHES = Path("/proc/sys/vm/drop_caches")
_STARTS = 5
_PATIENCE_SECONDS = 3600


def journey_of_bundle(folder: Path) -> str:
    """The whole way through the bundle's window opens no socket to an internet address (strace, accessibility bus)."""
    return _journey([str(folder / NAME)], "the bundle's window")


def journey_of_source(_: Path) -> str:
    """The whole way through the window from source opens no socket to an internet address."""
    return _journey([sys.executable, "-m", "synthdesk"], "the window from source")


def cold_start(folder: Path) -> str:
    """The window is on screen soon after its start, with nothing of it in memory (needs root, for an empty cache)."""
    if not os.access(_DROP_CACHES, os.W_OK):
        raise NotHereError("the right to empty the cache of files")
    program, xdotool = folder / NAME, tool("xdotool")
    script = f"{sys.executable} {Path(__file__).resolve()} {program} {xdotool}"
    done = subprocess.run(
        [tool("xvfb-run"), *_SCREEN, *script.split()], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise bundle.BadBundleError(done.stdout + done.stderr)
    return (
        f"window on screen with an empty cache (median, least, most of {_STARTS}): {done.stdout.strip(' ;')}"
    )


def _journey(program: list[str], name: str) -> str:
    for needed in ("openbox", "xdotool"):
        tool(needed)
    if subprocess.run([_SYSTEM_PYTHON, "-c", _ATSPI], capture_output=True, check=False).returncode:
        raise NotHereError("Atspi for the system's Python")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        folder, trace = Path(home) / "way", Path(home) / "trace"
        folder.mkdir()
        example = ROOT / "resources" / "example" / "hospital_stays.csv"
        (folder / "stays.csv").write_bytes(example.read_bytes())
        shell = [tool("unshare"), "-rn", tool("xvfb-run"), *_SCREEN, tool("dbus-run-session"), "--"]
        driver = [_SYSTEM_PYTHON, "-W", "ignore", str(PACKAGING / "window_journey.py"), str(folder)]
        done = subprocess.run(
            [*shell, *driver, *traced(trace), *program], cwd=ROOT, capture_output=True, text=True, check=False,
            env={"HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, timeout=_PATIENCE_SECONDS,
        )  # fmt: skip
        if done.returncode:
            raise bundle.BadBundleError(done.stdout + done.stderr)
        local = sockets(trace)
        processes = len({line.split(" ", 1)[0] for line in trace.read_text("utf-8").splitlines()})
    return (
        f"{name}: read, trained, evaluated, report, {done.stdout.splitlines()[-1]} exported, saved, closed in "
        f"{time.monotonic() - began:.0f} s: 0 AF_INET and AF_INET6 sockets ({local} of this computer's own, in "
        f"{processes} processes and threads that open any)"
    )


def _time_starts(program: str, xdotool: str) -> None:
    measured = []
    look = [xdotool, "search", "--onlyvisible", "--name", NAME]
    for _ in range(_STARTS):
        os.sync()
        _DROP_CACHES.write_text("3", "ascii")
        with tempfile.TemporaryDirectory() as home:
            begun = time.monotonic()
            with subprocess.Popen([program], env=os.environ | {"SYNTHDESK_HOME": home}) as process:
                while subprocess.run(look, capture_output=True, check=False).returncode:
                    if process.poll() is not None:
                        sys.exit(f"{program} ended with {process.returncode} before its window was there")
                    time.sleep(0.02)
                seconds, used = time.monotonic() - begun, psutil.Process(process.pid).cpu_times()
                measured.append((seconds, used.user + used.system))
                process.terminate()
    for name, figures in zip(("clock", "processor time"), zip(*measured, strict=True), strict=True):
        words = f"{statistics.median(figures):.2f} s ({min(figures):.2f} to {max(figures):.2f})"
        sys.stdout.write(f"{name} {words}; ")


if __name__ == "__main__":
    _time_starts(*sys.argv[1:])
