"""Which columns hold personal data, what is proposed for them and why; a press does it."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.personal_advice import (
    Coarsening,
    PersonalAdvice,
    advice,
    coarsened,
    is_coarsened,
    not_coarsened,
)
from synthdesk.domain.preprocessing import ColumnPlan, Role
from synthdesk.domain.project import Project
from synthdesk.ui import theme
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.notice import Notice

Treatment = Role | Coarsening
"""What can be done with personal data."""


class PersonalPanel(QFrame):
    """One card for each class of personal data; what holds now is pressed."""

    def __init__(self, store: ProjectStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data.personal")
        self._store = store
        self._shown: tuple[tuple[PersonalAdvice, Treatment | None], ...] = ()
        self._cards: list[Notice] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(2.5))
        title = theme.heading(QLabel(self.tr("Personal data")), 2)
        lead = theme.muted(QLabel(self.tr("By the 18 classes of the US rule HIPAA Safe Harbor.")))
        lead.setWordWrap(True)
        self._column.addWidget(title)
        self._column.addWidget(lead)
        store.project_changed.connect(self.refresh)
        self.refresh()

    @property
    def has_cards(self) -> bool:
        return bool(self._cards)

    def refresh(self) -> None:
        """Show the columns of the open project; nothing moves when all is as it was."""
        project = self._store.project
        wanted = tuple((one, held(project, one)) for one in advice(project.schema))
        if wanted == self._shown:
            return
        self._shown = wanted
        for card in self._cards:
            self._column.removeWidget(card)
            card.deleteLater()
        self._cards = [self._card(one, role) for one, role in wanted]
        for card in self._cards:
            self._column.addWidget(card)
        self.setVisible(self.has_cards)

    def _card(self, one: PersonalAdvice, held: Treatment | None) -> Notice:
        proposed = one.coarsening or one.role
        calm = held in (proposed, Role.LEAVE_OUT, Role.MAKE_NEW)
        card = Notice("plain" if calm else "warning", translated(one.sentence))
        card.setObjectName(f"data.personal.{one.key}.{one.role}")
        for treatment in dict.fromkeys((proposed, Role.LEAVE_OUT, Role.LEARN)):
            words = _words(treatment)
            if treatment is proposed:
                words = self.tr("{what} (proposed)").format(what=words)
            made = button(words, f"data.personal.{one.key}.{treatment}", _tip(treatment))
            made.setCheckable(True)
            made.setChecked(treatment is held)
            made.clicked.connect(lambda _=False, one=one, wanted=treatment: self._choose(one, wanted))
            card.add(made)
        return card

    def _choose(self, one: PersonalAdvice, wanted: Treatment) -> None:
        plan = self._store.project.plan
        for name in one.columns:
            plan = plan.with_columns([name], _treated(plan.of(name), one, wanted))
        self._shown = ()  # a press that changes nothing must not leave its button up
        if plan == self._store.project.plan:
            self.refresh()
        self._store.set_plan(plan, _step_words(one, wanted))


def held(project: Project, one: PersonalAdvice) -> Treatment | None:
    """Return what happens to the columns of `one` now, None when not the same to all."""
    found = {_held(project, name, one.coarsening) for name in one.columns}
    return found.pop() if len(found) == 1 else None


def _held(project: Project, name: str, coarsening: Coarsening | None) -> Treatment:
    role = project.plan.role_of(project.schema[name])
    if coarsening is not None and role is Role.LEARN and is_coarsened(project.plan.of(name), coarsening):
        return coarsening
    return role


def _treated(plan: ColumnPlan, one: PersonalAdvice, wanted: Treatment) -> ColumnPlan:
    if isinstance(wanted, Coarsening):
        return coarsened(plan, wanted)
    if one.coarsening is not None:
        plan = not_coarsened(plan, one.coarsening)
    return replace(plan, role=wanted)


def _words(treatment: Treatment) -> str:
    return {
        Role.LEAVE_OUT: _tr("Leave out"),
        Role.MAKE_NEW: _tr("Make new"),
        Role.LEARN: _tr("Keep"),
        Coarsening.YEAR: _tr("Only the year"),
        Coarsening.NINETY: _tr("90 and older together"),
        Coarsening.THREE_DIGITS: _tr("First three digits"),
    }[treatment]


def _tip(treatment: Treatment) -> str:
    return {
        Role.LEAVE_OUT: _tr("The new table does not have these columns"),
        Role.MAKE_NEW: _tr("New ones are made up; none of the old ones appears"),
        Role.LEARN: _tr("They are learned, and values of real people may appear"),
        Coarsening.YEAR: _tr("Days and months are dropped before anything is learned"),
        Coarsening.NINETY: _tr("Every age over 90 becomes 90 before anything is learned"),
        Coarsening.THREE_DIGITS: _tr(
            "The other digits are dropped before anything is learned; areas of few patients become “Other”. "
            "The rule wants 000 for areas with 20,000 people or fewer, which only you can know"
        ),
    }[treatment]


def _step_words(one: PersonalAdvice, wanted: Treatment) -> str:
    words = _tr("{what}: {columns}")
    return words.format(what=_words(wanted), columns=", ".join(one.columns)[:40])


def _tr(text: str) -> str:
    return QCoreApplication.translate("PersonalPanel", text)
