"""The page "Data": how the file is read, what its columns are, and what only the user can tell."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from synthdesk.domain.events import Progress
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.project import Project
from synthdesk.domain.schema import ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.data import found, showing
from synthdesk.ui.data.fact_line import FactLine
from synthdesk.ui.data.option_row import OptionRow, Reading, all_found, is_all_found
from synthdesk.ui.data.pasting import Pasting
from synthdesk.ui.data.personal import PersonalPanel
from synthdesk.ui.data.preview_table import PreviewTable
from synthdesk.ui.data.questions import QuestionPanel
from synthdesk.ui.data.reading import Phase, TableReading
from synthdesk.ui.data.trouble import Trouble
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import columns_words, rows_words, translated
from synthdesk.ui.widgets import file_dialogs
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.card import Card, EmptyState
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.page import Page
from synthdesk.ui.widgets.waiting import Waiting
from synthdesk.ui.worker import JobService

_WIDE_LETTERS = 105
_PANEL_LETTERS = 36
_TABLE_LINES = 11


class DataScreen(Page):
    """Opens a file and lets the user check how it is read."""

    help_topic = "data"

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Data"), parent)
        self._store = store
        self.reading = TableReading(store, jobs, self)
        self._pasting = Pasting(self, store)
        self._build_states()
        self._build_content_widgets()
        self._build_foot()
        self._connect()
        self._refresh()

    def open_file(self, path: Path) -> None:
        """Read a file into the open project."""
        self.reading.open_file(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _build_states(self) -> None:
        self._another = button(
            self.tr("Choose another file …"),
            "data.another",
            self.tr("Choose another file to read"),
            symbol="folder",
        )
        self._paste_another = self._pasting.button("data.paste_another")
        self.tools.addWidget(self._paste_another)
        self.tools.addWidget(self._another)
        self._empty = EmptyState(
            "table",
            self.tr("No file is open yet. Choose a table, drop one anywhere in the window, or paste one."),
            self.tr("Choose a file …"),
        )
        self._empty.button.setObjectName("data.choose")
        self._empty.add_button(self._pasting.button("data.paste"))
        self._trouble = Trouble()
        self._waiting = Waiting("")
        self._waiting.cancel.setObjectName("data.cancel")
        for state in (self._empty, self._trouble):
            self.body.addWidget(state, 1)

    def _build_content_widgets(self) -> None:
        self._card = Card()
        self._options = OptionRow()
        self._found = FactLine("data.found")
        self._remarks = FactLine("data.remarks")
        self._proof = FactLine("data.proof")
        self._failure = Notice("problem", "")
        self._failure.setObjectName("data.failure")
        self._reset = button(
            self.tr("Back to what was found"),
            "data.failure.reset",
            self.tr("Find everything by itself again"),
        )
        self._failure.add(self._reset)
        self._no_rows = Notice("info", self.tr("The project does not keep the rows of its table."))
        self._read_again = button(
            self.tr("Read the file again"), "data.read_again", self.tr("Show the rows and go on with them")
        )
        self._no_rows.add(self._read_again)
        for widget in (self._options, self._found, self._remarks, self._proof):
            self._card.body.addWidget(widget)
        self._table = PreviewTable()
        self._questions = QuestionPanel()
        self._questions.setObjectName("data.questions")
        self._personal = PersonalPanel(self._store)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.space(5))
        side.addWidget(self._questions)
        side.addWidget(self._personal)
        side.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.space(4))
        self._both.addWidget(self._table, 1)
        self._both.addWidget(self._side)
        self._lay_out_content()

    def _lay_out_content(self) -> None:
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        for widget in (self._card, self._failure, self._no_rows):
            column.addWidget(widget)
        column.addLayout(self._both, 1)
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._content, 1)

    def _build_foot(self) -> None:
        self._continue = button(
            self.tr("Continue to Prepare"),
            "data.continue",
            self.tr("Go on to the next step"),
            kind="primary",
            symbol="arrow-right",
        )
        self.foot_text.setObjectName("data.foot")
        self.add_to_foot(self._continue)

    def _connect(self) -> None:
        self.reading.changed.connect(self._refresh)
        self.reading.progressed.connect(self._on_progressed)
        self._store.project_changed.connect(self._refresh)
        self._options.options_changed.connect(self.reading.change_options)
        self._questions.answered.connect(self.reading.answer)
        self._questions.column_wanted.connect(self._table.reveal)
        self._table.kind_chosen.connect(self._on_kind_chosen)
        self._waiting.cancelled.connect(self.reading.cancel)
        self._pasting.taken.connect(self.open_file)
        self._another.clicked.connect(self._choose_file)
        self._empty.pressed.connect(self._choose_file)
        self._trouble.another_wanted.connect(self._choose_file)
        self._trouble.again_wanted.connect(self.reading.look)
        self._trouble.back_wanted.connect(self.reading.cancel)
        self._reset.clicked.connect(self._on_reset)
        self._read_again.clicked.connect(self.reading.look)
        self._continue.clicked.connect(self._on_continue)

    def _refresh(self) -> None:
        reading, project = self.reading, self._store.project
        content = showing.content_of(project, reading.preview, reading.path)
        how = showing.reading_of(project, reading)
        self._show_state(has_content=content is not None)
        self._set_lead(project)
        if content is not None and how is not None:
            self._options.show_reading(how)
            self._table.show_content(content, may_change=reading.may_change_kinds and reading.preview is None)
            self._show_found(project, how)
            self._show_questions(project)
        self._show_foot(project)
        self._turn()

    def _show_state(self, *, has_content: bool) -> None:
        reading = self.reading
        nothing_wanted = reading.path is None
        failed = reading.failure is not None and not has_content
        self._empty.setVisible(nothing_wanted)
        for tool in (self._another, self._paste_another):
            tool.setVisible(not nothing_wanted and not failed)
        self._trouble.setVisible(failed)
        self._content.setVisible(has_content)
        self._waiting.setVisible(reading.phase in (Phase.LOOKING, Phase.READING))
        if reading.phase is Phase.LOOKING:
            self._waiting.say(_reading_words(reading.path))
        if reading.failure is not None and failed:
            self._trouble.show_failure(reading.failure, can_go_back=self._store.project.source is not None)
        elif reading.failure is not None:
            failure = reading.failure
            sentences = (
                f"{translated(failure.title)}.",
                translated(failure.happened),
                translated(failure.remedy),
            )
            self._failure.say("problem", " ".join(sentences))
        self._failure.setVisible(reading.failure is not None and has_content)
        self._reset.setVisible(not is_all_found(reading.wanted))

    def _set_lead(self, project: Project) -> None:
        path = self.reading.path
        if path is None:
            self.set_lead("")
        elif showing.holds_table_of(project, path) and project.source is not None:
            words = self.tr("{file} · {rows}, {columns}")
            self.set_lead(
                words.format(
                    file=path.name,
                    rows=rows_words(project.source.rows),
                    columns=columns_words(len(project.schema)),
                )
            )
        else:
            self.set_lead(path.name)

    def _show_found(self, project: Project, how: Reading) -> None:
        is_read = self.reading.preview is None
        schema, facts = (project.schema, project.facts) if is_read else (type(project.schema)(), ())
        self._found.say(found.found_sentence(how, schema, facts), "search", "muted")
        shown = project.preview if is_read else self.reading.preview
        remarks = shown.remarks if shown is not None else ()
        self._remarks.say(" ".join(translated(remark) for remark in remarks), "info", "muted")
        proof = self.reading.proof if is_read else None
        if proof is None:
            self._proof.say("", "good", "good")
            return
        same = proof.cells == proof.same
        self._proof.say(
            found.proof_sentence(proof.cells, proof.same),
            "good" if same else "warning",
            "good" if same else "warning",
        )

    def _show_questions(self, project: Project) -> None:
        questions = project.questions if self.reading.preview is None else ()
        given = dict(self.reading.wanted.answers)
        shown = tuple(
            replace(q, answer=given[q.key]) if q.key in given and self.reading.is_busy else q
            for q in questions
        )
        self._questions.show_questions(shown)
        self._questions.setVisible(bool(shown))
        self._personal.setVisible(self.reading.preview is None and self._personal.has_cards)
        self._side.setVisible(bool(shown) or not self._personal.isHidden())
        rows = project.preview.rows if project.preview is not None else ()
        self._no_rows.setVisible(self.reading.preview is None and not rows)

    def _show_foot(self, project: Project) -> None:
        ready = showing.holds_table_of(project, self.reading.path) and self.reading.preview is None
        self._continue.setEnabled(ready and self.reading.phase is Phase.RESTING)
        n_open = len(project.open_questions) if ready else 0
        one = self.tr("One question is open. What is proposed holds until you answer it.")
        many = self.tr("{count:,} questions are open. What is proposed holds until you answer them.")
        words = (one if n_open == 1 else many).format(count=n_open) if n_open else ""
        self.foot_text.setProperty("tone", "warning" if n_open else "")
        self.foot_text.style().unpolish(self.foot_text)
        self.foot_text.style().polish(self.foot_text)
        self.set_foot_text(words)

    def _on_progressed(self, event: object) -> None:
        if isinstance(event, Progress) and self.reading.phase is Phase.READING and event.total > 0:
            self._waiting.say(_reading_words(self.reading.path), min(1.0, event.done / event.total))

    def _on_kind_chosen(self, names: tuple[str, ...], kind: ColumnKind | None) -> None:
        plan, changed = self._store.project.plan, []
        for name in names:
            settings = plan.of(name)
            if kind is None:
                plan = plan.with_columns([name], replace(settings, role=Role.LEAVE_OUT))
                continue
            if settings.role is not None:
                plan = plan.with_columns([name], replace(settings, role=None))
            if self._store.project.schema[name].kind is not kind:
                changed.append((name, kind))
        self._store.set_plan(plan, _step_words(names, left_out=kind is None))
        self.reading.change_kinds(tuple(changed))

    def _on_reset(self) -> None:
        self.reading.change_options(all_found(self.reading.wanted))

    def _on_continue(self) -> None:
        self.go_to.emit(Step.PREPARE)

    def _choose_file(self) -> None:
        filters = self.tr(
            "Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods *.sav *.zsav *.por *.dta *.sas7bdat *.xpt "
            "*.parquet *.arff *.sqlite *.db *.gz *.zip);;All files (*)"
        )
        folder = self.reading.path.parent if self.reading.path is not None else None
        path = file_dialogs.file_to_open(self, self.tr("Choose a table"), filters, folder)
        if path is not None:
            self.open_file(path)

    def _turn(self) -> None:
        """Put the questions beside the table where there is room, else below it."""
        wide = self.area.viewport().width() >= theme.letters(_WIDE_LETTERS)
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
        self._side.setMaximumWidth(theme.letters(_PANEL_LETTERS) if wide else 16_777_215)
        self._side.setMinimumWidth(theme.letters(_PANEL_LETTERS) if wide else 0)
        self._table.setMinimumHeight(_TABLE_LINES * self._table.verticalHeader().defaultSectionSize())


def _reading_words(path: Path | None) -> str:
    return _tr("Reading {file} …").format(file=path.name if path is not None else "")


def _step_words(names: tuple[str, ...], *, left_out: bool) -> str:
    """Return the words of a change of columns in the undo menu."""
    words = _tr("Leave out {columns}") if left_out else _tr("Take back {columns}")
    return words.format(columns=names[0] if len(names) == 1 else columns_words(len(names)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("DataScreen", text)
