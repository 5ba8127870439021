"""Icon and version of the programs for Windows, as the compiler of resources reads them."""

from pathlib import Path

from places import NAME, version

_TEMPLATE = """1 ICON "{icon}"
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEOS 0x40004
FILETYPE 1
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904B0"
    BEGIN
      VALUE "CompanyName", "{name} project"
      VALUE "FileDescription", "{name}: synthetic tables, on this computer only"
      VALUE "FileVersion", "{version}"
      VALUE "InternalName", "{program}"
      VALUE "OriginalFilename", "{program}.exe"
      VALUE "ProductName", "{name}"
      VALUE "ProductVersion", "{version}"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"""


def write(target: Path, program: str) -> None:
    """Write the resource of `program`, in this version, to `target`."""
    numbers = ",".join([*version().split("."), "0"])
    icon = (Path(__file__).parent / "synthdesk.ico").as_posix()
    values = {"icon": icon, "numbers": numbers, "program": program, "name": NAME, "version": version()}
    target.write_text(_TEMPLATE.format(**values), "utf-8")
