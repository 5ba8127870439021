"""The order of the categories of a column, from lowest to highest: proposed, accepted, changed, taken back."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QVBoxLayout, QWidget

from synthdesk.domain.facts import Bars
from synthdesk.domain.ordering import FEWEST_LEVELS, MOST_LEVELS, proposed_order
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.schema import ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.prepare import settings
from synthdesk.ui.prepare.names_editor import values_of
from synthdesk.ui.prepare.settings import Chosen
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.named import named

_ROWS_SHOWN = 7


class OrderEditor(QWidget):
    """Sends `plan_wanted` with the plan and the words of the step in the undo menu."""

    plan_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Chosen | None = None
        self._proposed: tuple[str, ...] = ()
        self._words = QLabel()
        self._words.setObjectName("prepare.order.words")
        self._words.setWordWrap(True)
        self._list = named(
            QListWidget(),
            self.tr("Values from lowest to highest"),
            self.tr("Rules may say “at least” of these values; charts, codebooks and SPSS codes follow them"),
        )
        self._list.setObjectName("prepare.order.list")
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._build()

    def _build(self) -> None:
        self._use = button(
            self.tr("Use this order"), "prepare.order.use", self.tr("Let the values have this order")
        )
        self._give = button(
            self.tr("Give them an order"),
            "prepare.order.give",
            self.tr("Put the values in an order yourself"),
        )
        self._up = button(self.tr("Lower"), "prepare.order.up", self.tr("Move the chosen value up the list"))
        self._down = button(
            self.tr("Higher"), "prepare.order.down", self.tr("Move the chosen value down the list")
        )
        self._turn = button(
            self.tr("Turn round"), "prepare.order.turn", self.tr("Let the last value be the first")
        )
        self._none = button(
            self.tr("No order"), "prepare.order.none", self.tr("Let the values have no order"), kind="link"
        )
        line = QWidget()
        flow = FlowLayout(line)
        for tool in (self._use, self._give, self._up, self._down, self._turn, self._none):
            flow.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for widget in (theme.heading(QLabel(self.tr("Order of values")), 3), self._words, self._list, line):
            column.addWidget(widget)
        self._use.clicked.connect(self._on_use)
        self._give.clicked.connect(self._on_give)
        self._up.clicked.connect(self._on_up)
        self._down.clicked.connect(self._on_down)
        self._turn.clicked.connect(self._on_turn)
        self._none.clicked.connect(self._on_none)

    def show_chosen(self, chosen: Chosen) -> None:
        """Show the order of the chosen column; nothing where it is none of categories or has too many."""
        self._chosen = chosen
        values = _values(chosen)
        self.setVisible(bool(values))
        if not values:
            return
        order = chosen.plans[0].order
        self._proposed = () if order else proposed_order(values, chosen.columns[0])
        if order:
            self._words.setText(self.tr("From lowest to highest:"))
        elif self._proposed:
            told = " < ".join(f"“{value}”" for value in self._proposed)
            self._words.setText(self.tr("These values look like levels: {order}.").format(order=told))
        else:
            self._words.setText(self.tr("These values have no order."))
        self._show_list(order)
        for shown, widgets in (
            (bool(order), (self._list, self._up, self._down, self._turn, self._none)),
            (bool(self._proposed), (self._use,)),
            (not order, (self._give,)),
        ):
            for widget in widgets:
                widget.setVisible(shown)

    def _show_list(self, order: tuple[str, ...]) -> None:
        with QSignalBlocker(self._list):
            row = self._list.currentRow()
            self._list.clear()
            self._list.addItems(order)
            self._list.setCurrentRow(min(max(row, 0), len(order) - 1))
        rows = min(len(order), _ROWS_SHOWN)
        self._list.setFixedHeight(self._list.sizeHintForRow(0) * rows + 2 * self._list.frameWidth())

    def _order(self) -> list[str]:
        return [self._list.item(row).text() for row in range(self._list.count())]

    def _on_use(self) -> None:
        self._want(self._proposed)

    def _on_give(self) -> None:
        if self._chosen is not None:
            self._want(self._proposed or tuple(sorted(_values(self._chosen))))

    def _on_up(self) -> None:
        self._move(-1)

    def _on_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        order, row = self._order(), self._list.currentRow()
        if 0 <= row < len(order) and 0 <= row + step < len(order):
            order.insert(row + step, order.pop(row))
            with QSignalBlocker(self._list):
                self._list.setCurrentRow(row + step)
            self._want(tuple(order))

    def _on_turn(self) -> None:
        self._want(tuple(reversed(self._order())))

    def _on_none(self) -> None:
        self._want(())

    def _want(self, order: tuple[str, ...]) -> None:
        assert self._chosen is not None
        plan = settings.with_settings(self._chosen.plan, self._chosen.names, order=order)
        words = self.tr("Order of the values of {columns}").format(columns=f"“{self._chosen.names[0]}”")
        self.plan_wanted.emit(plan, words)


def _values(chosen: Chosen) -> list[str]:
    """Return the values as they are called now; [] where they cannot have an order of their own."""
    if len(chosen.columns) != 1 or chosen.columns[0].kind is not ColumnKind.CATEGORY:
        return []
    facts = chosen.facts[0]
    is_whole = facts is not None and isinstance(facts.drawing, Bars) and not facts.drawing.others
    if not is_whole or chosen.plan.role_of(chosen.columns[0]) is not Role.LEARN:
        return []
    names = dict(chosen.plans[0].names)
    values = list(dict.fromkeys(names.get(value, value) for value in values_of(facts)))
    return values if FEWEST_LEVELS <= len(values) <= MOST_LEVELS else []
