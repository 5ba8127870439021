"""What happens before the window may close: nothing that runs or is not saved is lost without a question."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Paused
from synthdesk.jobs.requests import Train
from synthdesk.ui.project_files import ProjectFiles
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.worker import Job, JobService

_STATE_MS = 5_000
"""How long a training run may take to write its state before the window closes without waiting for more."""


class Closing(QObject):
    """Asks the questions and then sends `agreed`: True when everything is to be kept for the next start."""

    agreed = Signal(bool)

    def __init__(self, window: QWidget, files: ProjectFiles, jobs: JobService) -> None:
        super().__init__(window)
        self._window, self._files, self._jobs = window, files, jobs
        self._asking = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_STATE_MS)
        self._patience.timeout.connect(self._on_state_kept)

    def begin(self) -> None:
        """Ask what there is to ask; nothing happens when the user goes back."""
        if self._asking or self._patience.isActive():
            return
        self._asking = True
        try:
            training = self._training()
            if training is None:
                self._files.leave(self._on_left)
            else:
                self._ask_about(training)
        finally:
            self._asking = False

    def _training(self) -> Job | None:
        return next((job for job in self._jobs.running if isinstance(job.request, Train)), None)

    def _ask_about(self, training: Job) -> None:
        answer = problem_box.ask(
            self._window,
            self.tr("A training is running"),
            self.tr(
                "You can save its state and close: the start page then offers to go on from there."
                " Or give the training up and close."
            ),
            (
                ("keep", self.tr("&Save the state and close")),
                ("stop", self.tr("&Give up and close")),
                ("back", self.tr("Go &back")),
            ),
        )
        if answer == "keep":
            self._patience.start()
            training.progressed.connect(self._on_progressed)
            training.ended.connect(self._on_state_kept)
            training.send(Wish.PAUSE)
        elif answer == "stop":
            self._jobs.shut_down()
            self._files.leave(self._on_left)

    @Slot(object)
    def _on_progressed(self, event: object) -> None:
        if isinstance(event, Paused):
            self._on_state_kept()

    @Slot()
    def _on_state_kept(self) -> None:
        self._patience.stop()
        self.agreed.emit(True)  # noqa: FBT003  # the signal's own value

    def _on_left(self) -> None:
        self.agreed.emit(False)  # noqa: FBT003  # the signal's own value
