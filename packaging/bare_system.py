"""The packages on bare systems: installed over an older version, tried without a network, and removed."""

import os
import re
import shlex
import subprocess
import tarfile
from pathlib import Path

import bundle
import linux_packages
from places import NAME, told
from tracing import NotHereError, tool

RELEASE = "bookworm"
OTHERS = {"bullseye": "Debian 11", "jammy": "Ubuntu 22.04", "trixie": "Debian 13"}
_DEBIAN, _UBUNTU = "http://deb.debian.org/debian", "http://archive.ubuntu.com/ubuntu"
_NEEDED = "libegl1 libexpat1 libgcc-s1 libgl1 libstdc++6"
_INSTALL = "apt-get update -qq && apt-get install -y -qq --no-install-recommends"
_LEFT_BY_OLD = "opt/synthdesk/of-the-older-version"


def package_in_bare_debian(folder: Path) -> str:
    """The package for Debian is installed, upgraded, tried and removed on a bare Debian 12."""
    out = folder.parent
    root = _system(out, RELEASE)
    older, newer = _older(out), linux_packages.package("deb", out / NAME, out)
    for package in (older, newer):
        os.link(package, root / "tmp" / package.name)
        _inside(root, f"{_INSTALL} /tmp/{package.name}")
        (root / "tmp" / package.name).unlink()
    if (root / _LEFT_BY_OLD).exists():
        raise bundle.BadBundleError("the upgrade leaves files of the older version")
    _self_test(root, "synthdesk")
    _inside(root, "apt-get remove -y -qq synthdesk")
    _nothing_left(root)
    return "installed, upgraded, self-tested without a network and removed on a bare Debian 12"


def rpm_on_bare_system(folder: Path) -> str:
    """The package for Red Hat's family, put by rpm on a bare system (Debian's; no Red Hat here), works and goes."""
    rpm, out = tool("rpm"), folder.parent
    root = _system(out, RELEASE)
    package = linux_packages.package("rpm", folder, out)
    options = ["--root", str(root), "--dbpath", "/var/lib/rpm-of-check", "--nodeps"]
    _inside(root, f"{_INSTALL} {_NEEDED}")
    subprocess.run([rpm, *options, "--install", str(package)], check=True)
    _self_test(root, "synthdesk")
    subprocess.run([rpm, *options, "--erase", "synthdesk"], check=True)
    _nothing_left(root)
    return "the .rpm: put in place by rpm, self-tested without a network, and removed"


def archive_on_other_systems(folder: Path) -> str:
    """The archive is unpacked and tried on older and newer bare systems; those whose glibc is too old are named."""
    out = folder.parent
    archive, needed = linux_packages.tar(folder, out), linux_packages.oldest_glibc(folder)
    said = []
    for release, name in OTHERS.items():
        root = _system(out, release)
        has = _glibc(root)
        words = f"{name} (glibc {'.'.join(map(str, has))})"
        if has < needed:
            said.append(f"{words} is too old, {'.'.join(map(str, needed))} is needed")
            continue
        _inside(root, f"{_INSTALL} {_NEEDED}")
        with tarfile.open(archive) as packed:
            packed.extractall(root / "opt", filter="tar")
        _self_test(root, f"/opt/{NAME}/{NAME}")
        said.append(f"{words} passes the self-test without a network")
    return f"the archive: {'; '.join(said)}"


def _system(out: Path, release: str) -> Path:
    """Return a bare system with nothing but the system's own packages; made when it is not there yet."""
    tool("unshare")
    if os.geteuid() != 0:
        raise NotHereError("root, for a system of its own,")
    root = out / f"bare-{release}"
    if not (root / "usr" / "bin" / "apt-get").exists():
        mirror = _UBUNTU if release == "jammy" else _DEBIAN
        command = [tool("debootstrap"), "--variant=minbase", release, str(root), mirror]
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


def _glibc(root: Path) -> tuple[int, int]:
    found = re.search(r" (\d+)\.(\d+)$", _inside(root, "ldd --version | head -1").strip())
    assert found is not None
    return int(found[1]), int(found[2])


def _self_test(root: Path, program: str) -> None:
    _inside(root, f"QT_QPA_PLATFORM=offscreen {program} self-test --json /tmp/report.json", network=False)
    told((root / "tmp" / "report.json").read_text("utf-8"))


def _nothing_left(root: Path) -> None:
    left = [place for place in ("opt/synthdesk", "usr/bin/synthdesk") if (root / place).exists()]
    if left:
        raise bundle.BadBundleError(f"removing the package leaves {left}")


def _inside(root: Path, script: str, *, network: bool = True) -> str:
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
    return done.stdout
