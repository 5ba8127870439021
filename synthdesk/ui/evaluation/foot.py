"""The buttons at the foot of the page, and which of them are there when."""

from PySide6.QtCore import QCoreApplication, QObject

from synthdesk.ui.evaluation.view import View
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.page import Page


class EvaluationFoot(QObject):
    """Compare again, save the report, and continue."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.again = button(
            _tr("Compare &again"), "evaluate.again", _tr("Make fresh rows and compare them"), symbol="refresh"
        )
        self.report = button(
            _tr("Save &report …"),
            "evaluate.report",
            _tr("Save all figures and plots as one page"),
            symbol="save",
        )
        self.go_on = button(
            _tr("&Continue to Export"),
            "evaluate.continue",
            _tr("Make new rows and save them"),
            kind="primary",
            symbol="arrow-right",
        )
        for each in (self.again, self.report, self.go_on):
            page.add_to_foot(each)

    def show_for(self, view: View, *, can_compare: bool) -> None:
        """Show the buttons that make sense in `view`."""
        has_model = view not in (View.NO_TABLE, View.NO_RUN)
        self.again.setVisible(view in (View.RESULT, View.FAILED) and can_compare)
        self.report.setVisible(view is View.RESULT)
        self.go_on.setVisible(has_model)
        if view is not View.RESULT:
            self._page.set_foot_text("")
        self._page.foot.setVisible(has_model)


def _tr(text: str) -> str:
    return QCoreApplication.translate("EvaluationFoot", text)
