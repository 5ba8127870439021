"""The answer to "Does it help?": a classifier with and without the balanced rows, before they are saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Failed, Finished, Progress
from synthdesk.domain.exporting import RowRequest
from synthdesk.domain.results import Help, Interval
from synthdesk.jobs.requests import CheckHelp
from synthdesk.ui import theme
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.waiting import Waiting
from synthdesk.ui.worker import Job, JobService


class HelpPanel(QWidget):
    """A button that starts the test, and its result. `wanted` asks the page for `check`."""

    wanted = Signal()

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._job: Job | None = None
        self.button = button(
            self.tr("Does it help?"),
            "export.help",
            self.tr("Test on held-out real rows whether the balanced rows help to predict this column"),
        )
        line = QWidget()
        flow = FlowLayout(line)
        flow.addWidget(self.button)
        self._waiting = Waiting("")
        self._waiting.hide()
        self.answer = Notice("info", "")
        self.answer.setObjectName("export.help.answer")
        self.answer.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for widget in (line, self._waiting, self.answer):
            column.addWidget(widget)
        self.button.clicked.connect(self.wanted)
        self._waiting.cancelled.connect(self._on_cancel)

    def forget(self) -> None:
        """Show no answer: what was asked has changed."""
        self.answer.hide()

    def check(self, rows: RowRequest, target: str) -> None:
        """Test whether `rows` help to predict `target`."""
        project = self._store.project
        if self._job is not None or project.run is None or project.trained_with is None:
            return
        request = CheckHelp(
            str(self._store.work_folder), project.trained_with[0], project.run.run_id, rows, target
        )
        self.forget()
        self._waiting.say(self.tr("Testing whether the rows help …"))
        self._waiting.show()
        self.button.setEnabled(False)
        self._job = self._jobs.start(request)
        self._job.progressed.connect(self._on_progressed)
        self._job.ended.connect(self._on_ended)

    def _on_progressed(self, event: object) -> None:
        if isinstance(event, Progress):
            self._waiting.say(translated(event.what), event.done / event.total if event.total else None)

    def _on_ended(self, ending: object) -> None:
        self._job = None
        self._waiting.hide()
        self.button.setEnabled(True)
        if isinstance(ending, Finished) and isinstance(ending.result, tuple):
            self._say(ending.result)
        elif isinstance(ending, Failed):
            self.answer.say("problem", f"{translated(ending.happened)} {translated(ending.remedy)}")
            self.answer.show()

    def _say(self, found: tuple[Help, ...]) -> None:
        verdicts = {one.verdict for one in found}
        if "no" in verdicts:
            head = self.tr("At least one figure gets worse with these rows.")
        elif "yes" in verdicts:
            head = self.tr("At least one figure gets better with these rows, and none gets worse.")
        else:
            head = self.tr("No: the test shows no difference that chance alone would not make.")
        lines = [self._line(one) for one in found]
        self.answer.say("warning" if "no" in verdicts else "info", "\n".join([head, *lines]))
        self.answer.show()

    def _line(self, one: Help) -> str:
        names = {
            "gradient boosting": self.tr("gradient boosting"),
            "logistic regression": self.tr("logistic regression"),
            "balanced accuracy": self.tr("balanced accuracy"),
            "area under the curve": self.tr("area under the curve"),
        }
        template = self.tr("{classifier}, {measure}: {without} without, {together} with them ({difference})")
        return template.format(
            classifier=names[one.classifier],
            measure=names[one.measure],
            without=f"{one.without.value:.2f}",
            together=f"{one.with_rows.value:.2f}",
            difference=self._change(one.difference),
        )

    def _change(self, difference: Interval) -> str:
        template = self.tr("change {value}, between {low} and {high}")
        return template.format(
            value=f"{difference.value:+.2f}", low=f"{difference.low:+.2f}", high=f"{difference.high:+.2f}"
        )

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.send(Wish.CANCEL)
