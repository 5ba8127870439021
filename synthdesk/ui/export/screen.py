"""Step 5: make new rows and save them."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Failed, Finished, Progress
from synthdesk.domain.results import FilledFile, WrittenFile
from synthdesk.jobs.requests import CountGroups, Export, FillGaps
from synthdesk.ui import theme
from synthdesk.ui.export.advice import advice
from synthdesk.ui.export.file_card import FileCard
from synthdesk.ui.export.fill_card import FillCard
from synthdesk.ui.export.help_panel import HelpPanel
from synthdesk.ui.export.rows_card import RowsCard
from synthdesk.ui.export.saved import SavedPanel
from synthdesk.ui.single_job import SingleJob
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets import file_dialogs
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.card import EmptyState
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.page import Page
from synthdesk.ui.widgets.waiting import Waiting
from synthdesk.ui.worker import Job, JobService

_SIDE_BY_SIDE_LETTERS = 110


class ExportScreen(Page):
    """Which rows, which file, and the button that makes them."""

    help_topic = "export"

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._store, self._jobs = store, jobs
        self._job: Job | None = None
        self._counting = SingleJob(jobs, self)
        self.heading.setText(self.tr("Generate and export"))
        self.setAccessibleName(self.tr("Generate and export"))
        self.set_lead(
            self.tr("Make new rows with the trained model and save them. Every file is read again.")
        )
        self._build()
        self._connect()
        self._on_source_changed()

    def _build(self) -> None:
        self._empty = EmptyState(
            "export", self.tr("New rows are made here once a model is trained."), self.tr("Go to Train")
        )
        self._outdated = Notice("warning", "")
        self._rows, self._file = RowsCard(), FileCard()
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(theme.space(4))
        self._cards.addWidget(self._rows, 1)
        self._cards.addWidget(self._file, 1)
        self._advice = Notice("warning", "")
        self._advice.setObjectName("export.advice")
        self._help = HelpPanel(self._store, self._jobs)
        self._fill = FillCard()
        self._waiting = Waiting("")
        self._saved = SavedPanel()
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self._outdated)
        column.addLayout(self._cards)
        for widget in (self._advice, self._help, self._waiting, self._saved, self._fill):
            column.addWidget(widget)
        column.addStretch(1)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._form, 1)
        self._save = button(
            self.tr("&Make and save …"),
            "export.save",
            self.tr("Choose a file name; then the rows are made, written and checked"),
            kind="primary",
            symbol="save",
        )
        self.add_to_foot(self._save)

    def _connect(self) -> None:
        self._store.source_changed.connect(self._on_source_changed)
        self._store.facts_changed.connect(self._on_source_changed)
        self._store.run_changed.connect(self._on_run_changed)
        self._store.project_changed.connect(self._show_state)
        self._rows.changed.connect(self._show_advice)
        self._rows.changed.connect(self._help.forget)
        self._rows.groups_wanted.connect(self._on_groups_wanted)
        self._counting.finished.connect(self._on_counted)
        self._counting.failed.connect(self._saved.show_failed)
        self._help.wanted.connect(self._on_help)
        self._file.changed.connect(self._show_advice)
        self._empty.pressed.connect(self._on_go_to_train)
        self._fill.wanted.connect(self._on_fill)
        self._save.clicked.connect(self._on_save)
        self._waiting.cancelled.connect(self._on_cancel)

    def _on_source_changed(self) -> None:
        self._rows.show_project(self._store.project)
        self._file.show_source(self._store.project.source)
        self._saved.hide()
        self._on_run_changed()

    def _on_run_changed(self) -> None:
        self._fill.show_project(self._store.project)
        self._show_state()

    def _show_state(self) -> None:
        project, busy = self._store.project, self._job is not None
        has_run = project.run is not None and project.source is not None
        self._empty.setVisible(not has_run)
        self._form.setVisible(has_run)
        self._outdated.setVisible(has_run and not project.run_is_current)
        self._outdated.say(
            "warning",
            self.tr(
                "The data or the preparation was changed after this training. The model still has the old state."
            ),
        )
        self._waiting.setVisible(busy)
        self._rows.setEnabled(not busy)
        self._file.setEnabled(not busy)
        self._fill.setEnabled(not busy)
        self._save.setEnabled(has_run and not busy)
        self.foot.setVisible(has_run)
        self._show_advice()

    def _show_advice(self) -> None:
        sentences = [translated(words) for words in advice(self._store.project, self._rows.wanted)]
        self._advice.say("warning", "\n".join(sentences))
        self._advice.setVisible(bool(sentences))
        self._help.setVisible(self._rows.balanced_column is not None)
        self._arrange()

    def _arrange(self) -> None:
        """Put the two cards one above the other when there is no room for both."""
        wide = self.width() >= theme.letters(_SIDE_BY_SIDE_LETTERS)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._cards.direction() != direction:
            self._cards.setDirection(direction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_cards"):
            self._arrange()

    def _on_groups_wanted(self, columns: tuple[str, ...]) -> None:
        project = self._store.project
        if project.trained_with is not None:
            self._counting.start(CountGroups(str(self._store.work_folder), project.trained_with[0], columns))

    def _on_counted(self, result: object) -> None:
        if isinstance(result, tuple):
            self._rows.show_groups(result)

    def _on_help(self) -> None:
        column = self._rows.balanced_column
        if column is not None:
            self._help.check(self._rows.wanted, column)

    def _on_save(self) -> None:
        path = self._asked_path(self.tr("Save the new rows"), "synthetic")
        project = self._store.project
        if path is None or project.run is None or project.trained_with is None or project.source is None:
            return
        self._begin(
            self.tr("Making rows …"),
            Export(
                str(self._store.work_folder),
                project.trained_with[0],
                project.source,
                project.run.run_id,
                self._rows.wanted,
                self._file.target(path),
            ),
        )

    def _on_fill(self) -> None:
        path = self._asked_path(self.tr("Save the filled table"), "filled")
        project = self._store.project
        if path is not None and project.run is not None and project.source is not None:
            target = replace(self._file.target(path), with_original=False, without_held_out=False)
            seed = self._rows.wanted.seed
            request = self._fill.request(project, str(self._store.work_folder), target, seed)
            self._begin(self.tr("Filling gaps …"), request)

    def _asked_path(self, title: str, what: str) -> Path | None:
        source = self._store.project.source
        folder = self._store.path.parent if self._store.path else Path.home()
        stem = Path(source.path).stem if source else "table"
        proposal = folder / f"{stem}_{what}.{self._file.kind.file_format}"
        return file_dialogs.file_to_save(self, title, proposal, self._file.kind.filter_words)

    def _begin(self, words: str, request: Export | FillGaps) -> None:
        self._saved.hide()
        self._waiting.say(words)
        self._job = self._jobs.start(request)
        self._job.progressed.connect(self._on_progressed)
        self._job.ended.connect(self._on_ended)
        self._show_state()

    def _on_progressed(self, event: object) -> None:
        if isinstance(event, Progress):
            self._waiting.say(translated(event.what), event.done / event.total if event.total else None)

    def _on_ended(self, ending: object) -> None:
        self._job = None
        if isinstance(ending, Finished) and isinstance(ending.result, WrittenFile):
            self._saved.show_written(ending.result)
        elif isinstance(ending, Finished) and isinstance(ending.result, FilledFile):
            self._saved.show_filled(ending.result)
        elif isinstance(ending, Failed):
            self._saved.show_failed(ending)
        self._show_state()

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.send(Wish.CANCEL)

    def _on_go_to_train(self) -> None:
        self.go_to.emit(Step.TRAIN)
