"""What a rule would do to the rows of the table is said before it is added."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from synthdesk.domain.rules import CompareColumns, Relation, RuleFinding, RulePlan, Treatment
from synthdesk.ui.prepare.rule_row import RuleRow

RULE = CompareColumns("admission", Relation.AT_MOST, "discharge")


def test_that_the_effect_is_said_before_and_after_a_rule_is_added(qtbot: QtBot, themed: QApplication) -> None:
    row = RuleRow(RULE, ["admission"], 1, is_proposal=True)
    qtbot.addWidget(row)
    broken = RuleFinding(RULE, 1230, 8, (3, 5))
    for plan, words in (
        (None, "would leave 1,232 of 1,240 rows"),
        (RulePlan(RULE), "leaves 1,232 of 1,240 rows"),
        (RulePlan(RULE, Treatment.SET_MISSING), "all rows stay, values go in 8 rows"),
    ):
        row.show_fares(broken, plan, 1240)
        assert row.effect.text() == words
        assert row.effect.isVisibleTo(row)
    row.show_fares(RuleFinding(RULE, 1230, 0), None, 1240)
    assert not row.effect.isVisibleTo(row)
