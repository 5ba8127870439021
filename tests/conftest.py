"""What all tests share: no screen, a private home, and no warning in the log that a test did not expect."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"
os.environ["LOKY_MAX_CPU_COUNT"] = "1"
os.environ.setdefault("OMP_NUM_THREADS", "1")

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "tables"))  # tables that several suites share

import logging
from collections.abc import Iterator

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every file the program writes for its user inside the test's own folder."""
    home = tmp_path / "synthdesk-home"
    monkeypatch.setenv("SYNTHDESK_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_unexpected_log_records(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Fail when the program logs a warning or worse, unless the test is marked `expects_log`."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    records = [r for phase in ("setup", "call") for r in caplog.get_records(phase)]
    bad = [r for r in records if r.levelno >= logging.WARNING and r.name.startswith("synthdesk")]
    assert not bad, [r.getMessage() for r in bad]


@pytest.fixture
def example_file() -> Path:
    """The bundled table of invented hospital stays."""
    return ROOT / "resources" / "example" / "hospital_stays.csv"
