"""The .deb on a bare Debian 12: installed over an older version, tried without a network, and removed."""

import os
import shlex
import subprocess
from pathlib import Path

import bundle
import linux_packages
from places import NAME, told
from tracing import NotHereError, tool

RELEASE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
_LEFT_BY_OLD = "opt/synthdesk/of-the-older-version"


def package_in_bare_debian(folder: Path) -> str:
    """The package for Debian is installed, upgraded, tried and removed on a bare Debian 12."""
    tool("unshare")
    if os.geteuid() != 0:
        raise NotHereError("root, for a system of its own,")
    out = folder.parent
    root = _system(out / "bare-debian")
    older, newer = _older(out), linux_packages.package("deb", out / NAME, out)
    for package in (older, newer):
        os.link(package, root / "tmp" / package.name)
        _inside(
            root, f"apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/{package.name}"
        )
        (root / "tmp" / package.name).unlink()
    if (root / _LEFT_BY_OLD).exists():
        raise bundle.BadBundleError("the upgrade leaves files of the older version")
    _inside(root, "QT_QPA_PLATFORM=offscreen synthdesk self-test --json /tmp/report.json", network=False)
    told((root / "tmp" / "report.json").read_text("utf-8"))
    _inside(root, "apt-get remove -y -qq synthdesk")
    left = [place for place in ("opt/synthdesk", "usr/bin/synthdesk") if (root / place).exists()]
    if left:
        raise bundle.BadBundleError(f"removing the package leaves {left}")
    return "installed, upgraded, self-tested without a network and removed on a bare Debian 12"


def _system(root: Path) -> Path:
    """Return a bare Debian with nothing but the system's own packages; made when it is not there yet."""
    if not (root / "usr" / "bin" / "apt-get").exists():
        command = [tool("debootstrap"), "--variant=minbase", RELEASE, str(root), MIRROR]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    (root / "etc" / "resolv.conf").write_bytes(Path("/etc/resolv.conf").read_bytes())
    return root


def _older(out: Path) -> Path:
    """Make a small package that stands for an older version."""
    dummy = out / "older"
    dummy.mkdir(exist_ok=True)
    for name in (NAME, Path(_LEFT_BY_OLD).name):
        (dummy / name).write_text("#!/bin/sh\n", "utf-8")
    return linux_packages.package("deb", dummy, out, as_version="0.0.1")


def _inside(root: Path, script: str, *, network: bool = True) -> None:
    """Run `script` in the system below `root`, in a view of processes and, if wanted, a network of its own."""
    place = shlex.quote(str(root))
    inner = shlex.join(["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8"])
    steps = (
        f"mount -t proc proc {place}/proc && mount --rbind /dev {place}/dev && exec chroot {place} {inner} "
    )
    command = [
        tool("unshare"),
        "-m",
        *([] if network else ["-n"]),
        "sh",
        "-c",
        steps + shlex.join(["sh", "-c", script]),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise bundle.BadBundleError(f"{script}\n{done.stdout}{done.stderr}")
