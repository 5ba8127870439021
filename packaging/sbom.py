"""The list of parts as a CycloneDX document (version 1.6), the same bytes for the same parts."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from pathlib import Path

from licences import licence_of
from parts import Part
from places import NAME, epoch, version

_SPACE = uuid.UUID("6f1c2a54-6d3b-4c0f-9e52-3b6d2e0f8a11")


def document(parts: list[Part], python: str) -> dict[str, object]:
    """Return the document: the program, and as its components all packages, Python, Qt and the font."""
    components = [_package(part) for part in parts]
    qt = next(part.version for part in parts if part.name == "PySide6_Essentials")
    components += [
        _other("Python", python, "PSF-2.0", "platform"),
        _other("Qt", qt, "LGPL-3.0-only", "framework"),
        _other("Inter", "4", "OFL-1.1", "data"),
    ]
    content = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, hashlib.sha256(content.encode()).hexdigest())}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch(), UTC).isoformat(),
            "component": {"type": "application", "bom-ref": NAME, "name": NAME, "version": version()},
        },
        "components": components,
        "dependencies": [{"ref": NAME, "dependsOn": sorted(str(c["bom-ref"]) for c in components)}],
    }


def write(folder: Path, parts: list[Part], python: str) -> Path:
    """Write the document as sbom.cdx.json into `folder` and return its path."""
    target = folder / "sbom.cdx.json"
    target.write_text(json.dumps(document(parts, python), indent=1) + "\n", "utf-8", newline="\n")
    return target


def _package(part: Part) -> dict[str, object]:
    address = f"pkg:pypi/{part.name.lower().replace('_', '-')}@{part.version.replace('+', '%2B')}"
    licence = licence_of(part)
    return {
        "type": "library",
        "bom-ref": address,
        "name": part.name,
        "version": part.version,
        "purl": address,
        "licenses": [{"license": {"name": licence}}],
    }


def _other(name: str, version: str, licence: str, kind: str) -> dict[str, object]:
    return {
        "type": kind,
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "licenses": [{"license": {"name": licence}}],
    }
