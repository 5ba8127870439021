"""The application's exception hooks: an error becomes a line in the log, a saved project and a sentence."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, Slot, qInstallMessageHandler

from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.worker import unexpected

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Hooks(QObject):
    """Catches what nobody caught. Any thread may raise; the window tells of it in its own thread."""

    happened = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._telling = False
        self.happened.connect(self._on_happened)

    def install(self) -> None:
        """From now on catch everything."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread
        qInstallMessageHandler(_qt_message)

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an error and tell of it; Ctrl-C ends the program as ever."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("An error was not caught", exc_info=(kind, error, trace))
        self.happened.emit(error)

    def _caught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.caught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    @Slot(object)
    def _on_happened(self, error: BaseException) -> None:
        if self._telling:
            return
        self._telling = True
        try:
            self._window.files.keeper.keep_now()
            self._window.show_problem(unexpected(error))
        finally:
            self._telling = False


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    """Log where Qt complains; its text may name files, so it goes to the terminal only."""
    _log.log(_LEVELS.get(kind, logging.WARNING), "Qt message of kind %d", list(_LEVELS).index(kind))
    if sys.stderr is not None and context is not None:
        sys.stderr.write(f"{text}\n")
