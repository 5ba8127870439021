"""The version resource of the programs for Windows, as PyInstaller reads it."""

from pathlib import Path

from places import NAME, version

_TEMPLATE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', '{name} project'),
      StringStruct('FileDescription', '{name}: synthetic tables, on this computer only'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', '{name}'),
      StringStruct('ProductName', '{name}'),
      StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])])
  ]
)
"""


def write(target: Path) -> None:
    """Write the resource of this version to `target`."""
    numbers = (*(int(part) for part in version().split(".")), 0)
    target.write_text(_TEMPLATE.format(numbers=numbers, name=NAME, version=version()), "utf-8")
