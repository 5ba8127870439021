"""What the tests of the window share: an application with the theme, a window, and a look for leaks."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the shared parts of these tests lie beside this file

import pytest
import shiboken6
from example_project import Example, through
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from synthdesk.jobs import spare
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import Request
from synthdesk.jobs.run import Run
from synthdesk.storage.settings import Appearance
from synthdesk.ui import theme
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.preferences import Preferences
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.worker import JobService

SIZE = (1366, 728)
"""The room a maximised window has on a common small screen."""


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application with the light theme at the normal size of letters."""
    theme.apply(qapp, dark=False, scale=1.0)
    return qapp


@pytest.fixture(autouse=True, scope="session")
def garbage_in_this_thread() -> Iterator[None]:
    """Collect garbage between tests only: widgets in cycles must not be taken apart in a worker's thread."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """Fail when a test leaves a running thread, a running timer or a top-level widget behind."""
    gc.collect(1)
    before = set(map(id, qapp.topLevelWidgets()))
    yield
    left = [w for w in qapp.topLevelWidgets() if id(w) not in before and w.isVisible()]
    running = [t for t in _alive(QThread) if t.isRunning()]
    ticking = [t for t in _alive(QTimer) if t.isActive() and not _is_of_qt(t)]
    for widget in left:
        shiboken6.delete(widget)
    assert not running, "threads still run"
    assert not ticking, f"timers still run: {[t.parent() for t in ticking]}"
    assert not left, f"windows are still open: {left}"


@pytest.fixture(autouse=True)
def no_unanswered_dialogs() -> Iterator[None]:
    """Fail when a dialog opens that the test does not answer, instead of waiting for ever."""

    def fail(box: QWidget) -> int:
        raise AssertionError(f"nobody answers: {box.windowTitle()}")

    boxes = (problem_box.ProblemBox, problem_box.QuestionBox)
    for kind in boxes:
        kind.exec = fail  # type: ignore[assignment,method-assign]
    yield
    for kind in boxes:
        del kind.exec


@pytest.fixture
def make_window(app: QApplication, qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """Return a function that opens a window on a home of its own; all are closed at the end."""
    windows: list[MainWindow] = []

    def make(
        scale: float = 1.0,
        *,
        dark: bool = False,
        processes: bool = False,
        make_run: Callable[[Request], Run] | None = None,
    ) -> MainWindow:
        preferences = Preferences(app)
        preferences.set_appearance(Appearance.DARK if dark else Appearance.LIGHT)
        preferences.set_scale(scale)
        preferences.apply()
        window = MainWindow(preferences, JobService(make_run or (ProcessRun if processes else InlineRun)))
        windows.append(window)
        window.resize(*SIZE)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in windows:
        close(window)
    theme.apply(app, dark=False, scale=1.0)
    spare.close()


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The bundled example, read, trained for two rounds and evaluated, once for all tests."""
    file = Path(__file__).parents[2] / "resources" / "example" / "hospital_stays.csv"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNTHDESK_HOME", str(tmp_path_factory.mktemp("example-home")))
        made = through(file, tmp_path_factory.mktemp("example-work"))
    spare.close()
    return made


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """A window at the normal size of letters."""
    return make_window()


def close(window: MainWindow) -> None:
    """Close a window without questions and take it apart now, not when an event loop comes round."""
    if shiboken6.isValid(window):
        window.leave_without_asking(keep=False)
        QApplication.sendPostedEvents()
        shiboken6.delete(window)


def _alive(kind: type) -> list:  # type: ignore[type-arg]
    # `isinstance` would ask objects of other libraries for their class, and some of them warn when asked.
    return [o for o in gc.get_objects() if issubclass(type(o), kind) and shiboken6.isValid(o)]


def _is_of_qt(timer: QTimer) -> bool:
    parent = timer.parent()
    return (
        isinstance(parent, QWidget)
        and not parent.isWindow()
        and not type(parent).__module__.startswith("synthdesk")
    )
