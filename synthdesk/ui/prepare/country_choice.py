"""From which country the made-up names and addresses of a table come."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from synthdesk.domain.making_up import COUNTRIES, made_up_of
from synthdesk.domain.preprocessing import Role
from synthdesk.ui import theme
from synthdesk.ui.prepare.settings import Chosen, with_country
from synthdesk.ui.widgets.named import named


class CountryChoice(QWidget):
    """Sends `plan_wanted` with the plan and the words of the step in the undo menu."""

    plan_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Chosen | None = None
        self.country = named(
            QComboBox(),
            self.tr("Names and addresses from"),
            self.tr("The country whose names and addresses are made up, for all columns of this table"),
        )
        self.country.setObjectName("prepare.country")
        self.country.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.country.setMinimumContentsLength(16)
        self.country.addItem(self.tr("as the names suggest"), "")
        for key, words in self._countries():
            self.country.addItem(words, key)
        note = theme.muted(QLabel())
        note.setWordWrap(True)
        note.setText(
            self.tr(
                "Made up from public lists of names and places; none of them stands in your table. Each column is made "
                "up by itself: a street need not lie in the city beside it."
            )
        )
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(theme.space(2.5))
        form.setHorizontalSpacing(theme.space(4))
        form.addRow(self.tr("Names and addresses from"), self.country)
        form.addRow("", note)
        self.country.activated.connect(self._on_country)

    def show_chosen(self, chosen: Chosen) -> None:
        """Show the country where all chosen columns are made up by it."""
        self._chosen = chosen
        made_new = (chosen.plan.role_of(column) is Role.MAKE_NEW for column in chosen.columns)
        made_up = (made_up_of(column, []) is not None for column in chosen.columns)
        self.setVisible(bool(chosen.columns) and all(made_new) and all(made_up))
        with QSignalBlocker(self.country):
            self.country.setCurrentIndex(max(0, self.country.findData(chosen.plan.country)))

    def _countries(self) -> list[tuple[str, str]]:
        names = {
            "de_AT": self.tr("Austria"),
            "cs_CZ": self.tr("Czechia"),
            "da_DK": self.tr("Denmark"),
            "fi_FI": self.tr("Finland"),
            "fr_FR": self.tr("France"),
            "de_DE": self.tr("Germany"),
            "hu_HU": self.tr("Hungary"),
            "it_IT": self.tr("Italy"),
            "nl_NL": self.tr("Netherlands"),
            "no_NO": self.tr("Norway"),
            "pt_PT": self.tr("Portugal"),
            "es_ES": self.tr("Spain"),
            "sv_SE": self.tr("Sweden"),
            "de_CH": self.tr("Switzerland"),
            "en_GB": self.tr("United Kingdom"),
            "en_US": self.tr("United States"),
        }
        return sorted(((key, names[key]) for key in COUNTRIES), key=lambda entry: entry[1])

    def _on_country(self, place: int) -> None:
        if self._chosen is not None:
            plan = with_country(self._chosen.plan, str(self.country.itemData(place)))
            self.plan_wanted.emit(plan, self.tr("Country of the names"))
