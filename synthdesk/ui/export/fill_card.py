"""The card on which the user has gaps of the real table filled by the model."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from synthdesk.domain.exporting import ExportOptions
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.project import Project
from synthdesk.domain.reshaping import reshaped_columns
from synthdesk.jobs.requests import FillGaps
from synthdesk.ui import theme
from synthdesk.ui.texts import rows_words
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.named import named


class FillCard(Card):
    """The columns with gaps, and the button that fills them. `wanted` is sent when it is pressed."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Fill the gaps of your table"))
        words = QLabel(
            self.tr(
                "Where a value is missing in your own rows, the model draws one that goes with the known values of "
                "the row and breaks no rule. Known values never change; a column “filled” names what was filled. "
                "The file has the kind chosen above. It holds patient data."
            )
        )
        words.setWordWrap(True)
        self.body.addWidget(theme.muted(words))
        self._choices: dict[str, QCheckBox] = {}
        self._list = QWidget()
        self._flow = FlowLayout(self._list)
        self.body.addWidget(self._list)
        self._fill = button(
            self.tr("Fi&ll and save …"),
            "export.fill",
            self.tr("Choose a file name; then the gaps are filled and your table is written and checked"),
        )
        line = QWidget()
        FlowLayout(line).addWidget(self._fill)
        self.body.addWidget(line)
        self._fill.clicked.connect(self.wanted)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are to be filled."""
        return tuple(name for name, choice in self._choices.items() if choice.isChecked())

    def request(self, project: Project, work_folder: str, target: ExportOptions, seed: int) -> FillGaps:
        """Return what was chosen for a `project` with a model, written as `target` says."""
        assert project.run is not None
        assert project.trained_with is not None
        assert project.source is not None
        recipe, run_id = project.trained_with[0], project.run.run_id
        return FillGaps(work_folder, recipe, project.source, run_id, target, self.columns, seed)

    def show_project(self, project: Project) -> None:
        """Offer the columns that have gaps and that the model knows as they stand in the table."""
        for choice in self._choices.values():
            self._flow.removeWidget(choice)
            choice.deleteLater()
        self._choices = {name: self._choice(name, gaps) for name, gaps in _gaps(project).items()}
        self.setVisible(bool(self._choices))
        self._on_toggled()

    def _choice(self, name: str, gaps: int) -> QCheckBox:
        words = self.tr("{column}: {rows}").format(column=name, rows=rows_words(gaps))
        choice = named(QCheckBox(words.replace("&", "&&")), words, self.tr("Fill the gaps of this column"))
        choice.setObjectName(f"export.fill.{name}")
        choice.setChecked(True)
        choice.toggled.connect(self._on_toggled)
        self._flow.addWidget(choice)
        return choice

    def _on_toggled(self) -> None:
        self._fill.setEnabled(bool(self.columns))


def _gaps(project: Project) -> dict[str, int]:
    """Return the missing values of the columns that can be filled, where there are any."""
    if project.trained_with is None:
        return {}
    recipe = project.trained_with[0]
    changed = reshaped_columns(recipe.schema, recipe.plan)
    learned = {c.name for c in recipe.schema if recipe.plan.role_of(c) is Role.LEARN} - set(changed)
    return {
        f.name: f.missing - f.misfits for f in project.facts if f.name in learned and f.missing > f.misfits
    }
