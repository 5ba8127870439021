"""Makes the virtual environment the builds run in: `python packaging/environment.py [--out dist] [--graphics-cards]`.

Needs nothing but Python. Every package comes from a lock and its hash is checked; the build's own tools come after.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from places import PACKAGING, ROOT, told

LOCKS = {
    "linux": PACKAGING / "locks" / "linux-cpu.txt",
    "win32": PACKAGING / "locks" / "windows-cpu.txt",
}
_LOCK_FOR_CARDS = PACKAGING / "locks" / "linux-cuda.txt"


def make(out: Path, lock: Path | None) -> None:
    """Make a virtual environment in `out`/environment from `lock`, or from the constraints where there is none."""
    folder = out / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    install = [str(python), "-m", "pip", "install", "--disable-pip-version-check"]
    if lock is not None:
        subprocess.run([*install, "--require-hashes", "-r", str(lock)], check=True)
    else:
        subprocess.run([*install, "-c", str(PACKAGING / "constraints.txt"), str(ROOT)], check=True)
    subprocess.run([*install, "-r", str(PACKAGING / "build-requirements.txt")], check=True)
    told(f"Now: {python} packaging/build.py bundle")


def main() -> int:
    """Make the environment for this system."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of what is built")
    parser.add_argument(
        "--graphics-cards", action="store_true", help="for the separate build for cards of NVIDIA (Linux)"
    )
    arguments = parser.parse_args()
    if arguments.graphics_cards and sys.platform != "linux":
        parser.error("The build for graphics cards is locked for Linux only.")
    lock = _LOCK_FOR_CARDS if arguments.graphics_cards else LOCKS.get(sys.platform)
    make(arguments.out.resolve(), lock)
    return 0


if __name__ == "__main__":
    sys.exit(main())
