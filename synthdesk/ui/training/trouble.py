"""What stands on the page when a run ended with an error: what happened, and the way on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthdesk.domain.events import Failed
from synthdesk.ui.texts import translated
from synthdesk.ui.training.run import INTERRUPTED
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.notice import Notice


class TroublePanel(QWidget):
    """Explains a `Failed`; `resume_wanted` asks to go on from the last checkpoint."""

    resume_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failed: Failed | None = None
        self.notice = Notice("problem", "")
        self.notice.setObjectName("train.trouble")
        self.resume = button(
            self.tr("&Go on from the last checkpoint"),
            "train.resume",
            self.tr("Train on from the state that was saved last"),
            kind="primary",
            symbol="play",
        )
        self.details = button(self.tr("&Details …"), "train.details", self.tr("What support needs to know"))
        self.resume.clicked.connect(self.resume_wanted)
        self.details.clicked.connect(self._on_details)
        self.notice.add(self.resume)
        self.notice.add(self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)

    def show_failed(self, failed: Failed) -> None:
        """Explain `failed`."""
        self._failed = failed
        title, *rest = (translated(words) for words in (failed.title, failed.happened, failed.remedy))
        self.notice.say(
            "warning" if failed is INTERRUPTED else "problem", "\n".join((f"{title}.", " ".join(rest)))
        )
        self.resume.setVisible(failed.can_resume)
        self.details.setVisible(bool(failed.details))

    def _on_details(self) -> None:
        if self._failed is not None:
            problem_box.show_problem(self, self._failed)
