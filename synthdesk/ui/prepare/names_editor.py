"""Other names for the categories of a column; two that get one name become one."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from synthdesk.domain.facts import Bars, ColumnFacts
from synthdesk.domain.preprocessing import Role
from synthdesk.ui import theme
from synthdesk.ui.prepare import settings
from synthdesk.ui.prepare.settings import Chosen, renamed
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.named import named

_SHOWN = 12


class NamesEditor(QWidget):
    """Sends `plan_wanted` with the plan and the words of the step in the undo menu."""

    plan_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Chosen | None = None
        self.value = named(QComboBox(), self.tr("Value"), self.tr("The value that gets another name"))
        self.value.setObjectName("prepare.names.value")
        self.value.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.value.setMinimumContentsLength(14)
        self.name = named(
            QLineEdit(),
            self.tr("New name"),
            self.tr("The name in the new table; the name of another value makes one of the two"),
        )
        self.name.setObjectName("prepare.names.name")
        self.name.setPlaceholderText(self.tr("new name"))
        self.rename = button(
            self.tr("Rename"), "prepare.names.rename", self.tr("Give the value this name, or merge it")
        )
        self.back = button(
            self.tr("Take back"),
            "prepare.names.back",
            self.tr("Give all values their names of the file again"),
        )
        self.now = theme.muted(QLabel())
        self.now.setWordWrap(True)
        self.now.setObjectName("prepare.names.now")
        line = QWidget()
        flow = FlowLayout(line)
        for widget in (self.value, QLabel(self.tr("is called")), self.name, self.rename, self.back):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(theme.heading(QLabel(self.tr("Names of values")), 3))
        column.addWidget(line)
        column.addWidget(self.now)
        self.rename.clicked.connect(self._on_rename)
        self.name.returnPressed.connect(self._on_rename)
        self.back.clicked.connect(self._on_back)

    def show_chosen(self, chosen: Chosen) -> None:
        """Show the values of the chosen column; nothing where several are chosen or there are no categories."""
        self._chosen = chosen
        is_one = len(chosen.columns) == 1 and chosen.columns[0].kind.is_discrete
        self.setVisible(is_one and chosen.plan.role_of(chosen.columns[0]) is Role.LEARN)
        if not is_one:
            return
        before = self.value.currentText()
        with QSignalBlocker(self.value):
            self.value.clear()
            self.value.addItems(values_of(chosen.facts[0]))
            self.value.setCurrentIndex(max(0, self.value.findText(before)))
        names = chosen.plans[0].names
        self.back.setVisible(bool(names))
        self.now.setVisible(bool(names))
        told = [self.tr("“{old}” is called “{new}”").format(old=old, new=new) for old, new in names[:_SHOWN]]
        self.now.setText("; ".join(told) + (" …" if len(names) > _SHOWN else ""))

    def _on_rename(self) -> None:
        value, name = self.value.currentText(), self.name.text().strip()
        if self._chosen is None or not value or not name or name == value:
            return
        order = tuple(name if word == value else word for word in self._chosen.plans[0].order)
        self._want(renamed(self._chosen.plans[0].names, value, name), tuple(dict.fromkeys(order)))
        self.name.clear()

    def _on_back(self) -> None:
        self._want((), ())

    def _want(self, names: tuple[tuple[str, str], ...], order: tuple[str, ...]) -> None:
        assert self._chosen is not None
        plan = settings.with_settings(self._chosen.plan, self._chosen.names, names=names, order=order)
        words = self.tr("Names in {columns}").format(columns=f"“{self._chosen.names[0]}”")
        self.plan_wanted.emit(plan, words)


def values_of(facts: ColumnFacts | None) -> list[str]:
    """Return the values of a column that are known by name, most frequent first."""
    if facts is None or not isinstance(facts.drawing, Bars):
        return []
    return list(dict.fromkeys([*facts.drawing.labels, *(value for value, _ in facts.rare)]))
