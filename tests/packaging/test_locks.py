"""The locks: all of them hold the versions that were tested, each file with its hash."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parent.parent.parent / "packaging"
PROCESSORS, CARDS, WINDOWS = "linux-cpu.txt", "linux-cuda.txt", "windows-cpu.txt"
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ \n]+)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$", re.MULTILINE)


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return version and hashes of each package of a lock."""
    text = (PACKAGING / "locks" / name).read_text("utf-8")
    found = {
        m[1]: (m[2].split("+")[0], frozenset(re.findall("[0-9a-f]{64}", m[3]))) for m in _PIN.finditer(text)
    }
    assert len(found) == text.count("==")
    return found


@pytest.mark.parametrize("name", [PROCESSORS, CARDS, WINDOWS])
def test_that_every_package_is_locked_with_hashes_and_in_the_tested_version(name: str) -> None:
    text = (PACKAGING / "constraints.txt").read_text("utf-8").lower().replace("_", "-")
    tested = dict(line.split("==") for line in text.splitlines() if "==" in line)
    for package, (version, hashes) in locked(name).items():
        assert hashes, package
        assert tested.get(package, version) == version, package


def test_that_the_build_for_graphics_cards_has_the_same_files_but_those_for_cards() -> None:
    usual, cards = locked(PROCESSORS), locked(CARDS)
    assert set(usual) <= set(cards)
    more = set(cards) - set(usual)
    assert {name for name in more if not name.startswith(("cuda-", "nvidia-"))} <= {"setuptools", "triton"}
    for package, (version, hashes) in usual.items():
        assert cards[package][0] == version
        assert package == "torch" or cards[package][1] & hashes, package


def test_that_the_environment_of_the_builds_is_made_with_nothing_but_python() -> None:
    script = [sys.executable, "-S", str(PACKAGING / "environment.py"), "--help"]
    done = subprocess.run(script, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--graphics-cards" in done.stdout
