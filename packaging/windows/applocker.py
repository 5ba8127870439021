"""AppLocker's hashes of the programs and libraries for Windows, as a policy that can be imported."""

import hashlib
import struct
import uuid
from pathlib import Path
from xml.sax.saxutils import quoteattr

from places import NAME, version

_KINDS = {"Exe": (".exe",), "Dll": (".dll", ".pyd")}
_RULES = uuid.UUID("0c9e0a5e-6f0f-4a0c-9a55-2f4a1d0f7c33")
_EVERYONE = "S-1-1-0"
_PE32_PLUS = 0x20B
_CERTIFICATES = 4
"""The place of the signature among the directories of a file; neither it nor its address is part of the hash."""


def write(bundle: Path, target: Path) -> None:
    """Write a policy to `target` that allows every program and library of `bundle` by its hash."""
    collections = [_collection(bundle, kind, endings) for kind, endings in _KINDS.items()]
    lines = ['<AppLockerPolicy Version="1">', *collections, "</AppLockerPolicy>", ""]
    target.write_text("\n".join(lines), "utf-8", newline="\n")


def image_hash(program: bytes) -> str:
    """Return the SHA-256 of a program or library as AppLocker and signatures take it: all but checksum and signature.

    Source: Windows Authenticode Portable Executable Signature Format (Microsoft, 2008).
    """
    header = struct.unpack_from("<I", program, 0x3C)[0] + 24
    wide = struct.unpack_from("<H", program, header)[0] == _PE32_PLUS
    checksum = header + 64
    entry = header + (112 if wide else 96) + 8 * _CERTIFICATES
    signature = struct.unpack_from("<I", program, entry)[0] or len(program)
    kept = program[:checksum] + program[checksum + 4 : entry] + program[entry + 8 : signature]
    return hashlib.sha256(kept + bytes(-signature % 8)).hexdigest()


def _collection(bundle: Path, kind: str, endings: tuple[str, ...]) -> str:
    files = [p for p in sorted(bundle.rglob("*")) if p.suffix.lower() in endings]
    rule = f'Id="{uuid.uuid5(_RULES, f"{kind} {version()}")}" Name="{NAME} {version()}" Description=""'
    lines = [
        f'  <RuleCollection Type="{kind}" EnforcementMode="NotConfigured">',
        f'    <FileHashRule {rule} UserOrGroupSid="{_EVERYONE}" Action="Allow"><Conditions><FileHashCondition>',
        *map(_file, files),
        "    </FileHashCondition></Conditions></FileHashRule>",
        "  </RuleCollection>",
    ]
    return "\n".join(lines)


def _file(path: Path) -> str:
    program = path.read_bytes()
    data = f'Data="0x{image_hash(program).upper()}"'
    name = quoteattr(path.name)
    return f'      <FileHash Type="SHA256" {data} SourceFileName={name} SourceFileLength="{len(program)}"/>'
