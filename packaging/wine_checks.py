"""The installers for Windows, each installed, tried and removed under Wine: `build.py check-windows`.

Wine is not Windows: what it cannot show is in README's limits.
"""

import filecmp
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import bundle
import windows_packages
from places import NAME, told, version
from wine_system import SHARED, WineSystem

_OLDER = "0.0.1"
_LEFT_BY_OLD = "of-the-older-version.txt"
ALL_USERS = PurePosixPath("Program Files") / NAME
_USER = PurePosixPath("users/root/AppData/Local")
_ONE_USER = _USER / "Programs" / NAME
_PORTABLE = PurePosixPath("stick") / NAME
_MENU = PurePosixPath(
    "users/root/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/SynthDesk/SynthDesk.lnk"
)
"""The entry in the start menu; Wine puts it into that of the user also when it is for all users."""

_FILE_TYPE = "SynthDesk.Project"


def check(out: Path) -> None:
    """Run every check of the installers in `out`; `bundle.BadBundleError` for the first that fails."""
    system = WineSystem(out / "wine-debian", out)
    for one in CHECKS:
        system.fresh()
        told(f"ok: {one(system, out)}")


def for_all_users(system: WineSystem, out: Path) -> str:
    """The .msi is installed over an older version, tried, not replaced by the older one, and removed."""
    newer = out / f"{NAME}-{version()}-x64.msi"
    older = windows_packages.msi(_older(out), out, as_version=_OLDER)
    system.run(f"wine msiexec /i {shared(older)} /qn")
    _need(system, ALL_USERS / _LEFT_BY_OLD)
    system.run(f"wine msiexec /i {shared(newer)} /qn")
    _need(system, ALL_USERS / f"{NAME}.exe", _MENU)
    _need_not(system, ALL_USERS / _LEFT_BY_OLD)
    _need_file_type(system, there=True)
    _need_same_files(system, ALL_USERS, out)
    seconds = _self_test(system, ALL_USERS)
    _window(system, ALL_USERS, "window-under-wine.png")
    status, _ = system.run(f"wine msiexec /i {shared(older)} /qn", may_fail=True)
    if status == 0:
        raise bundle.BadBundleError("an older .msi replaces a newer program")
    _need(system, ALL_USERS / f"{NAME}.exe")
    system.run(f"wine msiexec /x {shared(newer)} /qn")
    _need_not(system, ALL_USERS, _MENU)
    _need(system, _USER / NAME)
    _need_file_type(system, there=False)
    older.unlink()
    return f".msi: upgraded, self-test {seconds} s, window shown, downgrade refused ({status}), removed"


def for_one_user(system: WineSystem, out: Path) -> str:
    """The setup program is run for one user over an older version, tried, and removed."""
    old = system.disk / _ONE_USER / "lib" / _LEFT_BY_OLD
    old.parent.mkdir(parents=True)
    old.touch()
    system.run(f"wine {shared(out / f'{NAME}-{version()}-setup.exe')} /S /CurrentUser")
    _need(system, _ONE_USER / f"{NAME}.exe", _MENU)
    _need_not(system, _ONE_USER / "lib" / _LEFT_BY_OLD, ALL_USERS)
    _need_file_type(system, there=True)
    _need_same_files(system, _ONE_USER, out)
    _read_example(system, _ONE_USER)
    system.run(f"wine {on_disk(_ONE_USER / 'uninstall.exe')} /S")
    _need_not(system, _ONE_USER, _MENU)
    _need_file_type(system, there=False)
    return (
        "setup.exe for one user: installed over an older version, every file as built, a table read, removed"
    )


def portable(system: WineSystem, out: Path) -> str:
    """The portable program is unpacked and tried, and leaves nothing outside its folder."""
    stick = system.disk / _PORTABLE.parent
    with zipfile.ZipFile(out / f"{NAME}-{version()}-windows-portable.zip") as archive:
        archive.extractall(stick)
    before, said_before = system.files(), system.registry()
    _need_same_files(system, _PORTABLE, out)
    _read_example(system, _PORTABLE)
    _window(system, _PORTABLE, "portable-window-under-wine.png")
    left = sorted(name for name in system.files() - before if not name.startswith(f"{_PORTABLE}/"))
    said = set(system.registry().splitlines()) - set(said_before.splitlines())
    left += sorted(line for line in said if NAME.lower() in line.lower())
    if left:
        raise bundle.BadBundleError(f"left outside the folder: {left}")
    return "portable: every file as built, a table read, window shown, nothing left outside its folder"


CHECKS: tuple[Callable[[WineSystem, Path], str], ...] = (for_all_users, for_one_user, portable)


def _older(out: Path) -> Path:
    """Make a small bundle that stands for an older version."""
    folder = out / "older-windows" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    for name in (f"{NAME}.exe", _LEFT_BY_OLD):
        (folder / name).write_text("older", "utf-8")
    return folder


def _self_test(system: WineSystem, program: PurePosixPath) -> float:
    """Run the self-test with the installed program; return the seconds it took."""
    report = system.shared / "wine-report.json"
    command = f"wine {on_disk(program / 'synthdesk-cli.exe')} self-test --json {shared(report)}"
    system.run(f"QT_QPA_PLATFORM=offscreen {command}", patience=1800)
    outcome = json.loads(report.read_text("utf-8"))
    told(json.dumps(outcome["steps"]))
    return float(outcome["seconds"])


def _read_example(system: WineSystem, program: PurePosixPath) -> None:
    """Read a table with the installed program, which starts a child for it."""
    example = on_disk(program / "lib" / "resources" / "example" / "hospital_stays.csv")
    system.run(f"wine {on_disk(program / 'synthdesk-cli.exe')} inspect {example}")


def _need_same_files(system: WineSystem, program: PurePosixPath, out: Path) -> None:
    """`bundle.BadBundleError` unless every file of the bundle lies in the installed folder with the same bytes."""
    built = out / "windows" / NAME
    names = [str(p.relative_to(built)) for p in built.rglob("*") if p.is_file()]
    _, other, missing = filecmp.cmpfiles(built, system.disk / program, names, shallow=False)
    if other or missing:
        raise bundle.BadBundleError(f"not as built: {(other + missing)[:10]}")


def _window(system: WineSystem, program: PurePosixPath, target: str) -> None:
    system.picture(f"wine {on_disk(program / f'{NAME}.exe')} --quit-after 40", NAME, target)


def _need(system: WineSystem, *names: PurePosixPath) -> None:
    missing = [str(name) for name in names if not (system.disk / name).exists()]
    if missing:
        raise bundle.BadBundleError(f"not there: {missing}")


def _need_not(system: WineSystem, *names: PurePosixPath) -> None:
    left = [str(name) for name in names if (system.disk / name).exists()]
    if left:
        raise bundle.BadBundleError(f"still there: {left}")


def _need_file_type(system: WineSystem, *, there: bool) -> None:
    if (_FILE_TYPE in system.registry()) is not there:
        raise bundle.BadBundleError(f"the registry {'lacks' if there else 'still has'} {_FILE_TYPE}")


def shared(path: Path) -> str:
    """Return a file of the shared folder as a program of Windows names it, quoted for a shell."""
    return _quoted("Z:", [*PurePosixPath(SHARED).parts[1:], path.name])


def on_disk(path: PurePosixPath) -> str:
    """Return a file of the disk C as a program of Windows names it, quoted for a shell."""
    return _quoted("C:", path.parts)


def _quoted(drive: str, parts: Iterable[str]) -> str:
    """Return the path of a file of Windows as a word of a shell script."""
    return "'" + "\\".join([drive, *parts]) + "'"
