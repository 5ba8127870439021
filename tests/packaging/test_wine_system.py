"""What the check under Wine is made of, as far as it needs no Wine."""

import shutil
import subprocess
from pathlib import Path

import pytest
import wine_checks
import wine_system
from places import PACKAGING

GCC = "x86_64-w64-mingw32-gcc"
with_mingw = pytest.mark.skipif(shutil.which(GCC) is None, reason="mingw is not here")


@with_mingw
def test_that_complex_math_is_made_and_all_else_passed_on(tmp_path: Path) -> None:
    definition, library = tmp_path / "ucrtbase.def", tmp_path / "ucrtbase.dll"
    definition.write_text(wine_system.definition_of(["_exit", "creal", "malloc"]), "ascii")
    source = PACKAGING / "wine" / "complex_math.c"
    subprocess.run([GCC, "-shared", "-static-libgcc", "-o", library, source, definition], check=True)
    said = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", library], capture_output=True, text=True, check=True
    ).stdout
    assert {"_exit", "malloc", "creal", "cabsf", "cpowl"} < set(wine_system.exported(said))
    assert "ucrtwine.malloc" in said
    assert "ucrtwine.creal" not in said


def test_that_paths_are_told_to_a_shell_as_windows_writes_them() -> None:
    assert wine_checks.on_disk(wine_checks.ALL_USERS / "SynthDesk.exe") == (
        r"'C:\Program Files\SynthDesk\SynthDesk.exe'"
    )
    assert wine_checks.shared(Path("/anywhere/a.msi")) == r"'Z:\mnt\a.msi'"
