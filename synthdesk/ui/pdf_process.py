"""Writes a report as PDF in a process of its own, so that the window goes on answering."""

from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from synthdesk.storage import programs


class PdfProcess(QObject):
    """Turns a page into a PDF; `ended` says whether it is there. The page is deleted in any case."""

    ended = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._target = Path(), Path()
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        self._process.setProcessEnvironment(environment)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def write(self, page: Path, target: Path) -> None:
        """Write the HTML file `page` as `target`."""
        self._page, self._target = page, target
        program, *arguments = programs.window()
        self._process.start(program, [*arguments, programs.WRITE_PDF, str(page), str(target)])

    def _on_finished(self, status: int) -> None:
        self._page.unlink(missing_ok=True)
        self.ended.emit(status == 0 and self._target.is_file())

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._on_finished(1)
