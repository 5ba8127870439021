"""The whole way through the window as somebody with a screen reader goes it: by what the accessibility bus shows.

    unshare -rn xvfb-run -a dbus-run-session /usr/bin/python3 packaging/window_journey.py FOLDER PROGRAM [ARGUMENT ...]

A table of FOLDER (`stays.csv`) is opened, trained, evaluated, exported, reported as PDF and saved, and the window closed.
Run it with the system's Python, which has `gi` and Atspi (Debian: python3-gi, gir1.2-atspi-2.0); it needs xdotool and
openbox (a manager of windows, without which no dialog gets the keys). The program is not changed and not told.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE_SECONDS = 600
ROUNDS = 2
T = TypeVar("T")
BEGAN = time.monotonic()


class Screen:
    """What is on screen, found by the identity or the words of a control, and used."""

    def __init__(self, program: subprocess.Popen[bytes]) -> None:
        self._program = program

    def press(self, name: str) -> None:
        """Press the button called `name` as soon as it can be pressed."""
        control = self.wait(lambda: self.find(name), f"button {name}")
        self.wait(lambda: _has(control, Atspi.StateType.SENSITIVE), f"{name} can be pressed")
        names = [Atspi.Action.get_action_name(control, i) for i in range(Atspi.Action.get_n_actions(control))]
        Atspi.Action.do_action(control, names.index("Press"))
        sys.stdout.write(f"{time.monotonic() - BEGAN:6.1f} s  {name}\n")
        sys.stdout.flush()

    def keys(self, *keys: str) -> None:
        """Press keys, as xdotool calls them."""
        subprocess.run(["xdotool", "key", "--delay", "40", *keys], check=True)

    def answer_file_dialog(self, path: Path) -> None:
        """Put the name of a file into the dialog that asks for one, and press Return."""
        box = self.wait(lambda: self.find("fileNameEdit"), "a dialog for files")
        self.wait(lambda: _has(box, Atspi.StateType.FOCUSED), "the name can be typed")
        Atspi.EditableText.set_text_contents(box, str(path))
        self.keys("Return")
        self.wait(lambda: self.find("fileNameEdit") is None, f"the dialog takes {path.name}")

    def find(self, name: str) -> Atspi.Accessible | None:
        """Return the control whose identity ends with `name`, a star standing for one word, None without one."""
        wanted = name.split(".")
        for control in self.controls():
            words = (Atspi.Accessible.get_accessible_id(control) or "").split(".")[-len(wanted) :]
            if len(words) == len(wanted) and all(a in ("*", b) for a, b in zip(wanted, words, strict=True)):
                return control
        return None

    def says(self, words: str) -> bool:
        """Return whether `words` are on screen."""
        return any(words in (Atspi.Accessible.get_name(control) or "") for control in self.controls())

    def controls(self) -> Iterator[Atspi.Accessible]:
        """Yield everything that is on screen now."""
        desktop = Atspi.get_desktop(0)
        desktop.set_cache_mask(Atspi.Cache.NONE)  # what was seen before may have changed
        waiting = [desktop.get_child_at_index(i) for i in range(desktop.get_child_count())]
        while waiting:
            control = waiting.pop()
            try:
                if control is None or not _is_visible(control):
                    continue
                yield control
                if control.get_role() is not Atspi.Role.TABLE:
                    waiting += [control.get_child_at_index(i) for i in range(control.get_child_count())]
            except GLib.Error:  # it has gone meanwhile
                continue

    def wait(self, look: Callable[[], T], what: str) -> T:
        """Return the first true answer of `look`."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if self._program.poll() is not None:
                raise SystemExit(f"the program ended with {self._program.returncode} before: {what}")
            try:
                found = look()
            except GLib.Error:
                found = None
            if found:
                return found
            time.sleep(0.3)
        raise SystemExit(f"waited in vain: {what}")


def go(screen: Screen, folder: Path) -> None:
    """Go the whole way, from the start page to the closed window."""
    screen.press("start.choose")
    screen.answer_file_dialog(folder / "stays.csv")
    screen.press("data.answer.*.missing")
    screen.press("data.continue")
    screen.press("prepare.continue")
    screen.press("train.expert")
    _choose_network(screen)
    screen.press("train.start")
    screen.press("train.continue")
    screen.press("evaluate.report")
    screen.answer_file_dialog(folder / "report.pdf")
    screen.wait((folder / "report.pdf").is_file, "a report as PDF")
    screen.press("evaluate.continue")
    screen.press("export.save")
    screen.answer_file_dialog(folder / "new.csv")
    screen.wait(lambda: screen.says("Saved and checked: new.csv"), "rows that are saved and checked")
    screen.keys("ctrl+s")
    screen.answer_file_dialog(folder / "stays.synthdesk")
    screen.wait((folder / "stays.synthdesk").is_file, "a saved project")
    _picture(folder / "end.png")
    screen.keys("ctrl+q")


def _choose_network(screen: Screen) -> None:
    kind = screen.wait(lambda: screen.find("train.synthesizer"), "the choice of a model")
    Atspi.Component.grab_focus(kind)
    screen.keys("End")
    rounds = screen.wait(lambda: screen.find("train.epochs"), "the number of rounds")
    Atspi.Value.set_current_value(rounds, ROUNDS)
    if Atspi.Value.get_current_value(rounds) != ROUNDS:
        raise SystemExit("the number of rounds cannot be set")


def _has(control: Atspi.Accessible, state: Atspi.StateType) -> bool:
    return bool(Atspi.Accessible.get_state_set(control).contains(state))


def _is_visible(control: Atspi.Accessible) -> bool:
    roles = (Atspi.Role.APPLICATION, Atspi.Role.DESKTOP_FRAME)
    return control.get_role() in roles or _has(control, Atspi.StateType.SHOWING)


def main() -> int:
    """Start the program, go the way, and return its exit status."""
    folder = Path(sys.argv[1]).resolve()
    environment = os.environ | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"}
    with contextlib.ExitStack() as at_the_end:
        program = at_the_end.enter_context(subprocess.Popen(sys.argv[2:], env=environment))
        at_the_end.callback(program.kill)
        at_the_end.callback(_picture, folder / "last.png")
        screen = Screen(program)
        screen.wait(lambda: screen.find("start.choose"), "the start page")
        manager = at_the_end.enter_context(subprocess.Popen(["openbox"]))
        at_the_end.callback(manager.kill)
        go(screen, folder)
        status = program.wait(PATIENCE_SECONDS)
    rows = len((folder / "new.csv").read_text("utf-8").splitlines()) - 1
    sys.stdout.write(f"{rows:,} rows\n")
    return status


def _picture(path: Path) -> None:
    """Keep a picture of the screen, to see where the way ended, when the tool is here (ImageMagick)."""
    if shutil.which("import"):
        subprocess.run(["import", "-window", "root", str(path)], check=False)


if __name__ == "__main__":
    sys.exit(main())
