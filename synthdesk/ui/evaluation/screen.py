"""Step 4: compare fresh synthetic rows with the real ones, column by column and pair by pair."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from synthdesk.domain.events import Failed
from synthdesk.domain.privacy import Action
from synthdesk.domain.results import EvaluationResult
from synthdesk.jobs.requests import Evaluate
from synthdesk.ui import theme
from synthdesk.ui.evaluation import remedies
from synthdesk.ui.evaluation.foot import EvaluationFoot
from synthdesk.ui.evaluation.report import ReportSaver
from synthdesk.ui.evaluation.result_panel import ResultPanel
from synthdesk.ui.evaluation.view import View, can_compare, view_of
from synthdesk.ui.single_job import SingleJob
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.card import Card, EmptyState
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.page import Page
from synthdesk.ui.widgets.waiting import Waiting
from synthdesk.ui.worker import JobService


class EvaluationScreen(Page):
    """Compares as soon as it is opened with a model that was not compared yet."""

    help_topic = "evaluate"

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._store = store
        self._job = SingleJob(jobs, self)
        self._failed: Failed | None = None
        self._given_up_run = ""
        self._shown: EvaluationResult | None = None
        self.heading.setText(self.tr("Evaluate"))
        self.setAccessibleName(self.tr("Evaluate"))
        self.set_lead(
            self.tr("Fresh synthetic rows beside real rows the model has not seen. The worst stands first.")
        )
        self._build_parts()
        self._foot = EvaluationFoot(self)
        self._report = ReportSaver(self, store, jobs)
        self._report.saved.connect(self.set_foot_text)
        self._connect()
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin_by_itself()

    def _begin_by_itself(self) -> None:
        project = self._store.project
        waiting = self._view() is View.READY and self._failed is None
        if (
            self.isVisible()
            and waiting
            and project.run is not None
            and self._given_up_run != project.run.run_id
        ):
            self._compare()

    def _compare(self) -> None:
        project = self._store.project
        if project.run is None or project.trained_with is None or self._job.is_running:
            return
        self._failed = None
        self._waiting.say(self.tr("Making and comparing rows …"))
        self._job.start(
            Evaluate(
                str(self._store.work_folder),
                project.trained_with[0],
                project.run.run_id,
                wishes=project.wishes,
            )
        )

    def _on_finished(self, result: object) -> None:
        if isinstance(result, EvaluationResult):
            self._store.set_evaluation(result)
        self._show_state()

    def _on_failed(self, failed: object) -> None:
        self._failed = failed if isinstance(failed, Failed) else None
        self._show_state()

    def _on_cancelled(self) -> None:
        run = self._store.project.run
        self._given_up_run = run.run_id if run is not None else ""
        self._show_state()

    def _on_progressed(self, words: str, share: float) -> None:
        self._waiting.say(words, share)

    def _on_run_changed(self) -> None:
        self._failed = None
        self._job.forget()
        self._show_state()
        self._begin_by_itself()

    def _view(self) -> View:
        return view_of(
            self._store.project, is_running=self._job.is_running, has_failed=self._failed is not None
        )

    def _show_state(self) -> None:
        view, project = self._view(), self._store.project
        self._empty.setVisible(view in (View.NO_TABLE, View.NO_RUN, View.READY, View.OTHER_TABLE))
        self._say_empty(view)
        self._card.setVisible(view is View.RUNNING)
        self._trouble.setVisible(view is View.FAILED)
        if self._failed is not None:
            words = (self._failed.title, self._failed.happened, self._failed.remedy)
            title, *rest = (translated(each) for each in words)
            self._trouble.say("problem", f"{title}.\n{' '.join(rest)}")
        self._outdated.setVisible(view is View.RESULT and not project.run_is_current)
        self._result.setVisible(view is View.RESULT)
        self._rest.setVisible(view in (View.RUNNING, View.FAILED))
        if view is View.RESULT and project.evaluation is not None and project.evaluation is not self._shown:
            self._shown = project.evaluation
            self._result.show_result(project.evaluation, project.schema)
        self._result.questions.show_project(project)
        self._result.questions.ask.setEnabled(can_compare(project))
        self._foot.show_for(view, can_compare=can_compare(project))

    def _say_empty(self, view: View) -> None:
        words = {
            View.NO_TABLE: (self.tr("The comparison comes here after training."), self.tr("Open a table")),
            View.NO_RUN: (self.tr("The comparison comes here after training."), self.tr("Go to Train")),
            View.READY: (
                self.tr("The model is trained. Compare its rows with the real ones."),
                self.tr("Compare now"),
            ),
            View.OTHER_TABLE: (
                self.tr("The model was trained on another table. Train again, then compare."),
                self.tr("Go to Train"),
            ),
        }
        if view in words:
            self._empty.set_words(*words[view])

    def _on_empty_pressed(self) -> None:
        view = self._view()
        if view is View.READY:
            self._compare()
        else:
            self.go_to.emit(Step.DATA if view is View.NO_TABLE else Step.TRAIN)

    def _on_action(self, action: object) -> None:
        if isinstance(action, Action):
            self.go_to.emit(remedies.apply(action, self._store))

    def _on_continue(self) -> None:
        self.go_to.emit(Step.EXPORT)

    def _build_parts(self) -> None:
        self._empty = EmptyState("evaluate", "", "…")
        self._empty.button.setObjectName("evaluate.compare")
        self._waiting = Waiting("")
        self._card = Card()
        self._card.body.addWidget(self._waiting)
        self._trouble = Notice("problem", "")
        self._trouble.setObjectName("evaluate.trouble")
        self._outdated = Notice(
            "warning",
            self.tr(
                "The data or the preparation was changed after training. This is the comparison of the old model."
            ),
        )
        self._result = ResultPanel()
        self.body.setSpacing(theme.space(3))
        self.body.addWidget(self._empty, 1)
        for part in (self._card, self._trouble, self._outdated):
            self.body.addWidget(part)
        self.body.addWidget(self._result, 1)
        self._rest = QWidget()
        self.body.addWidget(self._rest, 1)

    def _connect(self) -> None:
        self._job.changed.connect(self._show_state)
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._waiting.cancelled.connect(self._job.cancel)
        self._empty.pressed.connect(self._on_empty_pressed)
        self._result.privacy.action_chosen.connect(self._on_action)
        self._result.questions.wished.connect(self._store.set_wishes)
        self._result.questions.asked.connect(self._compare)
        self._foot.again.clicked.connect(self._compare)
        self._foot.report.clicked.connect(self._report.ask)
        self._foot.go_on.clicked.connect(self._on_continue)
        self._store.run_changed.connect(self._on_run_changed)
        self._store.project_changed.connect(self._show_state)
