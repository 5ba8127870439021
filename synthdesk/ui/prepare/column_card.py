"""The card of the chosen columns: a drawing, plain facts, and the settings."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from synthdesk.domain.facts import Bars, ColumnFacts, Histogram
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.ui import theme
from synthdesk.ui.icons import picture
from synthdesk.ui.kinds import kind_words
from synthdesk.ui.prepare.column_model import KIND_ICONS
from synthdesk.ui.prepare.country_choice import CountryChoice
from synthdesk.ui.prepare.date_settings import DateSettings
from synthdesk.ui.prepare.facts_words import MOST, drawing_words, fact_sentences
from synthdesk.ui.prepare.names_editor import NamesEditor
from synthdesk.ui.prepare.order_editor import OrderEditor
from synthdesk.ui.prepare.settings import Chosen
from synthdesk.ui.prepare.settings_form import SettingsForm
from synthdesk.ui.texts import columns_words
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.plot import Plot

_NAMES_SHOWN = 12


class ColumnCard(Card):
    """Sends `plan_wanted` with the plan and the words of the step in the undo menu."""

    plan_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("prepare.card")
        self._kind_picture, self._kind = QLabel(), theme.muted(QLabel())
        self._plot = Plot(self.tr("How the values are spread"))
        self._plot.setObjectName("prepare.plot")
        self._facts = FactChips()
        self._facts.setObjectName("prepare.facts")
        self._several = theme.muted(QLabel(self.tr("What you set here is set for all of them.")))
        self._several.setWordWrap(True)
        self._form = SettingsForm()
        self._dates, self._names, self._country = DateSettings(), NamesEditor(), CountryChoice()
        self._order = OrderEditor()
        for part in (self._form, self._dates, self._names, self._order, self._country):
            part.plan_wanted.connect(self.plan_wanted)
        self._shown: tuple[Column, ColumnFacts | None, tuple[str, ...]] | None = None
        self._build()

    def show_chosen(self, chosen: Chosen, dates: tuple[Column, ...]) -> None:
        """Show one column with its drawing and facts, or the settings of several; `dates` are all date columns."""
        if len(chosen.columns) == 1:
            self._show_one(chosen.columns[0], chosen.facts[0], chosen.plans[0].order)
        elif chosen.columns:
            self._show_several(chosen.columns)
        self._form.show_chosen(chosen)
        self._dates.show_chosen(chosen, dates)
        self._names.show_chosen(chosen)
        self._order.show_chosen(chosen)
        self._country.show_chosen(chosen)

    def _build(self) -> None:
        theme.heading(self.title, 2)
        for widget in (self._kind_picture, self._kind):
            self.tools.addWidget(widget)
        for part in (self._several, self._plot, self._facts):
            self.body.addWidget(part)
        self.body.addWidget(theme.heading(QLabel(self.tr("What is done with it")), 3))
        for settings in (self._form, self._country, self._dates, self._order, self._names):
            self.body.addWidget(settings)
        self.body.addStretch(1)

    def _show_one(self, column: Column, facts: ColumnFacts | None, order: tuple[str, ...]) -> None:
        if self._shown == (column, facts, order):
            return
        self._shown = (column, facts, order)
        self.set_title(f"{column.name} – {column.label}" if column.label else column.name)
        self._kind.setText(kind_words(column.kind))
        ratio = self.devicePixelRatioF()
        self._kind_picture.setPixmap(picture(KIND_ICONS[column.kind], theme.space(4), "muted", ratio))
        self._kind_picture.show()
        sentences = fact_sentences(column, facts) if facts is not None else ()
        self._facts.show_facts(sentences)
        self._kind.show()
        self._several.hide()
        self._draw(column, facts, order)

    def _draw(self, column: Column, facts: ColumnFacts | None, order: tuple[str, ...]) -> None:
        drawing = facts.drawing if facts is not None else None
        if facts is None or drawing is None or not drawing.counts:
            self._plot.hide()
            return
        self._plot.describe(drawing_words(column, facts))
        if isinstance(drawing, Histogram):
            self._plot.draw_histogram(drawing, dates=column.kind is ColumnKind.DATETIME)
        elif isinstance(drawing, Bars):
            self._plot.draw_bars(drawing.in_order(order))
        self._plot.show()

    def _show_several(self, columns: tuple[Column, ...]) -> None:
        self._shown = None
        self.set_title(columns_words(len(columns)))
        names = [column.name for column in columns[:_NAMES_SHOWN]]
        more = "" if len(columns) <= _NAMES_SHOWN else " …"
        self._several.setText(
            self.tr("{columns}. What you set here is set for all of them.").format(
                columns=", ".join(names) + more
            )
        )
        self._several.show()
        for widget in (self._kind_picture, self._kind, self._plot, self._facts):
            widget.hide()


class FactChips(QWidget):
    """Facts side by side, as many in a row as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self._chips = [self._chip() for _ in range(MOST)]

    def show_facts(self, facts: tuple[str, ...]) -> None:
        """Show `facts`, at most five."""
        for place, chip in enumerate(self._chips):
            chip.setText(facts[place] if place < len(facts) else "")
            chip.setVisible(place < len(facts))
        self.setVisible(bool(facts))

    def _chip(self) -> QLabel:
        chip = QLabel(self)
        chip.setProperty("notice", "plain")
        chip.setTextFormat(Qt.TextFormat.PlainText)
        chip.setMargin(theme.space(1.5))
        self._flow.addWidget(chip)
        return chip
