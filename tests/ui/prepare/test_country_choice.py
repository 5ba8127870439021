"""The country of made-up names is asked where names or addresses are made up, and nowhere else."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from synthdesk.domain.personal import PersonalData
from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan, Role
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.ui.prepare.country_choice import CountryChoice
from synthdesk.ui.prepare.settings import Chosen

NAME = Column("Nachname", ColumnKind.TEXT, personal=PersonalData.NAME)
ID = Column("id", ColumnKind.IDENTIFIER)


def test_that_the_country_is_chosen_for_names_that_are_made_new(qtbot: QtBot, themed: QApplication) -> None:
    choice = CountryChoice()
    qtbot.addWidget(choice)
    new = PreprocessPlan().with_columns(["Nachname", "id"], ColumnPlan(role=Role.MAKE_NEW))
    for columns, plan, is_asked in (
        ((NAME,), new, True),
        ((NAME,), PreprocessPlan(), False),
        ((ID,), new, False),
    ):
        choice.show_chosen(Chosen(columns, (None,) * len(columns), plan))
        assert choice.isVisible() == is_asked
    choice.show_chosen(Chosen((NAME,), (None,), new))
    assert choice.country.currentData() == ""
    place = choice.country.findText("France")
    with qtbot.waitSignal(choice.plan_wanted) as wanted:
        choice.country.activated.emit(place)
    plan, words = wanted.args
    assert (plan.country, words) == ("fr_FR", "Country of the names")
