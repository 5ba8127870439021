"""A rule put together by the user in a row of plain words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from synthdesk.domain.preprocessing import Role
from synthdesk.domain.project import Project
from synthdesk.domain.rule_conflicts import clash
from synthdesk.domain.rules import Rule, words
from synthdesk.domain.schema import ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.prepare.rule_fields import ChoiceBox, RuleForm, form, kinds
from synthdesk.ui.texts import translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.notice import Notice


class RuleBuilder(QWidget):
    """Sends `built` with a `Rule` that makes sense and contradicts no other."""

    built = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = Project()
        self._form: RuleForm | None = None
        self.kind = ChoiceBox(kinds(), self.tr("Kind of rule"), "prepare.builder.kind")
        self.kind.currentIndexChanged.connect(self._show_fields)
        self._add = button(
            self.tr("Add this rule"),
            "prepare.builder.add",
            self.tr("Let this rule hold in every new row"),
            symbol="plus",
        )
        self._add.clicked.connect(self._on_add)
        self.trouble = Notice("warning", "")
        self.trouble.hide()
        self._fields = QWidget()
        self._flow = FlowLayout(self._fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self._fields)
        column.addWidget(self.trouble)
        self._flow.addWidget(self.kind)

    def show_project(self, project: Project) -> None:
        """Offer the learned columns of `project`."""
        before = _learned(self._project)
        self._project = project
        if _learned(project) != before or self._form is None:
            self._show_fields()

    def _show_fields(self) -> None:
        for widget in self._form.widgets if self._form is not None else ():
            self._flow.removeWidget(widget)
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._flow.removeWidget(self._add)
        columns = _learned(self._project)
        self._form = form(self.kind.key, columns) if columns else None
        for widget in self._form.widgets if self._form is not None else ():
            self._flow.addWidget(widget)
        self._flow.addWidget(self._add)
        self._add.setEnabled(self._form is not None)
        self.trouble.hide()
        previous: QWidget = self.kind
        for widget in [*(self._form.widgets if self._form is not None else ()), self._add]:
            QWidget.setTabOrder(previous, widget)
            previous = widget

    def _on_add(self) -> None:
        try:
            rule = self._form.rule() if self._form is not None else None
        except ValueError:
            self._say(self.tr("Fill in every field, and choose different columns."))
            return
        if rule is None:
            return
        rules: list[Rule] = [*(plan.rule for plan in self._project.plan.rules), rule]
        found = clash(rules, self._project.schema)
        if found is not None:
            dates = [c.name for c in self._project.schema if c.kind is ColumnKind.DATETIME]
            first, second = (translated(words(one, dates)) for one in found)
            self._say(self.tr("No row can obey both: {first}. {second}.").format(first=first, second=second))
            return
        self.trouble.hide()
        self.built.emit(rule)

    def _say(self, text: str) -> None:
        self.trouble.say("warning", text)
        self.trouble.show()


def _learned(project: Project) -> list[str]:
    return [c.name for c in project.schema if project.plan.role_of(c) is Role.LEARN]
