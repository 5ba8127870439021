"""Two builds of one commit, compared to the byte: the folder, and what is packed from it."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import bundle
import linux_packages
from places import NAME

_NAMED = 20


def builds_are_identical(folder: Path) -> str:
    """A second build of the same commit has the same bytes, as folder and as .tar.gz, .deb and .rpm."""
    out = folder.parent / "again"
    second = bundle.build(out)
    differing = list(differences(folder, second))
    if differing:
        raise bundle.BadBundleError("two builds differ:\n" + "\n".join(differing[:_NAMED]))
    said = [f"{len(contents_of(folder)):,} files"]
    for kind in ("tar", "deb", "rpm"):
        digests = {_digest(_pack(kind, built, built.parent)) for built in (folder, second)}
        if len(digests) > 1:
            raise bundle.BadBundleError(f"two builds differ as {kind}: {sorted(digests)}")
        said.append(f"{kind} {digests.pop()[:16]}")
    shutil.rmtree(out)
    return f"two builds of one commit are identical: {', '.join(said)}"


def differences(first: Path, second: Path) -> Iterator[str]:
    """Yield a line for each file that is only in one of two folders, or not the same in both."""
    one, other = contents_of(first), contents_of(second)
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) != other.get(name):
            yield f"{name}: {one.get(name, 'not there')}, {other.get(name, 'not there')}"


def contents_of(folder: Path) -> dict[str, str]:
    """Return what each file below `folder` holds: where a link leads, or whether it can be run and a digest."""
    return {
        path.relative_to(folder).as_posix(): _content(path) for path in folder.rglob("*") if _is_file(path)
    }


def _is_file(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def _content(path: Path) -> str:
    if path.is_symlink():
        return f"leads to {path.readlink()}"
    return f"{path.stat().st_mode & 0o111:o} {_digest(path)}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(kind: str, built: Path, out: Path) -> Path:
    assert built.name == NAME
    return linux_packages.tar(built, out) if kind == "tar" else linux_packages.package(kind, built, out)
