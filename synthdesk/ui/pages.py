"""Makes each screen when it is first opened; a step that is not possible yet explains itself instead."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from synthdesk.ui.steps import TITLES, Step, missing_step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.card import EmptyState
from synthdesk.ui.widgets.page import Page
from synthdesk.ui.worker import JobService

Maker = Callable[[ProjectStore, JobService, QWidget], Page]


def _start(store: ProjectStore, jobs: JobService, parent: QWidget) -> Page:
    from synthdesk.ui.start.screen import StartScreen

    return StartScreen(store, jobs, parent)


def _data(store: ProjectStore, jobs: JobService, parent: QWidget) -> Page:
    from synthdesk.ui.data.screen import DataScreen

    return DataScreen(store, jobs, parent)


def _prepare(store: ProjectStore, jobs: JobService, parent: QWidget) -> Page:
    from synthdesk.ui.prepare.screen import PrepareScreen

    return PrepareScreen(store, jobs, parent)


def _train(store: ProjectStore, jobs: JobService, parent: QWidget) -> Page:
    from synthdesk.ui.training.screen import TrainingScreen

    return TrainingScreen(store, jobs, parent)


def _evaluate(store: ProjectStore, jobs: JobService, parent: QWidget) -> Page:
    from synthdesk.ui.evaluation.screen import EvaluationScreen

    return EvaluationScreen(store, jobs, parent)


def _export(store: ProjectStore, jobs: JobService, parent: QWidget) -> Page:
    from synthdesk.ui.export.screen import ExportScreen

    return ExportScreen(store, jobs, parent)


_MAKERS: Mapping[Step, Maker] = {
    Step.START: _start,
    Step.DATA: _data,
    Step.PREPARE: _prepare,
    Step.TRAIN: _train,
    Step.EVALUATE: _evaluate,
    Step.EXPORT: _export,
}


class LockedPage(Page):
    """Says what has to be done first, with a button that leads there."""

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(translated(TITLES[step]), parent)
        self.help_topic = step.value
        self._needed = Step.DATA
        self._empty = EmptyState(step.value, "", "…")
        self._empty.button.setObjectName(f"{step.value}.locked")
        self._empty.pressed.connect(self._on_pressed)
        self.body.addWidget(self._empty, 1)

    def say(self, needed: Step) -> None:
        """Explain that `needed` comes first."""
        self._needed = needed
        if needed is Step.DATA:
            self._empty.set_words(
                self.tr("This step needs a table. Open a data file first."), self.tr("Open a data file")
            )
        else:
            self._empty.set_words(
                self.tr("This step needs a trained model. Train one first."), self.tr("Go to Train")
            )

    def _on_pressed(self) -> None:
        self.go_to.emit(self._needed)


class Pages(QObject):
    """The stack of screens."""

    go_to = Signal(object)

    def __init__(self, stack: QStackedWidget, store: ProjectStore, jobs: JobService) -> None:
        super().__init__(stack)
        self._stack, self._store, self._jobs = stack, store, jobs
        self._made: dict[Step, Page] = {}
        self._locked: dict[Step, LockedPage] = {}
        self._current = Step.START
        store.project_changed.connect(self._on_project_changed)

    @property
    def current(self) -> Step:
        """The step that is open."""
        return self._current

    def page(self, step: Step) -> Page:
        """Return the screen of `step`, made now if it was never opened."""
        if step not in self._made:
            made = _MAKERS[step](self._store, self._jobs, self._stack)
            made.go_to.connect(self.go_to)
            self._stack.addWidget(made)
            self._made[step] = made
        return self._made[step]

    def open(self, step: Step) -> Page:
        """Put the screen of `step` on top, or the explanation why it is not possible yet."""
        self._current = step
        needed = missing_step(step, self._store.project)
        shown = self.page(step) if needed is None else self._explanation(step, needed)
        if self._stack.currentWidget() is not shown:
            self._stack.setCurrentWidget(shown)
        return shown

    def _explanation(self, step: Step, needed: Step) -> Page:
        if step not in self._locked:
            made = LockedPage(step, self._stack)
            made.go_to.connect(self.go_to)
            self._stack.addWidget(made)
            self._locked[step] = made
        self._locked[step].say(needed)
        return self._locked[step]

    def _on_project_changed(self) -> None:
        self.open(self._current)
