"""The packages that SynthDesk is made from, with versions and licences, as they are installed here."""

import tomllib
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import ROOT

_TEXT_NAMES = ("licen", "copying", "notice", "authors")
_WINDOWS = {
    "os_name": "nt",
    "platform_system": "Windows",
    "sys_platform": "win32",
    "platform_machine": "AMD64",
}
_FREE_TEXT = 80
"""A longer licence field holds the text itself, not a name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One package: name, version, what it says its licence is ("" when it does not), and the texts it brings."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]


def runtime(packages: Path | None = None) -> list[Part]:
    """Return every package that the program needs, by name: here, or on Windows with those in the folder `packages`."""
    found: dict[str, Part] = {}
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    waiting = [Requirement(text) for text in declared]
    system = {} if packages is None else _WINDOWS
    while waiting:
        needed = waiting.pop()
        name = canonicalize_name(needed.name)
        if name in found or not _applies(needed, system):
            continue
        installed = distribution(name) if packages is None else _installed_in(packages, name)
        found[name] = _part(installed)
        waiting += [Requirement(text) for text in installed.requires or ()]
    return [found[name] for name in sorted(found)]


def _installed_in(packages: Path, name: str) -> Distribution:
    for installed in distributions(path=[str(packages)]):
        if canonicalize_name(installed.name) == name:
            return installed
    raise PackageNotFoundError(name)


def _applies(needed: Requirement, system: dict[str, str]) -> bool:
    return needed.marker is None or needed.marker.evaluate({"extra": ""} | system)


def _part(installed: Distribution) -> Part:
    return Part(installed.name, installed.version, _licence(installed), tuple(_texts(installed)))


def _licence(installed: Distribution) -> str:
    expression = installed.metadata.get("License-Expression")
    if expression:
        return str(expression)
    said = str(installed.metadata.get("License") or "").strip()
    if said and len(said) <= _FREE_TEXT and "\n" not in said:
        return said
    classified = [
        line.split(" :: ")[-1]
        for line in installed.metadata.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    return " AND ".join(classified)


def _texts(installed: Distribution) -> list[tuple[str, str]]:
    inside = [
        file
        for file in installed.files or ()
        if ".dist-info" in file.parts[0] and any(name in file.name.lower() for name in _TEXT_NAMES)
    ]
    places = ((str(file), Path(str(installed.locate_file(file)))) for file in sorted(inside, key=str))
    return [(name, place.read_text("utf-8", errors="replace")) for name, place in places if place.is_file()]
