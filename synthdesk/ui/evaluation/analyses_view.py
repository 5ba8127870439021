"""The user's own comparisons: the intervals from real and from synthetic rows side by side, and curves over time."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.results import ComparedAnalysis, Curve, Estimate
from synthdesk.evaluation.report_analyses import CAUTION, TITLES, formula
from synthdesk.ui import theme
from synthdesk.ui.evaluation.interval_delegate import IntervalDelegate
from synthdesk.ui.evaluation.side_by_side import SideBySide
from synthdesk.ui.evaluation.table_view import ComparisonTable
from synthdesk.ui.evaluation.tables import Heading
from synthdesk.ui.texts import percent_words, translated
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.widgets.plot import Line, Plot


@dataclass(frozen=True, slots=True)
class Item:
    """What a line of the list stands for: an analysis, or one of its curves."""

    found: ComparedAnalysis
    curve: Curve | None = None

    @property
    def words(self) -> str:
        """The analysis as people read it."""
        asked = self.found.comparison
        group = f" · {self.curve.group}" if self.curve is not None and self.curve.group else ""
        return f"{translated(TITLES[asked.analysis])}: {formula(asked)}{group}"

    @property
    def agreement(self) -> str:
        """How far the intervals overlap on average."""
        if self.found.problem is not None:
            return _tr("not possible")
        if not self.found.estimates:
            return ""
        return percent_words(sum(e.overlap for e in self.found.estimates) / len(self.found.estimates))


@dataclass(frozen=True, slots=True)
class Side:
    """One estimate beside the scale of its analysis."""

    estimate: Estimate
    scale: tuple[float, float]


class AnalysesView(QWidget):
    """The list of comparisons, and the numbers of the chosen one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.nothing = QLabel(
            self.tr(
                "Nothing was asked yet. The tab “Your questions” takes group means, regressions and curves."
            )
        )
        self.nothing.setWordWrap(True)
        self.caution = Notice("warning", translated(CAUTION))
        self.items = ComparisonTable[Item](self.tr("Your comparisons"), _item_headings())
        self.items.setObjectName("evaluate.analyses")
        self.items.give_room_to(0)
        self.items.chosen.connect(self._on_chosen)
        self.estimates = ComparisonTable[Side](
            self.tr("Numbers from real and synthetic rows"), _side_headings()
        )
        self.estimates.setObjectName("evaluate.estimates")
        self._intervals = IntervalDelegate(self)
        self.estimates.setItemDelegateForColumn(1, self._intervals)
        self.title = theme.heading(QLabel(), 3)
        self.title.setWordWrap(True)
        self.words = theme.muted(QLabel())
        self.words.setWordWrap(True)
        self.plot = Plot(self.tr("Share without the event over time"))
        self._build()

    def show_analyses(self, analyses: tuple[ComparedAnalysis, ...]) -> None:
        """Show what was found."""
        items = [Item(a, c) for a in analyses for c in (a.curves or (None,))]
        for part in (self.caution, self._both):
            part.setVisible(bool(items))
        self.nothing.setVisible(not items)
        self.items.show_rows(items)

    def _on_chosen(self, chosen: object) -> None:
        if not isinstance(chosen, Item):
            return
        found = chosen.found
        self.title.setText(chosen.words)
        self.words.setText(
            translated(found.problem)
            if found.problem is not None
            else self.tr("{real:,} real and {synthetic:,} synthetic rows; shown: {unit}").format(
                real=found.real_rows, synthetic=found.synthetic_rows, unit=found.unit
            )
        )
        self.estimates.setVisible(bool(found.estimates))
        self.plot.setVisible(chosen.curve is not None)
        if chosen.curve is not None:
            self._draw(chosen.curve, chosen.words)
        ends = [
            end
            for e in found.estimates
            for end in (e.real_low, e.real_high, e.synthetic_low, e.synthetic_high)
        ]
        if ends:
            scale = min(ends), max(ends)
            self.estimates.show_rows([Side(e, scale) for e in found.estimates])
            self.estimates.verticalHeader().setDefaultSectionSize(theme.space(11))

    def _draw(self, curve: Curve, words: str) -> None:
        self.plot.describe(words)
        self.plot.draw_lines(
            (
                Line(self.tr("real"), curve.times, curve.real, "real"),
                Line(self.tr("synthetic"), curve.times, curve.synthetic, "synthetic", dashed=True),
            ),
            x_title=self.tr("time"),
            y_title=self.tr("without the event"),
            percent=True,
        )

    def _build(self) -> None:
        detail = QWidget()
        right = QVBoxLayout(detail)
        right.setContentsMargins(theme.space(3), 0, 0, 0)
        right.setSpacing(theme.space(1))
        for part in (self.title, self.words):
            right.addWidget(part)
        right.addWidget(self.estimates, 1)
        right.addWidget(self.plot, 1)
        self._both = SideBySide(0.4)
        self._both.addWidget(self.items)
        self._both.addWidget(detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for each in (self.nothing, self.caution):
            column.addWidget(each)
        column.addWidget(self._both, 1)


def _item_headings() -> tuple[Heading[Item], ...]:
    return (
        Heading(_tr("Comparison"), lambda i: i.words, lambda i: i.words),
        Heading(
            _tr("Overlap"),
            lambda i: i.agreement,
            lambda i: i.agreement,
            is_number=True,
            tip=_tr("How far the intervals of real and synthetic rows overlap, on average"),
        ),
    )


def _side_headings() -> tuple[Heading[Side], ...]:
    return (
        Heading(_tr("Of"), lambda s: s.estimate.name, lambda s: s.estimate.name),
        Heading(
            _tr("95 % intervals, real above synthetic"),
            lambda _: "",
            lambda s: s.estimate.real,
            intervals=lambda s: (
                (s.estimate.real_low, s.estimate.real, s.estimate.real_high),
                (s.estimate.synthetic_low, s.estimate.synthetic, s.estimate.synthetic_high),
                s.scale,
            ),
        ),
        Heading(
            _tr("Real"),
            lambda s: _interval(s.estimate.real, s.estimate.real_low, s.estimate.real_high),
            lambda s: s.estimate.real,
            is_number=True,
        ),
        Heading(
            _tr("Synthetic"),
            lambda s: _interval(s.estimate.synthetic, s.estimate.synthetic_low, s.estimate.synthetic_high),
            lambda s: s.estimate.synthetic,
            is_number=True,
        ),
        Heading(
            _tr("Overlap"),
            lambda s: percent_words(s.estimate.overlap),
            lambda s: s.estimate.overlap,
            is_number=True,
            tip=_tr("Mean share of each interval that lies in the other"),
        ),
    )


def _interval(middle: float, low: float, high: float) -> str:
    return _tr("{middle} ({low} to {high})").format(
        middle=f"{middle:.3g}", low=f"{low:.3g}", high=f"{high:.3g}"
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnalysesView", text)
