"""A Debian 13 with Wine 10 of its own, without a network: Windows programs are tried in it."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import bundle
from places import PACKAGING
from tracing import NotHereError, tool

RELEASE = "trixie"
MIRROR = "http://deb.debian.org/debian"
_PACKAGES = "wine64,wine,xvfb,xauth,x11-utils,imagemagick"
_LIBRARIES = "usr/lib/x86_64-linux-gnu/wine/x86_64-windows"
_PREFIX = "root/.wine"
_FIRST = "root/first"
_SYSTEM = f"{_PREFIX}/drive_c/windows/system32"
_ENVIRONMENT = {
    "PATH": "/usr/lib/wine:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "WINEDEBUG": "-all",
    "XDG_RUNTIME_DIR": "/tmp",
    # A program that fails ends, instead of waiting in a debugger; no Mono, no Gecko.
    "WINEDLLOVERRIDES": "ucrtbase=n,b;winedbg.exe=d;mscoree=d;mshtml=d",
}
_COMPLEX = (
    *("creal", "cimag", "cabs", "carg", "ccos", "csin", "ctan", "ccosh", "csinh"),
    *("ctanh", "cexp", "clog", "csqrt", "catan", "cpow"),
)
_MADE = frozenset(name + kind for name in _COMPLEX for kind in ("", "f", "l"))
"""What `wine/complex_math.c` makes."""

_FEWEST_COLOURS = 50
"""A picture with fewer shows no window of the program."""

SHARED = "/mnt"
"""Where the folder that is shared with the system lies in it; for Windows programs it is Z:\\mnt."""


class WineSystem:
    """The system below `root`, made when it is not there yet; it sees the folder `shared`, and no network."""

    def __init__(self, root: Path, shared: Path) -> None:
        self.root, self.shared = root, shared
        self.disk = root / _PREFIX / "drive_c"
        tool("unshare"), tool("x86_64-w64-mingw32-gcc")
        if os.geteuid() != 0:
            raise NotHereError("root, for a system of its own,")
        if not (root / _FIRST).exists():
            command = [tool("debootstrap"), "--variant=minbase", f"--include={_PACKAGES}", RELEASE]
            subprocess.run([*command, str(root), MIRROR], stdout=subprocess.DEVNULL, check=True)
            self._make_windows()

    def fresh(self) -> None:
        """Begin with a Windows that nothing was installed on."""
        shutil.rmtree(self.root / _PREFIX, ignore_errors=True)
        subprocess.run(["cp", "-a", str(self.root / _FIRST), str(self.root / _PREFIX)], check=True)

    def run(self, script: str, *, patience: int = 900, may_fail: bool = False) -> tuple[int, str]:
        """Run a shell script in the system; return its status and what it said, when every program has ended.

        Raises:
            bundle.BadBundleError: When it fails, unless it may, or takes more than `patience` seconds.
        """
        root = shlex.quote(str(self.root))
        steps = f"mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev && "
        steps += f"mount --bind {shlex.quote(str(self.shared))} {root}{SHARED} && exec chroot {root} "
        given = [f"{name}={value}" for name, value in _ENVIRONMENT.items()]
        waiting = f"{script}\nstatus=$?; wineserver -w; exit $status"
        steps += shlex.join(["env", "-i", *given, "timeout", str(patience), "sh", "-c", waiting])
        command = [tool("unshare"), "-mnpf", "--kill-child", "sh", "-c", steps]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        said = done.stdout + done.stderr
        if done.returncode and not may_fail:
            raise bundle.BadBundleError(f"{script}\nended with {done.returncode}\n{said}")
        return done.returncode, said

    def picture(self, command: str, title: str, target: str, *, patience: int = 240) -> None:
        """Show the window that `command` opens on a screen of its own, and take its picture.

        Args:
            command: A shell command that ends by itself after the picture.
            title: A part of the window's title.
            target: The picture's name in the shared folder.
            patience: How many seconds the window may take until it is there.
        """
        self.run(
            "Xvfb :9 -screen 0 1600x1000x24 >/dev/null 2>&1 & screen=$!; export DISPLAY=:9; sleep 2\n"
            f"{command} & program=$!\n"
            f"for second in $(seq {patience}); do "
            f"xwininfo -root -tree | grep -q {shlex.quote(title)} && break; sleep 1; done\n"
            f"sleep 8; import -window root {SHARED}/{target}; echo waited $second s for the window\n"
            "wait $program; status=$?; wineserver -w; kill $screen; (exit $status)"
        )
        colours = self.run(f"identify -format %k {SHARED}/{target}")[1]
        if int(colours) < _FEWEST_COLOURS:
            raise bundle.BadBundleError(f"{target} has {colours} colours; the window is not to be seen")

    def files(self) -> set[str]:
        """Return the names of all files and folders of the disk C."""
        return {p.relative_to(self.disk).as_posix() for p in self.disk.rglob("*")}

    def registry(self) -> str:
        """Return everything that the registry says."""
        parts = ("system.reg", "user.reg")
        return "".join((self.root / _PREFIX / part).read_text("utf-8", errors="replace") for part in parts)

    def _make_windows(self) -> None:
        self.run("wineboot --init")
        self._put_complex_math()
        (self.root / _PREFIX).rename(self.root / _FIRST)

    def _put_complex_math(self) -> None:
        """Give Wine the functions for complex numbers that numpy needs and that its own library only names."""
        theirs = self.root / _LIBRARIES / "ucrtbase.dll"
        said = subprocess.run(
            [tool("x86_64-w64-mingw32-objdump"), "-p", str(theirs)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        definition = self.root / "tmp" / "ucrtbase.def"
        definition.write_text(definition_of(exported(said)), "ascii")
        system = self.root / _SYSTEM
        shutil.copy(theirs, system / "ucrtwine.dll")
        source = PACKAGING / "wine" / "complex_math.c"
        options = ("-O2", "-s", "-shared", "-static-libgcc", "-o", system / "ucrtbase.dll")
        command = [tool("x86_64-w64-mingw32-gcc"), *options, source, definition]
        subprocess.run([str(word) for word in command], check=True)


def exported(said: str) -> list[str]:
    """Return the names that a library exports, of what objdump said about it."""
    table = said.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    return re.findall(r"^\s*\[.*\] +(\S+)$", table, re.MULTILINE)


def definition_of(names: list[str]) -> str:
    """Return the exports of the library that makes some functions itself and passes on the other `names` to Wine's."""
    lines = [f"{n} = {'wine_' if n in _MADE else 'ucrtwine.'}{n}\n" for n in sorted(_MADE.union(names))]
    return "".join(["LIBRARY ucrtbase.dll\n", "EXPORTS\n", *lines])
