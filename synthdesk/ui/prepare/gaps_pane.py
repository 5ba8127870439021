"""Which columns are missing together: a picture of the patterns, beside those of a trained model's rows."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.events import Failed
from synthdesk.domain.gaps import GapPattern, Gaps
from synthdesk.domain.project import Project
from synthdesk.jobs.requests import FindGaps
from synthdesk.ui import theme
from synthdesk.ui.prepare import gaps_words
from synthdesk.ui.single_job import SingleJob
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.plot import Plot
from synthdesk.ui.widgets.waiting import Waiting
from synthdesk.ui.worker import JobService

_COLUMNS_SHOWN = 24


class GapsPane(QWidget):
    """Looks when it is first seen, and again when the table, its columns or the model have changed.

    `columns_wanted` carries the names of the columns that have gaps, to be chosen for a treatment.
    """

    columns_wanted = Signal(object)

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._job = SingleJob(jobs, self)
        self._asked: FindGaps | None = None
        self._found: Gaps | None = None
        self._build()
        for changed in (store.source_changed, store.schema_changed, store.plan_changed, store.run_changed):
            changed.connect(self._look_if_seen)
        self._job.changed.connect(self._show_state)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._waiting.cancelled.connect(self._job.cancel)
        self.choose.clicked.connect(self._on_choose)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_if_seen()

    def _build(self) -> None:
        card = Card(self.tr("Which values are missing together"))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setObjectName("prepare.gaps.words")
        self.compared = theme.muted(QLabel())
        self.compared.setWordWrap(True)
        self._waiting = Waiting(self.tr("Looking which values are missing together …"))
        self._trouble = Notice("problem", "")
        self._trouble.hide()
        self.plot = Plot(self.tr("Which values are missing together"))
        self.plot.setObjectName("prepare.gaps.plot")
        self._note = theme.muted(
            QLabel(self.tr("Each line is a group of rows with its share, real → new; dark is missing."))
        )
        self._note.setWordWrap(True)
        self.choose = button(
            self.tr("Choose the columns with gaps"),
            "prepare.gaps.choose",
            self.tr("Go to these columns, to set the treatment of their missing values at once"),
        )
        tools = QWidget()
        flow = FlowLayout(tools)
        flow.addWidget(self.choose)
        for widget in (self.words, self.compared, self._waiting, self._trouble, self._note, self.plot, tools):
            card.body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)

    def _look_if_seen(self) -> None:
        request = self._request(self._store.project)
        if request is None:
            self._job.forget()
            self._asked = self._found = None
        elif self.isVisible() and request != self._asked:
            self._asked, self._found = request, None
            self._trouble.hide()
            self._job.start(request)
        self._show_state()

    def _request(self, project: Project) -> FindGaps | None:
        if project.source is None:
            return None
        folder = str(self._store.work_folder)
        if project.run is not None and project.trained_with is not None and project.run_is_current:
            return FindGaps(folder, project.trained_with[0], project.run.run_id)
        return FindGaps(folder, project.recipe)

    def _show_state(self) -> None:
        found = self._found
        self._waiting.setVisible(self._job.is_running)
        has_gaps = found is not None and bool(found.columns)
        for widget in (self._note, self.plot, self.choose):
            widget.setVisible(has_gaps)
        self.words.setVisible(found is not None)
        self.compared.setVisible(has_gaps)
        if found is not None:
            self.words.setText(gaps_words.sentence(found))
            self.compared.setText(gaps_words.comparison(found))
            self._draw(found)

    def _draw(self, found: Gaps) -> None:
        names = [name for name, _ in found.columns][:_COLUMNS_SHOWN]
        known = set(names)
        patterns = [p for p in found.patterns if known.issuperset(p.columns) or known & set(p.columns)]
        rows = [gaps_words.shares(pattern) for pattern in patterns]
        self.plot.describe(gaps_words.spoken(patterns))
        self.plot.draw_heat(rows, names, [_shades(pattern, names) for pattern in patterns], highest=1.0)

    def _on_finished(self, result: object) -> None:
        if isinstance(result, Gaps):
            self._found = result
        self._show_state()

    def _on_failed(self, failed: object) -> None:
        if isinstance(failed, Failed):
            self._trouble.say("problem", f"{translated(failed.happened)} {translated(failed.remedy)}")
            self._trouble.show()
        self._show_state()

    def _on_cancelled(self) -> None:
        self._asked = None
        self._show_state()

    def _on_choose(self) -> None:
        if self._found is not None:
            self.columns_wanted.emit(tuple(name for name, _ in self._found.columns))


def _shades(pattern: GapPattern, names: list[str]) -> list[float]:
    return [float(name in pattern.columns) for name in names]
