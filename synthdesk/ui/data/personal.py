"""Which columns hold personal data, what is proposed for them and why; a press does it."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.personal_advice import PersonalAdvice, advice
from synthdesk.domain.preprocessing import PreprocessPlan, Role
from synthdesk.domain.project import Project
from synthdesk.ui import theme
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.notice import Notice


class PersonalPanel(QFrame):
    """One card for each class of personal data; what holds now is pressed."""

    def __init__(self, store: ProjectStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data.personal")
        self._store = store
        self._shown: tuple[tuple[PersonalAdvice, Role | None], ...] = ()
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
        wanted = tuple((one, held_role(project, one)) for one in advice(project.schema))
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

    def _card(self, one: PersonalAdvice, held: Role | None) -> Notice:
        card = Notice("plain" if held is one.role else "warning", translated(one.sentence))
        card.setObjectName(f"data.personal.{one.what}.{one.role}")
        for role in dict.fromkeys((one.role, Role.LEAVE_OUT, Role.LEARN)):
            words = _role_words(role)
            if role is one.role:
                words = self.tr("{what} (proposed)").format(what=words)
            made = button(words, f"data.personal.{one.what}.{role}", _role_tip(role))
            made.setCheckable(True)
            made.setChecked(role is held)
            made.clicked.connect(lambda _=False, one=one, role=role: self._choose(one, role))
            card.add(made)
        return card

    def _choose(self, one: PersonalAdvice, role: Role) -> None:
        plan = self._store.project.plan
        for name in one.columns:
            plan = plan.with_columns([name], replace(plan.of(name), role=role))
        self._shown = ()  # a press that changes nothing must not leave its button up
        if plan == self._store.project.plan:
            self.refresh()
        self._store.set_plan(plan, _step_words(one, role))


def held_role(project: Project, one: PersonalAdvice) -> Role | None:
    """Return what happens to the columns of `one` now, None when not the same to all."""
    plan: PreprocessPlan = project.plan
    roles = {plan.role_of(project.schema[name]) for name in one.columns}
    return roles.pop() if len(roles) == 1 else None


def _role_words(role: Role) -> str:
    return {
        Role.LEAVE_OUT: _tr("Leave out"),
        Role.MAKE_NEW: _tr("Make new"),
        Role.LEARN: _tr("Keep"),
    }[role]


def _role_tip(role: Role) -> str:
    return {
        Role.LEAVE_OUT: _tr("The new table does not have these columns"),
        Role.MAKE_NEW: _tr("New ones are made up; none of the old ones appears"),
        Role.LEARN: _tr("They are learned, and values of real people may appear"),
    }[role]


def _step_words(one: PersonalAdvice, role: Role) -> str:
    words = _tr("{what}: {columns}")
    return words.format(what=_role_words(role), columns=", ".join(one.columns)[:40])


def _tr(text: str) -> str:
    return QCoreApplication.translate("PersonalPanel", text)
