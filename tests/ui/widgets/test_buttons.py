"""Buttons whose words do not fit."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout


def test_that_an_elided_button_stays_inside_of_its_place(app: QApplication, qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    flow = FlowLayout(place)
    made = button("a very long answer that has no room (for now)", "answer", "tip", elided=True)
    flow.add(made)
    place.resize(made.sizeHint().width() // 2, 200)
    place.show()
    qtbot.waitExposed(place)
    assert made.geometry().right() < place.width()
    assert flow.heightForWidth(place.width()) == made.height()
    assert not made.grab().isNull()
    assert made.text().endswith("(for now)")
