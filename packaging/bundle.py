"""Building the bundle, and looking through it for what must not be there."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import contents
import licences
import parts
import sbom
from parts import Part
from places import NAME, PACKAGING, epoch, for_graphics_cards, reproducible, size_of, told

LARGEST_BYTES = 900_000_000
_BROKEN = ("could not resolve 'libxcb", " ERROR: ")
"""What PyInstaller only mentions, although the bundle will not run anywhere else."""

_NO_FILES = ("*qvnc*", "*QtNetwork*", "*Qt6Network*", "*_tkinter*", "*QtWebEngine*", "*QtPdf*")
_WITHOUT = {"SynthDesk": ("torch", "polars", "sklearn"), "synthdesk-worker": ("PySide6", "shiboken6")}
"""What must not lie in the archive of modules of each program."""


class BadBundleError(Exception):
    """The bundle has something in it that must not be there, or lacks something."""


def build(out: Path) -> Path:
    """Build the bundle in `out`, with its licences and its list of parts, and return its folder."""
    log = out / "bundle.log"
    out.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean"]
    command += ["--distpath", str(out), "--workpath", str(out / "work"), str(PACKAGING / "synthdesk.spec")]
    told(f"Building the bundle; the log is {log}")
    with log.open("w", encoding="utf-8") as lines:
        subprocess.run(command, env=reproducible(), stdout=lines, stderr=lines, check=True)
    folder = out / NAME
    slim(folder)
    complete(folder)
    check_log(log.read_text("utf-8"))
    scan(folder)
    told(f"{folder}: {size_of(folder) / 1e6:.0f} MB")
    return folder


def slim(folder: Path) -> None:
    """Take out what nobody needs: files of the list, links to them, and the symbols of the largest libraries."""
    inside = folder / "_internal"
    files = {p: p.relative_to(inside).as_posix() for p in inside.rglob("*") if p.is_symlink() or p.is_file()}
    for path, name in files.items():
        if not contents.is_kept(name):
            path.unlink()
        elif sys.platform == "linux" and contents.is_stripped(name) and not path.is_symlink():
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def complete(folder: Path) -> None:
    """Put licences, list of parts, papers and menu entry into the bundle."""
    papers(folder / "_internal", parts.runtime(), platform.python_version())
    if sys.platform == "linux":
        desktop = folder / "desktop"
        desktop.mkdir(exist_ok=True)
        for name in ("synthdesk.desktop", "synthdesk.xml"):
            shutil.copy(PACKAGING / "linux" / name, desktop)
        shutil.copy(PACKAGING / "linux" / "install-here.sh", folder)
    moment, follow = epoch(), os.utime not in os.supports_follow_symlinks
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment), follow_symlinks=follow)


def papers(inside: Path, of: list[Part], python: str) -> None:
    """Put the licences and the list of the parts, and the paper for those who look after computers, into the bundle.

    `inside` is the folder of everything but the programs; they lie beside it.
    """
    folder = inside.parent
    shutil.copy(licences.write(folder, of, python), inside / "resources" / "licences")
    sbom.write(folder, of, python)
    shutil.copy(PACKAGING / "FOR-IT.md", folder)


def check_log(log: str) -> None:
    """`BadBundleError` when the log of the build names something that is missing here."""
    lines = [line for line in log.splitlines() if any(mark in line for mark in _BROKEN)]
    if lines:
        raise BadBundleError("\n".join(lines))


def scan(folder: Path) -> None:
    """`BadBundleError` for a file or module that must not be in the bundle, or too many bytes."""
    bad = bad_files(folder / "_internal", contents.is_kept)
    bad += [f"{name}: {module}" for name in _WITHOUT for module in _unwanted_modules(folder, name)]
    if bad:
        raise BadBundleError("\n".join(bad))


def bad_files(inside: Path, is_kept: Callable[[str], bool]) -> list[str]:
    """Return the files below `inside` that must not be in the bundle; and say when it has too many bytes."""
    names = [p.relative_to(inside).as_posix() for p in inside.rglob("*") if p.is_file()]
    bad = [name for name in names if not is_kept(name)]
    bad += [str(p) for pattern in _NO_FILES for p in inside.rglob(pattern)]
    size = size_of(inside.parent)
    if size > LARGEST_BYTES and not for_graphics_cards():
        bad.append(f"{size:,} bytes are more than {LARGEST_BYTES:,}")
    return bad


def _unwanted_modules(folder: Path, name: str) -> list[str]:
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(folder / name))
    modules = {module.split(".")[0] for module in archive.open_embedded_archive("PYZ.pyz").toc}
    return [module for module in _WITHOUT[name] if module in modules]
