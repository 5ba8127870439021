"""Builds everything that is handed out: `python packaging/build.py COMMAND [--out dist]`, one command for each.

Run it with the Python of an environment that holds the program's packages and those of `build-requirements.txt`
(`environment.py` makes one). Two builds of one commit on one system are the same to the byte.
"""

import argparse
import hashlib
import platform
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import bundle
import checks
import licences
import linux_packages
import parts
import sbom
import windows_packages
import windows_tree
import wine_checks
from environment import LOCKS
from places import NAME, ROOT, told, version
from windows import applocker

_NOT_HANDED_OUT = ("bundle.log", "SHA256SUMS")


def wheelhouse(out: Path) -> None:
    """Put every wheel of the lock, and that of the program, into `out`/wheelhouse for machines without a network."""
    folder = out / "wheelhouse"
    folder.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    locked = ["--require-hashes", "-r", str(LOCKS[sys.platform])]
    subprocess.run([*pip, "download", *locked, "-d", str(folder)], check=True)
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True)
    (folder / "INSTALL.txt").write_text(
        "python3.11 -m venv synthdesk-venv\n"
        "synthdesk-venv/bin/python -m pip install --no-index --find-links . synthdesk\n"
        "synthdesk-venv/bin/synthdesk self-test\n",
        "utf-8",
    )


def checksums(out: Path) -> None:
    """Write SHA256SUMS of every file that is handed out."""
    files = [p for p in sorted(out.iterdir()) if p.is_file() and p.name not in _NOT_HANDED_OUT]
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files]
    (out / "SHA256SUMS").write_text("".join(lines), "utf-8", newline="\n")


def allow_by_hash(out: Path) -> None:
    """Write AppLocker's rules for the bundle for Windows, by the hash of each program and library."""
    target = out / f"{NAME}-{version()}-applocker.xml"
    applocker.write(out / "windows" / NAME, target)
    _named(target)


def _named(target: Path) -> None:
    told(f"{target}: {target.stat().st_size / 1e6:.0f} MB")


COMMANDS: dict[str, Callable[[Path], object]] = {
    "bundle": bundle.build,
    "windows": windows_tree.build,
    "tar": lambda out: _named(linux_packages.tar(out / NAME, out)),
    "deb": lambda out: _named(linux_packages.package("deb", out / NAME, out)),
    "rpm": lambda out: _named(linux_packages.package("rpm", out / NAME, out)),
    "msi": lambda out: _named(windows_packages.msi(out / "windows" / NAME, out)),
    "setup": lambda out: _named(windows_packages.setup(out / "windows" / NAME, out)),
    "portable": lambda out: _named(windows_packages.portable(out / "windows" / NAME, out)),
    "applocker": allow_by_hash,
    "wheelhouse": wheelhouse,
    "licences": lambda out: _named(licences.write(out, parts.runtime(), platform.python_version())),
    "sbom": lambda out: _named(sbom.write(out, parts.runtime(), platform.python_version())),
    "checksums": checksums,
    "check": checks.check,
    **{one.__name__.replace("_", "-"): partial(checks.run, one) for one in checks.CHECKS},
    "check-windows": wine_checks.check,
}


def main() -> int:
    """Run the commands that are named, in their order."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "commands", nargs="+", choices=tuple(COMMANDS), metavar="COMMAND", help=", ".join(COMMANDS)
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of what is built")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for command in arguments.commands:
        COMMANDS[command](arguments.out.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
