"""Where the parts of a build lie, and the few facts that all of them share."""

import os
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent
ROOT = PACKAGING.parent
NAME = "SynthDesk"


def version() -> str:
    """Return the version of the program, as `synthdesk/__init__.py` says it."""
    found = re.search(r'__version__ = "(.+)"', (ROOT / "synthdesk" / "__init__.py").read_text("utf-8"))
    assert found is not None
    return found[1]


def for_graphics_cards() -> bool:
    """Return whether torch for graphics cards is installed here, which makes the separate build for them."""
    names = {str(found.metadata["Name"]).lower() for found in distributions()}
    return any(name.startswith("nvidia-") for name in names)


def epoch() -> int:
    """Return the seconds since 1970 that stand for the time of the build: those of the commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    asked = ["git", "log", "-1", "--format=%ct"]
    return int(subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def reproducible() -> dict[str, str]:
    """Return an environment in which two builds of one commit give the same bytes."""
    return dict(os.environ) | {"SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "1"}


def told(text: str) -> None:
    """Say what is being done."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def size_of(folder: Path) -> int:
    """Return the bytes of all files below `folder`; links count nothing."""
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
