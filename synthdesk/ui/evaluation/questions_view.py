"""What the user wants to know beside what is always measured: ticks for columns, and comparisons of their own."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.facts import Bars
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.project import Project
from synthdesk.domain.schema import ColumnKind
from synthdesk.domain.wishes import Comparison, Wishes
from synthdesk.evaluation.report_analyses import TITLES, formula
from synthdesk.ui import theme
from synthdesk.ui.evaluation.comparison_form import Columns, ComparisonForm
from synthdesk.ui.evaluation.side_by_side import SideBySide
from synthdesk.ui.evaluation.wishes_table import WishesTable
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button, icon_button
from synthdesk.ui.widgets.named import named

SMALLEST_GROUPS = (3, 5, 10, 11, 20)


class QuestionsView(SideBySide):
    """Shows the wishes of a project; `wished` carries other ones, `asked` wants them answered."""

    wished = Signal(object)
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0.5, parent)
        self._wishes = Wishes()
        self.table = WishesTable()
        self.table.rows.ticked.connect(self.wished)
        self.form = ComparisonForm()
        self.form.added.connect(self._on_added)
        self.smallest = named(
            QComboBox(),
            self.tr("Smallest group"),
            self.tr("Values and combinations of fewer real patients than this are rare (check P6)"),
        )
        self.smallest.setObjectName("evaluate.smallest_group")
        for size in SMALLEST_GROUPS:
            self.smallest.addItem(self.tr("fewer than {count}").format(count=size), size)
        self.smallest.activated.connect(self._on_smallest)
        self.ask = button(
            self.tr("Compare again with these questions"),
            "evaluate.ask",
            self.tr("Make fresh rows and answer the questions of this page"),
            kind="primary",
            symbol="refresh",
        )
        self.ask.clicked.connect(self.asked)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(0.5))
        self._build()

    def show_project(self, project: Project) -> None:
        """Show the wishes of `project`."""
        before, self._wishes = self._wishes, project.wishes
        learned = [c for c in project.schema if project.plan.role_of(c) is Role.LEARN]
        names = tuple(c.name for c in learned)
        bars = {f.name: f.drawing for f in project.facts}
        values = {n: d.labels for n, d in bars.items() if isinstance(d, Bars)}
        numbers = tuple(c.name for c in learned if c.kind.is_numeric)
        compared = tuple(c.name for c in learned if c.kind is not ColumnKind.DATETIME)
        self.table.rows.show_wishes(names, project.wishes)
        self.form.offer(Columns(compared, numbers, values))
        self.smallest.setCurrentIndex(self.smallest.findData(project.wishes.smallest_group))
        if before.comparisons != project.wishes.comparisons:
            self._show_comparisons()

    def _on_added(self, comparison: object) -> None:
        if isinstance(comparison, Comparison) and comparison not in self._wishes.comparisons:
            self.wished.emit(replace(self._wishes, comparisons=(*self._wishes.comparisons, comparison)))

    def _on_removed(self, comparison: Comparison) -> None:
        left = tuple(c for c in self._wishes.comparisons if c != comparison)
        self.wished.emit(replace(self._wishes, comparisons=left))

    def _on_smallest(self) -> None:
        self.wished.emit(replace(self._wishes, smallest_group=int(self.smallest.currentData())))

    def _show_comparisons(self) -> None:
        while self._list.count():
            old = self._list.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for number, comparison in enumerate(self._wishes.comparisons):
            self._list.addWidget(self._line(number, comparison))

    def _line(self, number: int, comparison: Comparison) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        said = f"{translated(TITLES[comparison.analysis])}: {formula(comparison)}"
        words = QLabel(said)
        words.setWordWrap(True)
        remove = icon_button(
            "trash", f"evaluate.comparison.remove{number}", self.tr("Remove {what}").format(what=said)
        )
        remove.clicked.connect(partial(self._on_removed, comparison))
        row.addWidget(words, 1)
        row.addWidget(remove)
        return line

    def _build(self) -> None:
        group = QHBoxLayout()
        group.addWidget(QLabel(self.tr("Rare are values and combinations of")))
        group.addWidget(self.smallest)
        group.addWidget(QLabel(self.tr("patients")))
        group.addStretch(1)
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(theme.space(3), 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(theme.heading(QLabel(self.tr("Your own comparisons")), 3))
        column.addLayout(self._list)
        column.addWidget(self.form)
        column.addLayout(group)
        column.addStretch(1)
        column.addWidget(self.ask)
        self.addWidget(self.table)
        self.addWidget(detail)
