"""Step 3: choose how much work to spend, watch the model learn, and keep its best state."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from synthdesk.domain.control import Wish
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.training.before import BeforePanel
from synthdesk.ui.training.foot import TrainingFoot
from synthdesk.ui.training.result import ResultPanel
from synthdesk.ui.training.run import TrainingRun
from synthdesk.ui.training.trouble import TroublePanel
from synthdesk.ui.training.view import View, view_of
from synthdesk.ui.widgets import problem_box
from synthdesk.ui.widgets.card import EmptyState
from synthdesk.ui.widgets.page import Page
from synthdesk.ui.worker import Job, JobService

if TYPE_CHECKING:
    from synthdesk.ui.training.live import LivePanel

ASK_AFTER_SECONDS = 60.0
"""Cancelling asks only when more training than this would be lost."""


class TrainingScreen(Page):
    """Trains a model of the open project.

    The window asks `is_training` and `job`, and may call `end`.
    """

    help_topic = "train"

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._store = store
        self._run = TrainingRun(store, jobs, self)
        self._wants_again = False
        self._live: LivePanel | None = None
        self.heading.setText(self.tr("Train"))
        self.setAccessibleName(self.tr("Train"))
        self.set_lead(
            self.tr("SynthDesk learns the patterns of your table, on this computer and nowhere else.")
        )
        self._build_parts(jobs)
        self._foot = TrainingFoot(self)
        self._connect()
        self._show_state()

    @property
    def is_training(self) -> bool:
        """Whether a training run is under way (paused counts)."""
        return self._run.is_running

    @property
    def job(self) -> Job | None:
        """The training run under way, or None."""
        return self._run.job

    def end(self, wish: Wish) -> None:
        """End the run under way: `STOP_AND_KEEP` makes its best state the model, `CANCEL` keeps nothing."""
        self._run.send(wish)
        self._foot.end(wish)
        if self._live is not None:
            cancelling = wish is Wish.CANCEL
            words = self.tr("Giving up …") if cancelling else self.tr("Stopping; the best state is kept …")
            self._live.running.say(words)

    def _on_wished(self, wish: object) -> None:
        if wish is Wish.STOP_AND_KEEP:
            self.end(wish)
        elif wish is Wish.CANCEL:
            if self._run.seconds <= ASK_AFTER_SECONDS or self._is_sure():
                self.end(wish)
        elif isinstance(wish, Wish):
            self._run.send(wish)

    def _is_sure(self) -> bool:
        answer = problem_box.ask(
            self,
            self.tr("Give this training up?"),
            self.tr("Nothing of it is kept. “Stop and keep the best” ends it, too, but keeps the model."),
            (("cancel", self.tr("&Give up")), ("stay", self.tr("&Keep training"))),
        )
        return answer == "cancel"

    def _on_start(self) -> None:
        if self._before.is_ready:
            self._before.give_up_trial()
            self._run.start()

    def _on_again(self) -> None:
        self._wants_again = True
        self._run.dismiss()
        self._show_state()

    def _on_back(self) -> None:
        self._wants_again = False
        self._show_state()

    def _on_run_changed(self) -> None:
        if self._run.is_running:
            self._wants_again = False
        self._show_state()

    def _on_project_changed(self) -> None:
        source = self._store.project.source
        self._run.forget_unless_of(source.sha256 if source else None)
        self._run.take_left()
        self._show_state()

    def _show_state(self) -> None:
        run, project = self._run, self._store.project
        view = view_of(
            project,
            is_running=run.is_running,
            has_failed=run.failed is not None,
            wants_again=self._wants_again,
        )
        if run.failed is not None:
            self._trouble.show_failed(run.failed)
        self._result.show_run(project)
        parts = {self._empty: View.EMPTY, self._trouble: View.FAILED, self._result: View.RESULT}
        for part, its_view in (parts | {self._before: View.BEFORE}).items():
            part.setVisible(view is its_view)
        self._show_live(view)
        self._foot.show_for(view, has_run=project.run is not None)

    def _show_live(self, view: View) -> None:
        watched = self._run.watched if view in (View.RUNNING, View.FAILED, View.RESULT) else None
        if watched is not None and self._live is None:
            from synthdesk.ui.training.live import LivePanel

            self._live = LivePanel()
            self._live.looked.connect(self._on_looked)
            self.body.addWidget(self._live, 1)
        if self._live is not None:
            self._live.show_run(watched, is_running=view is View.RUNNING)
        self._rest.setVisible(watched is None and view is not View.EMPTY)

    def _on_looked(self) -> None:
        watched = self._run.watched
        if watched is not None:
            self._foot.follow(has_begun=watched.last is not None, is_paused=watched.is_paused)

    def _on_readiness(self) -> None:
        self._foot.start.setEnabled(self._before.is_ready)

    def _build_parts(self, jobs: JobService) -> None:
        self._empty = EmptyState(
            "train", self.tr("A model is trained here once a table is open."), self.tr("Open a table")
        )
        self._before = BeforePanel(self._store, jobs)
        self._trouble = TroublePanel()
        self._result = ResultPanel()
        self._rest = QWidget()
        self.body.addWidget(self._empty, 1)
        for part in (self._before, self._trouble, self._result):
            self.body.addWidget(part)
        self.body.addWidget(self._rest, 1)

    def _connect(self) -> None:
        self._foot.wished.connect(self._on_wished)
        self._foot.start.clicked.connect(self._on_start)
        self._foot.back.clicked.connect(self._on_back)
        self._foot.again.clicked.connect(self._on_again)
        self._foot.go_on.clicked.connect(self._on_continue)
        self._empty.pressed.connect(self._on_open_data)
        self._result.again_wanted.connect(self._on_again)
        self._trouble.resume_wanted.connect(self._run.resume)
        self._before.readiness_changed.connect(self._on_readiness)
        self._run.changed.connect(self._on_run_changed)
        self._store.project_changed.connect(self._on_project_changed)

    def _on_continue(self) -> None:
        self.go_to.emit(Step.EVALUATE)

    def _on_open_data(self) -> None:
        self.go_to.emit(Step.DATA)
