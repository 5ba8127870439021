"""Writes a picture of every page: `python tests/screens/make_screenshots.py FOLDER [--file TABLE]`.

The example goes through real child processes: read, trained, evaluated. Each page is taken at 100 % and
200 % size of letters, light and dark, at the room a maximised window has on a 1366 x 768 screen.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))  # the shared parts of the window's tests

import made_runs
from example_project import Example, through
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QTabWidget, QWidget

from synthdesk.jobs import spare
from synthdesk.storage.settings import Appearance
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.preferences import Preferences
from synthdesk.ui.steps import Step
from synthdesk.ui.worker import JobService

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1366, 728)
LOOKS = [(1.0, False), (1.0, True), (2.0, False)]


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--file", type=Path, default=ROOT / "resources" / "example" / "hospital_stays.csv")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--steps", default="", help="only these pages, separated by commas")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as work:
        os.environ["SYNTHDESK_HOME"] = home
        app = QApplication([])
        example = through(chosen.file, Path(work), epochs=chosen.epochs)
        wanted = [Step(s) for s in chosen.steps.split(",") if s] or list(Step)
        for scale, dark in LOOKS:
            for name, picture in pictures(app, example, wanted, scale=scale, dark=dark):
                picture.grab().save(str(chosen.folder / f"{name}.png"))
        spare.close()


def pictures(
    app: QApplication, example: Example, steps: list[Step], *, scale: float, dark: bool
) -> Iterator[tuple[str, QWidget]]:
    """Yield the name and the window of each picture of one look."""
    preferences = Preferences(app)
    preferences.set_appearance(Appearance.DARK if dark else Appearance.LIGHT)
    preferences.set_scale(scale)
    preferences.apply()
    window = MainWindow(preferences, JobService())
    window.resize(*SIZE)
    window.show()
    look = f"{round(100 * scale)}-{'dark' if dark else 'light'}"
    window.start_wiring.offer(())
    wait(300)
    if Step.START in steps:
        yield f"start-{look}", window
        window.open_step(Step.TRAIN)
        wait(200)
        yield f"train-locked-{look}", window
    window.store.work_folder = example.folder
    window.store.replace_project(example.project, None)
    for step in steps[1:] if steps[0] is Step.START else steps:
        window.open_step(step)
        wait(2500)
        yield f"{step.value}-{look}", window
        if step is Step.PREPARE:
            tabs = window.stack.currentWidget().findChild(QTabWidget)
            assert isinstance(tabs, QTabWidget)
            tabs.setCurrentIndex(1)
            wait(6000)
            yield f"prepare-rules-{look}", window
            tabs.setCurrentIndex(0)
    if Step.TRAIN in steps:
        with running_training(window) as page:
            yield f"training-{look}", page
    window.wiring.show_help()
    wait(300)
    yield f"help-{look}", window
    window.leave_without_asking(keep=False)
    wait(100)
    window.deleteLater()


@contextmanager
def running_training(window: MainWindow) -> Iterator[QWidget]:
    """Show a training that is going well, told by a script, in a window of its own."""
    jobs = JobService(made_runs.runs(Train=made_runs.held(*made_runs.training())))
    other = MainWindow(window.preferences, jobs)
    other.resize(window.size())
    other.show()
    other.store.replace_project(made_runs.project(), None)
    other.open_step(Step.TRAIN)
    wait(500)
    start = other.findChild(QPushButton, "train.start")
    assert start is not None
    start.click()
    wait(2500)
    yield other
    other.leave_without_asking(keep=False)
    other.deleteLater()


def wait(milliseconds: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
