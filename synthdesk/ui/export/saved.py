"""What stands on the page after a file was written, or could not be."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthdesk.domain.events import Failed
from synthdesk.domain.results import FilledFile, WrittenFile
from synthdesk.storage import temporary
from synthdesk.ui.texts import bytes_words, columns_words, percent_words, rows_words, translated
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.notice import Notice

_NAMED_COLUMNS = 6
"""The gaps of more columns than these are told together."""


class SavedPanel(QWidget):
    """The last thing that happened: a file with its figures, or a problem with its remedy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._failed: Failed | None = None
        self.notice = Notice("good", "")
        self.notice.setObjectName("export.saved")
        self._open = button(
            self.tr("Open &folder"), "export.open_folder", self.tr("Show the file's folder"), symbol="folder"
        )
        self._details = button(self.tr("&Details …"), "export.details", self.tr("What support needs to know"))
        self._open.clicked.connect(self._on_open)
        self._details.clicked.connect(self._on_details)
        self.notice.add(self._open)
        self.notice.add(self._details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        self.hide()

    def show_written(self, written: WrittenFile) -> None:
        """Tell of a file that was written, read again and found equal."""
        path = Path(written.path)
        self._folder = path.parent
        words = self.tr(
            "Saved and checked: {name}, {rows}, {columns}, {size}. Every cell was read again and compared."
        )
        self.notice.say(
            "good",
            words.format(
                name=path.name,
                rows=rows_words(written.rows),
                columns=columns_words(written.columns),
                size=bytes_words(written.bytes),
            )
            + self._rules_words(written),
        )
        self._open.show()
        self._details.hide()
        self.show()

    def show_filled(self, filled: FilledFile) -> None:
        """Tell of a real table that was written with its gaps filled."""
        self.show_written(filled.written)
        count = self.tr("{filled:,} of {gaps:,} gaps of “{column}”")
        columns = filled.columns
        parts = [count.format(filled=c.filled, gaps=c.gaps, column=c.name) for c in columns]
        if len(columns) > _NAMED_COLUMNS:
            count = self.tr("{filled:,} of {gaps:,} gaps in {columns}")
            done, gaps = sum(c.filled for c in columns), sum(c.gaps for c in columns)
            parts = [count.format(filled=done, gaps=gaps, columns=columns_words(len(columns)))]
        words = self.tr("Filled: {parts}. Of {rows} with gaps {complete:,} have none in these columns now.")
        told = words.format(
            parts=", ".join(parts), rows=rows_words(filled.rows_with_gaps), complete=filled.rows_complete
        )
        if filled.rows_left:
            told = f"{told} {translated(filled.left_words)}"
        self.notice.say("good", "\n".join([self.notice.text.text(), told]))

    def _rules_words(self, written: WrittenFile) -> str:
        if not written.rules:
            return ""
        share = percent_words(written.redrawn / (written.rows + written.redrawn), 1)
        words = self.tr(" Every row obeys all {rules:,} rules; {share} of the rows were drawn again for it.")
        return words.format(rules=written.rules, share=share)

    def show_failed(self, failed: Failed) -> None:
        """Explain why there is no file."""
        self._failed = failed
        title, *rest = (translated(words) for words in (failed.title, failed.happened, failed.remedy))
        self.notice.say("problem", "\n".join((f"{title}.", " ".join(rest))))
        self._open.hide()
        self._details.setVisible(bool(failed.details))
        self.show()

    def _on_open(self) -> None:
        if self._folder is not None:
            with temporary.not_ours():
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _on_details(self) -> None:
        if self._failed is not None:
            problem_box.show_problem(self, self._failed)
