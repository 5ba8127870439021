"""The page "Prepare": what is to be done with each column before a model learns the table."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from synthdesk.domain.preprocessing import MissingTreatment, Role
from synthdesk.domain.schema import ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.prepare import settings
from synthdesk.ui.prepare.column_card import ColumnCard
from synthdesk.ui.prepare.columns_pane import ColumnsPane, columns_menu
from synthdesk.ui.prepare.effects import effect_sentence, nothing_to_learn, role_words, treatment_words
from synthdesk.ui.prepare.facts_refresh import FactsRefresh
from synthdesk.ui.prepare.gaps_pane import GapsPane
from synthdesk.ui.prepare.rules_pane import RulesPane
from synthdesk.ui.prepare.settings import Chosen
from synthdesk.ui.prepare.settings_form import with_treatment
from synthdesk.ui.prepare.splitter import Pane, TurningSplitter
from synthdesk.ui.steps import Step
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import columns_words
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.card import EmptyState
from synthdesk.ui.widgets.page import Page
from synthdesk.ui.widgets.tabs import Tabs
from synthdesk.ui.worker import JobService


class PrepareScreen(Page):
    """A table of columns and the card of those that are chosen."""

    help_topic = "prepare"

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Prepare"), parent)
        self._store, self._jobs = store, jobs
        self._refresh_facts = FactsRefresh(store, jobs, self)
        self._menu: QMenu | None = None
        self.set_lead(self.tr("Say what is to be done with each column. What is proposed can stay as it is."))
        self._build()
        self._build_foot()
        self._connect()
        self._refresh()

    def _build(self) -> None:
        self._empty = EmptyState(
            "prepare",
            self.tr(
                "Here you see every column of your table and say what is done with it. Open a file first."
            ),
            self.tr("Go to Data"),
        )
        self._empty.button.setObjectName("prepare.go_to_data")
        self._columns = ColumnsPane()
        self._set_for = button(
            "", "prepare.set_for", self.tr("Set one thing for all chosen columns"), symbol="settings"
        )
        self._set_for.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self._columns, 1)
        column.addWidget(self._set_for)
        self._card = ColumnCard()
        self._splitter = TurningSplitter()
        self._splitter.addWidget(left)
        self._splitter.addWidget(Pane(self._card, self._splitter))
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self.body.addWidget(self._empty, 1)
        self._rules = RulesPane(self._store, self._jobs)
        self._tabs = Tabs(self.tr("What is prepared"))
        self._tabs.add(self._splitter, self.tr("Columns"))
        self._tabs.add(self._rules, self.tr("Rules that always hold"))
        self._gaps = GapsPane(self._store, self._jobs)
        self._tabs.add(self._gaps, self.tr("Missing values"))
        self.body.addWidget(self._tabs, 1)

    def _build_foot(self) -> None:
        self._continue = button(
            self.tr("Continue to Train"),
            "prepare.continue",
            self.tr("Go on to the next step"),
            kind="primary",
            symbol="arrow-right",
        )
        self.foot_text.setObjectName("prepare.effect")
        self.add_to_foot(self._continue)

    def _connect(self) -> None:
        for changed in (
            self._store.source_changed,
            self._store.schema_changed,
            self._store.facts_changed,
            self._store.plan_changed,
        ):
            changed.connect(self._refresh)
        self._columns.chosen_changed.connect(self._show_chosen)
        self._columns.menu_wanted.connect(self._open_menu)
        self._set_for.clicked.connect(self._on_set_for)
        self._card.plan_wanted.connect(self._store.set_plan)
        self._rules.plan_wanted.connect(self._store.set_plan)
        self._gaps.columns_wanted.connect(self._on_columns_wanted)
        self._empty.pressed.connect(self._on_go_to_data)
        self._continue.clicked.connect(self._on_continue)

    def _refresh(self) -> None:
        project = self._store.project
        has_table = project.source is not None
        self._empty.setVisible(not has_table)
        self._tabs.setVisible(has_table)
        self._continue.setEnabled(has_table and not nothing_to_learn(project))
        self.set_foot_text(effect_sentence(project))
        self._columns.show_project(project)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self._card.setVisible(bool(chosen.columns))
        self._set_for.setVisible(len(chosen.columns) > 1)
        self._set_for.setText(self._set_for_words(chosen))
        dates = tuple(c for c in self._store.project.schema if c.kind is ColumnKind.DATETIME)
        self._card.show_chosen(chosen, dates)

    def _chosen(self) -> Chosen:
        project = self._store.project
        facts = {fact.name: fact for fact in project.facts}
        known = set(project.schema.names)
        columns = tuple(project.schema[name] for name in self._columns.chosen_names if name in known)
        own_facts = tuple(facts.get(column.name) for column in columns)
        return Chosen(columns, own_facts, project.plan, project.schema.person_column is not None)

    def _set_for_words(self, chosen: Chosen) -> str:
        names = chosen.names
        what = f"“{names[0]}”" if len(names) == 1 else columns_words(len(names))
        return self.tr("Set for {columns}").format(columns=what)

    def _on_set_for(self) -> None:
        self._open_menu(self._set_for.mapToGlobal(QPoint(0, self._set_for.height())))

    def _open_menu(self, place: QPoint) -> None:
        chosen = self._chosen()
        if self._menu is not None:
            self._menu.deleteLater()
        roles = tuple((role, role_words(role)) for role in settings.common_roles(chosen.columns))
        learned = all(chosen.plan.role_of(column) is Role.LEARN for column in chosen.columns)
        treatments = tuple(
            (treatment, treatment_words(treatment))
            for treatment in settings.common_treatments(chosen.columns)
            if learned and treatment is not MissingTreatment.VALUE
        )
        self._menu = columns_menu(self, self._set_for_words(chosen), roles, treatments)
        self._menu.triggered.connect(self._on_menu_triggered)
        self._menu.popup(place)

    def _on_menu_triggered(self, action: QAction) -> None:
        if action.data() is None:
            return
        chosen, (what, value) = self._chosen(), action.data()
        if what == "role":
            plan = settings.with_role(chosen.plan, chosen.columns, Role(value))
        else:
            plan = with_treatment(chosen, MissingTreatment(value))
        self._store.set_plan(plan, self._set_for_words(chosen))

    def _on_columns_wanted(self, names: tuple[str, ...]) -> None:
        self._tabs.setCurrentIndex(0)
        self._columns.choose(names)

    def _on_go_to_data(self) -> None:
        self.go_to.emit(Step.DATA)

    def _on_continue(self) -> None:
        self.go_to.emit(Step.TRAIN)
