"""How fast the window is there, and how smoothly it goes on while a model is trained.

    python tests/benchmarks/window.py start [--turns 5]
    python tests/benchmarks/window.py train TABLE.csv [--seconds 60]

`start` starts the program anew each time and tells the seconds from the start of the process to the first
picture on screen, and which heavy libraries its process has loaded by then. `train` opens a table, trains it
in the window as a user does, and looks every 10 ms whether the event loop answers: a gap is the time between
two answers less those 10 ms. Needs a display, a virtual one (Xvfb) or `QT_QPA_PLATFORM=offscreen`.
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

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
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
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SYNTHDESK_HOME"] = home
        if asked.what == "start":
            measure_start(asked.turns)
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


def measure_training(table: Path, seconds: float) -> None:
    """Train `table` in the window and print the gaps of the event loop."""
    from synthdesk.jobs import spare
    from synthdesk.ui.main_window import MainWindow
    from synthdesk.ui.preferences import Preferences
    from synthdesk.ui.steps import Step

    app = QApplication([])
    preferences = Preferences(app)
    preferences.apply()
    window = MainWindow(preferences)
    window.resize(1366, 728)
    window.show()
    window.opening.open_path(table.absolute())
    _wait(lambda: window.store.project.source is not None, "the table to be read")
    window.open_step(Step.TRAIN)
    start = window.stack.currentWidget().findChild(QPushButton, "train.start")
    _wait(start.isEnabled, "training to be possible")
    start.click()
    _wait(lambda: window.watcher.running.get(Step.TRAIN) is not None, "training to begin")
    _wait(lambda: window.watcher.running[Step.TRAIN].share is not None, "the first round")
    gaps = _gaps(seconds)
    window.leave_without_asking(keep=False)
    spare.close()
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


def _wait(is_there: Callable[[], object], what: str, limit: float = 300.0) -> None:
    """Let the window work until `is_there`."""
    loop, begun = QEventLoop(), time.monotonic()
    look = QTimer()
    look.setInterval(50)
    look.timeout.connect(lambda: loop.quit() if is_there() or time.monotonic() - begun > limit else None)
    look.start()
    loop.exec()
    look.stop()
    if not is_there():
        sys.exit(f"Waited {limit:.0f} s in vain for {what}.")


if __name__ == "__main__":
    main()
