"""One rule in the window: what it demands, in how many real rows it holds, and what can be done with it."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.rules import Rule, RuleFinding, RulePlan, Treatment, words
from synthdesk.ui import theme
from synthdesk.ui.texts import rows_words, translated
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.named import named

_ROWS_NAMED = 3
"""More of the rows that break a rule have no room where letters are large."""


class RuleRow(QFrame):
    """A rule that holds or is proposed.

    `treatment_wanted` carries a `RulePlan`, `removed` and `added` the `Rule`.
    """

    treatment_wanted = Signal(object)
    removed = Signal(object)
    added = Signal(object)

    def __init__(self, rule: Rule, dates: list[str], number: int, *, is_proposal: bool) -> None:
        super().__init__()
        self._rule = rule
        kind = "proposal" if is_proposal else "rule"
        self.sentence = QLabel(translated(words(rule, dates)))
        self.sentence.setWordWrap(True)
        self.fares, self.effect = theme.muted(QLabel()), theme.muted(QLabel())
        self.treatment = self._treatment(f"prepare.{kind}.{number}.treatment")
        self.button = self._button(f"prepare.{kind}.{number}", is_proposal=is_proposal)
        line = QWidget()
        flow = FlowLayout(line)
        for widget in (self.fares, self.effect, self.treatment, self.button):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        column.setSpacing(theme.space(1))
        column.addWidget(self.sentence)
        column.addWidget(line)

    def show_fares(self, fares: RuleFinding | None, plan: RulePlan | None, rows: int) -> None:
        """Show in how many rows the rule holds and, where some break it, what happens to them.

        Args:
            fares: What was counted, None while it is not.
            plan: What happens to rows that break it, None for a proposal.
            rows: Rows of the whole table.
        """
        if fares is None:
            self.fares.setText(self.tr("is being counted …"))
        elif not fares.rows:
            self.fares.setText(self.tr("no row to judge it by"))
        else:
            template = self.tr("holds in {kept:,} of {rows}")
            text = template.format(kept=fares.rows - fares.broken, rows=rows_words(fares.rows))
            self.fares.setText(self._with_examples(text, fares))
        broken = fares.broken if fares is not None else 0
        self.effect.setText(self._effect(broken, plan, rows))
        self.effect.setVisible(broken > 0)
        self.treatment.setVisible(plan is not None and fares is not None and fares.broken > 0)
        if plan is not None:
            with QSignalBlocker(self.treatment):
                self.treatment.setCurrentIndex(self.treatment.findData(str(plan.treatment)))

    def _with_examples(self, text: str, fares: RuleFinding) -> str:
        if not fares.broken:
            return text
        shown = fares.examples[:_ROWS_NAMED]
        if fares.broken == 1:
            return text + self.tr(" (broken in row {number:,})").format(number=shown[0] + 1)
        numbers = ", ".join(f"{number + 1:,}" for number in shown)
        more = " …" if fares.broken > len(shown) else ""
        return text + self.tr(" (broken in rows {numbers}{more})").format(numbers=numbers, more=more)

    def _effect(self, broken: int, plan: RulePlan | None, rows: int) -> str:
        """Return what the rule does, or would do, to the real rows that break it."""
        if plan is None:
            words = self.tr("would leave {left:,} of {rows}")
        elif plan.treatment is Treatment.LEAVE_OUT:
            words = self.tr("leaves {left:,} of {rows}")
        else:
            return self.tr("all rows stay, values go in {broken}").format(broken=rows_words(broken))
        return words.format(left=rows - broken, rows=rows_words(rows))

    def _treatment(self, name: str) -> QComboBox:
        combo = named(
            QComboBox(),
            self.tr("Rows that break this rule"),
            self.tr("What happens to the real rows that break this rule"),
        )
        combo.setObjectName(name)
        combo.addItem(self.tr("Leave these rows out"), str(Treatment.LEAVE_OUT))
        combo.addItem(self.tr("Set these values missing"), str(Treatment.SET_MISSING))
        combo.activated.connect(self._on_treatment)
        return combo

    def _button(self, name: str, *, is_proposal: bool) -> QWidget:
        if is_proposal:
            made = button(self.tr("Add"), f"{name}.add", self.tr("Let this rule hold in every new row"))
            made.setAccessibleName(self.tr("Add: {rule}").format(rule=self.sentence.text()))
            made.clicked.connect(self._on_add)
            return made
        made = button(
            self.tr("Remove"), f"{name}.remove", self.tr("Let new rows break this rule"), kind="link"
        )
        made.setAccessibleName(self.tr("Remove: {rule}").format(rule=self.sentence.text()))
        made.clicked.connect(self._on_remove)
        return made

    def _on_treatment(self) -> None:
        self.treatment_wanted.emit(RulePlan(self._rule, Treatment(self.treatment.currentData())))

    def _on_add(self) -> None:
        self.added.emit(self._rule)

    def _on_remove(self) -> None:
        self.removed.emit(self._rule)
