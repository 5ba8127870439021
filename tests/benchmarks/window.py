"""How fast the window is there, and how smoothly it goes on while a model is trained.

    python tests/benchmarks/window.py start [--turns 5]
    python tests/benchmarks/window.py train TABLE.csv [--seconds 60]
    python tests/benchmarks/window.py wishes TABLE.csv [--turns 5]

`start` starts the program anew each time and tells the seconds from the start of the process to the first
picture on screen, and which heavy libraries its process has loaded by then. `train` opens a table, trains it
in the window as a user does, and looks every 10 ms whether the event loop answers: a gap is the time between
two answers less those 10 ms. `wishes`
tells how long pause, stop-and-keep-the-best and cancel take from the click until the window shows that they are
done. Needs a display, a virtual one (Xvfb) or `QT_QPA_PLATFORM=offscreen`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from synthdesk.jobs import spare
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.preferences import Preferences
from synthdesk.ui.steps import Activity, Step
from synthdesk.ui.widgets import problem_box

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "pandas", "polars", "sklearn", "scipy", "numpy", "pyqtgraph")
TICK_MS = 10

START = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from synthdesk.ui import app as window_app
from synthdesk.ui.main_window import MainWindow

def told(self):
    loaded = [name for name in sys.argv[2].split(",") if name in sys.modules]
    print(json.dumps({"seconds": time.time() - float(sys.argv[1]), "loaded": loaded}), flush=True)
    self.leave_without_asking(keep=False)

made = MainWindow.__init__
def init(self, *args, **keys):
    made(self, *args, **keys)
    self.shown.connect(lambda: told(self))
MainWindow.__init__ = init
sys.exit(window_app.main([]))
"""


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="what", required=True)
    start = commands.add_parser("start")
    start.add_argument("--turns", type=int, default=5)
    train = commands.add_parser("train")
    train.add_argument("table", type=Path)
    train.add_argument("--seconds", type=float, default=60.0)
    wishes = commands.add_parser("wishes")
    wishes.add_argument("table", type=Path)
    wishes.add_argument("--turns", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SYNTHDESK_HOME"] = home
        if asked.what == "start":
            measure_start(asked.turns)
        elif asked.what == "wishes":
            measure_wishes(asked.table, asked.turns)
        else:
            measure_training(asked.table, asked.seconds)


def measure_start(turns: int) -> None:
    """Start the window `turns` times after one start that is not counted."""
    found = [_started() for _ in range(turns + 1)][1:]
    seconds = [float(turn["seconds"]) for turn in found]
    loaded = sorted({name for turn in found for name in turn["loaded"]})
    print(
        f"first picture after {median(seconds):.2f} s (median of {turns}; {min(seconds):.2f} to {max(seconds):.2f})"
    )
    print(f"heavy libraries loaded by then: {', '.join(loaded) or 'none'}")


def _started() -> dict[str, object]:
    command = [sys.executable, "-c", START, repr(time.time()), ",".join(HEAVY)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return dict(json.loads(done.stdout.splitlines()[-1]))


class Session:
    """A window on `table` whose training page is open; nobody is there to answer questions."""

    def __init__(self, table: Path) -> None:
        self.app = QApplication([])
        preferences = Preferences(self.app)
        preferences.apply()
        problem_box.ask = lambda *_asked: "cancel"
        self.window = MainWindow(preferences)
        self.window.resize(1366, 728)
        self.window.show()
        self.window.opening.open_path(table.absolute())
        _wait(lambda: self.window.store.project.source is not None, "the table to be read")
        self.window.open_step(Step.TRAIN)

    def button(self, name: str) -> QPushButton:
        """Return a button of the training page, once it can be clicked."""
        found = self.window.stack.currentWidget().findChild(QPushButton, name)
        _wait(lambda: found.isVisible() and found.isEnabled(), f"{name} to be possible")
        return found

    @property
    def activity(self) -> Activity | None:
        """What goes on in the training step."""
        return self.window.watcher.running.get(Step.TRAIN)

    def train(self) -> None:
        """Start a training and wait for its first round."""
        self.button("train.start").click()
        _wait(lambda: self.activity is not None and self.activity.share, "the first round")

    def seconds_until(self, click: str, is_done: Callable[[], object]) -> float:
        """Click a button and return the seconds until `is_done`."""
        button = self.button(click)
        begun = time.perf_counter()
        button.click()
        _wait(is_done, click, every_ms=10)
        return time.perf_counter() - begun

    def close(self) -> None:
        """End everything."""
        self.window.leave_without_asking(keep=False)
        spare.close()


def measure_wishes(table: Path, turns: int) -> None:
    """Pause, stop and cancel trainings of `table` and print how long each takes."""
    session = Session(table)
    found: dict[str, list[float]] = {"pause": [], "stop and keep the best": [], "cancel": []}

    def is_paused() -> bool:
        return session.button("train.pause").text() == "&Go on"

    def has_ended() -> bool:
        return session.activity is None

    for _ in range(turns):
        session.train()
        found["pause"].append(session.seconds_until("train.pause", is_paused))
        session.button("train.pause").click()
        _wait(lambda: not is_paused(), "the training to go on")
        found["stop and keep the best"].append(session.seconds_until("train.stop", has_ended))
        session.button("train.again").click()
        session.train()
        found["cancel"].append(session.seconds_until("train.cancel", has_ended))
        session.button("train.again").click()
    session.close()
    for wish, seconds in found.items():
        print(f"{wish}: {median(seconds):.2f} s (median of {turns}; longest {max(seconds):.2f} s)")


def measure_training(table: Path, seconds: float) -> None:
    """Train `table` in the window and print the gaps of the event loop."""
    session = Session(table)
    session.train()
    gaps = _gaps(seconds)
    session.close()
    p99 = quantiles(gaps, n=100)[98]
    print(
        f"{table.name}, {len(gaps)} looks in {seconds:.0f} s of training: gap median {median(gaps):.1f} ms, "
        f"p99 {p99:.1f} ms, longest {max(gaps):.1f} ms"
    )


def _gaps(seconds: float) -> list[float]:
    times: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(TICK_MS)
    timer.timeout.connect(lambda: times.append(time.perf_counter()))
    timer.start()
    end = time.perf_counter() + seconds
    _wait(lambda: time.perf_counter() > end, "the end", limit=seconds + 60)
    timer.stop()
    return [max(0.0, 1000 * (b - a) - TICK_MS) for a, b in pairwise(times)]


def _wait(is_there: Callable[[], object], what: str, limit: float = 300.0, every_ms: int = 50) -> None:
    """Let the window work until `is_there`."""
    loop, begun = QEventLoop(), time.monotonic()
    look = QTimer()
    look.setInterval(every_ms)
    look.timeout.connect(lambda: loop.quit() if is_there() or time.monotonic() - begun > limit else None)
    look.start()
    loop.exec()
    look.stop()
    if not is_there():
        sys.exit(f"Waited {limit:.0f} s in vain for {what}.")


if __name__ == "__main__":
    main()
