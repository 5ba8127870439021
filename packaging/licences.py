"""The licences of all parts: a check that each is a known one, and the file that goes with every copy."""

import re
import sys
from pathlib import Path

from parts import Part
from places import PACKAGING, ROOT, for_graphics_cards

KNOWN = frozenset(
    {
        "0BSD",
        "Apache Software License",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD",
        "BSD 3-Clause License",
        "BSD License",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "BUSL-1.1",
        "CC0-1.0",
        "GPL-2.0-only",
        "GPL-3.0-only",
        "LGPL-3.0-only",
        "MIT",
        "MIT License",
        "MPL-2.0",
        "PSF-2.0",
        "Zlib",
    }
)
"""What somebody has read and found fit to be passed on with the program. GPL only as one of several to choose from."""

OF_CARDS = frozenset(
    {"Apache 2.0", "LicenseRef-NVIDIA-Proprietary", "MIT License", "NVIDIA Proprietary Software"}
)
"""What only the build for graphics cards has besides. NVIDIA's terms let the libraries be passed on as part of a program;
whoever hands that build out has to read them and agree."""

OF_CARDS_WITHOUT_TEXT = ("cuda-toolkit", "nvidia-cusparselt-cu13")
"""Two of NVIDIA's packages bring no text: one holds nothing but what it needs, the terms of the other are NVIDIA's own."""

OWN_TEXTS = {
    "PySide6_Essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
"""Packages that bring no text of their licence, and the texts of ours that stand in."""

_CHOICE = {"LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": "LGPL-3.0-only"}
"""Where a licence may be chosen: the choice."""

_RULE = "=" * 100


class UnknownLicenceError(Exception):
    """A part has a licence nobody has read, or none, or no text of it."""


def licence_of(part: Part) -> str:
    """Return the licence under which `part` is used; `UnknownLicenceError` when it is not a known one."""
    if part.name in OF_CARDS_WITHOUT_TEXT:
        return "LicenseRef-NVIDIA-Proprietary"
    used = _CHOICE.get(part.licence, part.licence)
    names = [name.strip(" ()") for name in re.split(r" AND | OR ", used)]
    known = KNOWN | OF_CARDS if for_graphics_cards() else KNOWN
    unknown = [name for name in names if name not in known]
    if unknown or not part.licence:
        raise UnknownLicenceError(f"{part.name} {part.version}: {', '.join(unknown) or 'none given'}")
    if not part.texts and part.name not in OWN_TEXTS:
        raise UnknownLicenceError(f"{part.name} {part.version}: brings no text of its licence")
    return used


def third_party(parts: list[Part], python: str) -> str:
    """Return the text of THIRD_PARTY_LICENSES.txt for `parts` and that version of Python."""
    head = (PACKAGING / "licences" / "head.txt").read_text("utf-8")
    table = [f"{part.name} {part.version}: {licence_of(part)}" for part in parts]
    table.append(f"Python {python}: PSF-2.0")
    table.append("Inter (letters of the window): OFL-1.1")
    sections = [_section(part.name, name, text) for part in parts for name, text in part.texts]
    sections += [
        _section(", ".join(OWN_TEXTS), name, (PACKAGING / "licences" / name).read_text("utf-8"))
        for name in ("LGPL-3.0.txt", "GPL-3.0.txt")
    ]
    sections.append(_section("Python", "LICENSE.txt", _of_python()))
    font = ROOT / "resources" / "fonts" / "LICENSE-Inter.txt"
    sections.append(_section("Inter", font.name, font.read_text("utf-8")))
    return "\n".join([head, *table, "", *sections])


def write(folder: Path, parts: list[Part], python: str) -> Path:
    """Write THIRD_PARTY_LICENSES.txt into `folder` and return its path."""
    target = folder / "THIRD_PARTY_LICENSES.txt"
    target.write_text(third_party(parts, python), "utf-8", newline="\n")
    return target


def _section(part: str, name: str, text: str) -> str:
    return f"{_RULE}\n{part}: {name}\n{_RULE}\n\n{text.strip()}\n"


def _of_python() -> str:
    """Return the licence of Python as its installation brings it, or where to read it."""
    places = (
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(sys.base_prefix) / "lib" / f"python3.{sys.version_info.minor}" / "LICENSE.txt",
    )
    for place in places:
        if place.is_file():
            return place.read_text("utf-8", errors="replace")
    return "Python Software Foundation License Version 2, https://docs.python.org/3/license.html"
