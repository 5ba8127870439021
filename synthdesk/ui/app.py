"""The start of the window: application, look, languages, hooks, and what is done once it is on screen."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import PySide6
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, QTimer, QTranslator, Slot
from PySide6.QtWidgets import QApplication

from synthdesk import __version__
from synthdesk.jobs import spare
from synthdesk.storage import log, paths
from synthdesk.ui.garbage import GarbageCollection
from synthdesk.ui.hooks import Hooks
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.preferences import Preferences
from synthdesk.ui.warm_up import WarmUp

_BAD_PAIR = (6, 12, 0)
"""This PySide6 destroys None on Python before 3.12 and takes the program down after some minutes."""


def main(argv: Sequence[str]) -> int:
    """Open the window with the arguments `argv` and return the exit status when it closes."""
    if binding_is_bad(PySide6.__version_info__[:3], sys.version_info[:2]):
        sys.stderr.write(
            "SynthDesk cannot run with PySide6 6.12.0 on this Python. Use Python 3.12 or newer.\n"
        )
        return 1
    arguments = _arguments(argv)
    app = QApplication.instance() or QApplication(["synthdesk"])
    assert isinstance(app, QApplication)
    app.setApplicationName("SynthDesk")
    app.setApplicationVersion(__version__)
    log.configure("window")
    forget_file_dialogs()
    translators = load_translators(app)
    preferences = Preferences(app)
    preferences.apply()
    window = MainWindow(preferences)
    Hooks(window).install()
    warm_up = WarmUp(window)
    garbage = GarbageCollection(window)
    ending = Ending(app, window)
    window.restore_place()
    window.show()
    if arguments.file is not None:
        window.opening.open_later(arguments.file.absolute())
    if arguments.quit_after is not None:
        ending.quit_after(arguments.quit_after)
    status = app.exec()
    garbage.stop()
    warm_up.stop()
    spare.close()
    del translators
    return status


def binding_is_bad(binding: tuple[object, ...], python: tuple[int, ...]) -> bool:
    """Return whether this pair of PySide6 and Python must not run."""
    return binding == _BAD_PAIR and python < (3, 12)


def forget_file_dialogs() -> None:
    """Let Qt's own file dialogs keep the folders they have shown with the temporary files, deleted at the end."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, tempfile.gettempdir())


def load_translators(app: QApplication) -> list[QTranslator]:
    """Install the translations of the system's language, as far as there are any; keep the list alive."""
    found = []
    for folder, name in (
        (str(paths.resources() / "translations"), "synthdesk"),
        (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase"),
    ):
        translator = QTranslator(app)
        if translator.load(QLocale(), name, "_", folder):
            app.installTranslator(translator)
            found.append(translator)
    return found


class Ending(QObject):
    """Ends the program: after the window has closed, after some seconds (tests), when the session ends."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._app, self._window = app, window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time_is_up)
        window.closed.connect(app.quit)
        app.setQuitOnLastWindowClosed(False)
        app.commitDataRequest.connect(self._on_session_ends)

    def quit_after(self, seconds: float) -> None:
        """Close the window by itself after `seconds`."""
        self._timer.start(round(1000 * seconds))

    @Slot()
    def _on_time_is_up(self) -> None:
        self._window.leave_without_asking(keep=False)

    @Slot()
    def _on_session_ends(self) -> None:
        self._window.files.keeper.keep_now()


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="synthdesk-window", description="Open the SynthDesk window.")
    parser.add_argument("file", nargs="?", type=Path, help="a table or a .synthdesk project to open")
    parser.add_argument("--quit-after", type=float, metavar="SECONDS", help="close by itself, for tests")
    return parser.parse_args(list(argv))
